"""What an agent does with a caller and a third party: hand on, ask, take back, join.

The answer says only that the centre agreed. What the phones then do is told in events.
"""

from aiohttp import web

from ctid.api.answers import Accepted
from ctid.api.bodies import Whither, read
from ctid.api.described import COMMANDS, NUMBERS, described
from ctid.api.house import house_of
from ctid.api.routes.calls import dialable
from ctid.api.routes.commands import begin, new_id
from ctid.api.sessions import agent_of
from ctid.model.commands import (
    BlindTransfer,
    CancelConsult,
    CompleteTransfer,
    Conference,
    Consult,
)

routes = web.RouteTableDef()


@routes.post("/api/v1/me/transfer")
@described(Accepted, status=202, body=Whither, problems=(*COMMANDS, *NUMBERS))
async def transfer(request: web.Request) -> web.Response:
    """Hand the caller on to an agent, a queue or a number, without asking first."""
    agent, sent = agent_of(request), await read(request, Whither)
    return await begin(request, BlindTransfer(new_id(), agent, _whither(request, sent.to)))


@routes.post("/api/v1/me/consult")
@described(Accepted, status=202, body=Whither, problems=(*COMMANDS, *NUMBERS))
async def consult(request: web.Request) -> web.Response:
    """Hold the caller and ask an agent or a number."""
    agent, sent = agent_of(request), await read(request, Whither)
    return await begin(request, Consult(new_id(), agent, _whither(request, sent.to)))


@routes.post("/api/v1/me/consult/complete")
@described(Accepted, status=202, problems=COMMANDS)
async def complete(request: web.Request) -> web.Response:
    """Join the caller with whom you have asked, and leave."""
    return await begin(request, CompleteTransfer(new_id(), agent_of(request)))


@routes.post("/api/v1/me/consult/cancel")
@described(Accepted, status=202, problems=COMMANDS)
async def cancel(request: web.Request) -> web.Response:
    """Go back to the held caller; whom you have asked is let go."""
    return await begin(request, CancelConsult(new_id(), agent_of(request)))


@routes.post("/api/v1/me/conference")
@described(Accepted, status=202, problems=COMMANDS)
async def conference(request: web.Request) -> web.Response:
    """Talk in three: the caller, you, and whom you have asked."""
    return await begin(request, Conference(new_id(), agent_of(request)))


def _whither(request: web.Request, to: str) -> str:
    """Return an agent's id or a queue's name as it is, anything else as a number in E.164."""
    site = house_of(request).centre.site
    return to if to in site.agents or to in site.queues else dialable(request, to)
