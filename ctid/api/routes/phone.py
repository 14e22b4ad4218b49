"""What the agent's page needs to be the agent's phone."""

from aiohttp import web

from ctid.api.answers import BrowserPhoneAnswer
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.api.routes.commands import answer
from ctid.api.sessions import agent_of

routes = web.RouteTableDef()


@routes.get("/api/v1/me/phone")
@described(BrowserPhoneAnswer, problems=("agents_only", "unknown_agent", "no_browser_phone"))
async def my_phone(request: web.Request) -> web.Response:
    """Give the agent's own page its SIP user, password and URL."""
    phone = house_of(request).phones(agent_of(request))
    if phone is None:
        raise Problem("no_browser_phone")
    return answer({"user": phone.user, "secret": phone.secret, "url": phone.url})
