"""Work of channels other than voice: a program brings it, an agent takes and finishes it.

An item is named after its Idempotency-Key and whoever sent it. So a request that is sent again finds the item
that it made, however often it comes; and it is answered only when the item is written down.
"""

import secrets
from hashlib import sha256

from aiohttp import web
from pydantic import TypeAdapter, ValidationError

from ctid.api import encode
from ctid.api.bodies import read
from ctid.api.described import ASKS, COMMANDS, described
from ctid.api.house import House, house_of
from ctid.api.item_bodies import FinishedWork, Key, NewWorkItem, WorkItemAnswer, WorkItems
from ctid.api.problems import Fault, Problem
from ctid.api.routes.commands import answer, ask, new_id
from ctid.api.sessions import AGENT, SIGNED_IN, agent_of, director_of
from ctid.model.commands import AcceptItem, Asker, BringItem, Command, DeclineItem, FinishItem, WithdrawItem
from ctid.model.ids import AgentId, CustomerId, InteractionId, QueueName, SkillName
from ctid.model.mistakes import Text
from ctid.model.routing_policy import Preferred
from ctid.model.work_items import ITEM_PREFIX, WorkItem

KEY = "Idempotency-Key"

routes = web.RouteTableDef()

_key: TypeAdapter[str] = TypeAdapter(Key)


@routes.post("/api/v1/work-items")
@described(
    WorkItemAnswer, status=201, body=NewWorkItem, problems=(*ASKS, "supervisors_only", "key_reused"),
)  # fmt: skip
async def bring(request: web.Request) -> web.Response:
    """Bring a chat, an e-mail … to a queue. With an Idempotency-Key it may be sent again safely."""
    sender, sent = director_of(request), await read(request, NewWorkItem)
    house, id = house_of(request), _named(request, sender)
    known = await _known(house, id)
    if known is None:
        await ask(request, await _brought(house, id, sent))
    elif not _same(known, sent):
        raise Problem("key_reused")
    response = answer(await _written(house, await _find(house, id)), status=201)
    response.headers["Location"] = f"/api/v1/work-items/{id}"
    return response


@routes.get("/api/v1/work-items")
@described(WorkItems)
async def latest(request: web.Request) -> web.Response:
    """List what is not closed; an agent sees what is in their hands."""
    house = house_of(request)
    items = [*house.centre.items().values()]
    if request[SIGNED_IN].role == AGENT:
        agent = agent_of(request)
        items = [item for item in items if item.agent == agent]
    return answer({"items": [await _written(house, item) for item in items]})


@routes.get("/api/v1/work-items/{id}")
@described(WorkItemAnswer, problems=("not_found",))
async def one(request: web.Request) -> web.Response:
    """Tell about one, closed or not."""
    house = house_of(request)
    return answer(await _written(house, await _find(house, _id(request))))


@routes.delete("/api/v1/work-items/{id}")
@described(None, status=204, problems=(*ASKS, "not_found", "supervisors_only"))
async def withdraw(request: web.Request) -> web.Response:
    """Take one back: the customer left, or was answered elsewhere."""
    return await _done(request, WithdrawItem(new_id(), _id(request), director_of(request)))


@routes.post("/api/v1/work-items/{id}/accept")
@described(None, status=204, problems=(*COMMANDS, "not_found"))
async def accept(request: web.Request) -> web.Response:
    """Take what is offered."""
    return await _done(request, AcceptItem(new_id(), _id(request), agent_of(request)))


@routes.post("/api/v1/work-items/{id}/decline")
@described(None, status=204, problems=(*COMMANDS, "not_found"))
async def decline(request: web.Request) -> web.Response:
    """Do not take what is offered."""
    return await _done(request, DeclineItem(new_id(), _id(request), agent_of(request)))


@routes.post("/api/v1/work-items/{id}/finish")
@described(None, status=204, body=FinishedWork, problems=(*ASKS, "not_found", "unknown_agent"))
async def finish(request: web.Request) -> web.Response:
    """Say that the work is done, and what came of it."""
    given, who = await read(request, FinishedWork), request[SIGNED_IN]
    by = Asker(agent_of(request), agent=True) if who.role == AGENT else Asker(who.subject, agent=False)
    return await _done(request, FinishItem(new_id(), _id(request), by, given.code, given.note))


def _named(request: web.Request, sender: str) -> InteractionId:
    key = request.headers.get(KEY)
    if key is None:
        return InteractionId(ITEM_PREFIX + secrets.token_hex(12))
    try:
        _key.validate_python(key)
    except ValidationError as error:
        raise Problem("invalid", detail=_BAD_KEY) from error
    return InteractionId(ITEM_PREFIX + sha256(f"{sender}\n{key}".encode()).hexdigest()[:24])


async def _brought(house: House, id: InteractionId, sent: NewWorkItem) -> BringItem:
    customer = await house.records.customer(CustomerId(sent.customer)) if sent.customer else None
    if sent.customer and customer is None:
        raise Problem("invalid", faults=[Fault("/customer", _NO_CUSTOMER)])
    known: dict[Preferred, AgentId | None] = {}
    if customer is not None:
        known = {Preferred.LAST_AGENT: customer.last_agent, Preferred.ACCOUNT_OWNER: customer.owner}
    return BringItem(
        new_id(), id, sent.channel, QueueName(sent.queue), sent.title, sent.address,
        customer.id if customer is not None else None,
        {whom: agent for whom, agent in known.items() if agent is not None},
        sent.language, sent.priority, sent.must_be_open,
        {SkillName(skill): level for skill, level in sent.skills.items()}, sent.url, sent.external_id,
    )  # fmt: skip


def _same(known: WorkItem, sent: NewWorkItem) -> bool:
    """Say whether an item is what was sent now; its queue may have changed since."""
    was = known.channel, known.title, known.address, known.url, known.external_id
    return was == (sent.channel, sent.title, sent.address, sent.url, sent.external_id)


async def _done(request: web.Request, command: Command) -> web.Response:
    await _find(house_of(request), _id(request))
    await ask(request, command)
    return web.Response(status=204)


def _id(request: web.Request) -> InteractionId:
    return InteractionId(request.match_info["id"])


async def _known(house: House, id: InteractionId) -> WorkItem | None:
    return house.centre.items().get(id) or await house.records.item(id)


async def _find(house: House, id: InteractionId) -> WorkItem:
    found = await _known(house, id)
    if found is None:
        raise Problem("not_found")
    return found


async def _written(house: House, item: WorkItem) -> encode.Json:
    record = house.centre.interaction(item.id) or await house.records.interaction(item.id)
    if record is None:
        raise Problem("not_found")
    return {
        "id": item.id,
        "channel": item.channel,
        "queue": item.queue,
        "title": item.title,
        "address": item.address,
        "customer": record.customer,
        "language": record.language,
        "priority": item.priority,
        "url": item.url,
        "external_id": item.external_id,
        "state": item.state,
        "agent": item.agent,
        "offer": item.offer,
        "until": encode.instant(item.until),
        "entered_at": encode.instant(item.entered_at),
        "answered_at": encode.instant(record.answered_at),
        "ended_at": encode.instant(record.ended_at),
        "outcome": record.outcome,
        "disposition": record.disposition,
    }


_NO_CUSTOMER = Text("is no customer of this centre", "不是本中心的客户")
_BAD_KEY = Text(
    "Idempotency-Key: 1 to 200 printable ASCII characters without spaces",
    "Idempotency-Key：1 到 200 个不含空格的可打印 ASCII 字符",
)
