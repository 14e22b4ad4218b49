"""Whether the daemon lives, for whoever watches over it. No session is needed; no secret is told."""

from aiohttp import web

from ctid.api.answers import Health
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.routes.commands import answer

routes = web.RouteTableDef()


@routes.get("/health")
@described(Health)
async def health(request: web.Request) -> web.Response:
    """Answer 200 while alive; the body says whether anything is degraded."""
    return answer(dict(house_of(request).centre.health()))
