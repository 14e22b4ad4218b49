"""What an agent does with calls from any phone: call somebody, hold, take back, hang up.

The answer says only that the centre agreed. What the phones then do is told in events.
"""

from aiohttp import web

from ctid.api.answers import Accepted
from ctid.api.bodies import NumberToCall, read
from ctid.api.described import COMMANDS, NUMBERS, described
from ctid.api.house import house_of
from ctid.api.problems import Fault, Problem, words_of
from ctid.api.routes.commands import begin, new_id
from ctid.api.sessions import agent_of
from ctid.model.commands import ClearConnection, HoldCall, MakeCall, RetakeCall, RetrieveCall
from ctid.model.dialable import read_dialable
from ctid.model.reasons import Reason

routes = web.RouteTableDef()


@routes.post("/api/v1/me/calls")
@described(Accepted, status=202, body=NumberToCall, problems=(*COMMANDS, *NUMBERS))
async def make_call(request: web.Request) -> web.Response:
    """Call a number; the agent's own phone rings first."""
    agent, sent = agent_of(request), await read(request, NumberToCall)
    return await begin(request, MakeCall(new_id(), agent, dialable(request, sent.number), show=sent.show))


@routes.post("/api/v1/me/hold")
@described(Accepted, status=202, problems=COMMANDS)
async def hold(request: web.Request) -> web.Response:
    """Put the caller on hold."""
    return await begin(request, HoldCall(new_id(), agent_of(request)))


@routes.post("/api/v1/me/retrieve")
@described(Accepted, status=202, problems=COMMANDS)
async def retrieve(request: web.Request) -> web.Response:
    """Take the held caller back."""
    return await begin(request, RetrieveCall(new_id(), agent_of(request)))


@routes.post("/api/v1/me/retake")
@described(Accepted, status=202, problems=COMMANDS)
async def retake(request: web.Request) -> web.Response:
    """Bring the call to the agent's phone anew: their old leg went with the page that had it."""
    return await begin(request, RetakeCall(new_id(), agent_of(request)))


@routes.post("/api/v1/me/hang-up")
@described(Accepted, status=202, problems=COMMANDS)
async def hang_up(request: web.Request) -> web.Response:
    """Hang up."""
    return await begin(request, ClearConnection(new_id(), agent_of(request)))


def dialable(request: web.Request, raw: str) -> str:
    """Return the number in E.164, or refuse it with a code of its own: nothing is dialled then."""
    number = read_dialable(raw, house_of(request).centre.site.region)
    if isinstance(number, Reason):
        words = words_of(number)
        raise Problem(number.code, detail=words, faults=[Fault("/number", words)])
    return number.e164
