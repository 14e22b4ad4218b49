"""Messages that callers left: reading and hearing them, and what people do with them."""

from pathlib import Path

from aiohttp import hdrs, web

from ctid.api import encode
from ctid.api.answers import MessageAnswer, MessagesAnswer
from ctid.api.bodies import GivenAgent, GivenDisposition, MessageListing, read, read_query
from ctid.api.described import ASKS, described
from ctid.api.house import house_of
from ctid.api.problems import Fault, Problem
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import AGENT, SIGNED_IN, agent_of
from ctid.model.commands import Asker, AssignMessage, CloseMessage, Command, ReopenMessage
from ctid.model.ids import AgentId
from ctid.model.messages import Message, MessageId
from ctid.model.mistakes import Text

ANSWERS = (*ASKS, "not_found", "unknown_agent")

MEDIA = web.AppKey("media", Path)

routes = web.RouteTableDef()


def install(app: web.Application, media: Path) -> None:
    """Say in which folder the sounds lie; without it there is nothing to hear."""
    app[MEDIA] = media


@routes.get("/api/v1/messages")
@described(MessagesAnswer, query=MessageListing)
async def latest(request: web.Request) -> web.Response:
    """List messages, newest first; `next` is the `before` of the next page."""
    wanted = read_query(request, MessageListing)
    before = MessageId(wanted.before) if wanted.before else None
    found = await house_of(request).records.messages(wanted.limit, before, states=wanted.state)
    following = found[-1].id if len(found) == wanted.limit else None
    return answer({"messages": [encode.message(each) for each in found], "next": following})


@routes.get("/api/v1/messages/{id}")
@described(MessageAnswer, problems=("not_found",))
async def one(request: web.Request) -> web.Response:
    """Tell all about a message."""
    return answer(encode.message(await _find(request)))


@routes.get("/api/v1/messages/{id}/sound")
@described("audio/wav", problems=("not_found",), otherwise={206: "audio/wav"})
async def sound(request: web.Request) -> web.StreamResponse:
    """Play a message; a part of it where `Range` asks for one (RFC 9110 §14)."""
    name = (await _find(request)).sound
    file = request.app.get(MEDIA, Path()) / name
    if not name or not file.is_file():
        raise Problem("not_found")
    return web.FileResponse(
        file,
        headers={
            hdrs.CONTENT_TYPE: "audio/wav",
            hdrs.CONTENT_DISPOSITION: f'inline; filename="{name}"',
            hdrs.CACHE_CONTROL: "private, max-age=3600",
        },
    )


@routes.post("/api/v1/messages/{id}/assign")
@described(MessageAnswer, body=GivenAgent, problems=ANSWERS)
async def assign(request: web.Request) -> web.Response:
    """Take a message, or give it to somebody."""
    by, given = _asker(request), await read(request, GivenAgent)
    agent = given.agent or (by.name if by.agent else "")
    if not agent:
        raise Problem("invalid", faults=[Fault("/agent", _NOBODY)])
    return await _done(request, AssignMessage(new_id(), _id(request), AgentId(agent), by))


@routes.post("/api/v1/messages/{id}/close")
@described(MessageAnswer, body=GivenDisposition, problems=ANSWERS)
async def close(request: web.Request) -> web.Response:
    """Say what came of a message: it needs nobody any more."""
    by, given = _asker(request), await read(request, GivenDisposition)
    return await _done(request, CloseMessage(new_id(), _id(request), by, given.code, given.note))


@routes.post("/api/v1/messages/{id}/reopen")
@described(MessageAnswer, problems=ANSWERS)
async def reopen(request: web.Request) -> web.Response:
    """Make a message new again that was closed within the last day."""
    return await _done(request, ReopenMessage(new_id(), _id(request), _asker(request)))


async def _done(request: web.Request, command: Command) -> web.Response:
    await ask(request, command)
    return answer(encode.message(await _find(request)))


def _asker(request: web.Request) -> Asker:
    """Say who asks: an agent by their id (while the site has them), others by their name."""
    who = request[SIGNED_IN]
    return Asker(agent_of(request), agent=True) if who.role == AGENT else Asker(who.subject, agent=False)


def _id(request: web.Request) -> MessageId:
    return MessageId(request.match_info["id"])


async def _find(request: web.Request) -> Message:
    house, wanted = house_of(request), _id(request)
    found = house.centre.message(wanted) or await house.records.message(wanted)
    if found is None:
        raise Problem("not_found")
    return found


_NOBODY = Text("is missing: only an agent can take a message themselves", "缺失：只有坐席可以自行领取留言")
