"""Everybody who answers, and what each is doing now: for whoever hands a caller on, and for a supervisor."""

from aiohttp import web

from ctid.api import encode
from ctid.api.answers import Agents
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.routes.commands import answer

routes = web.RouteTableDef()


@routes.get("/api/v1/agents")
@described(Agents)
async def latest(request: web.Request) -> web.Response:
    """List the agents; one who has never signed on has a state, but no `since` and no reason."""
    centre = house_of(request).centre
    return answer(
        {"agents": [encode.colleague(each, centre.agent(each.id)) for each in centre.site.agents.values()]}
    )
