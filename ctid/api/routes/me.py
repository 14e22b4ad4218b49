"""The one who asks: who they are, what they are doing, and what they want to do."""

from aiohttp import web

from ctid.api import encode
from ctid.api.answers import AgentsStatus, Me
from ctid.api.bodies import WantedState, read
from ctid.api.described import COMMANDS, described
from ctid.api.house import house_of
from ctid.api.routes.commands import answer, done, new_id
from ctid.api.sessions import AGENT, SIGNED_IN, agent_of
from ctid.model.commands import ExtendWrapUp, GetReady, GoNotReady, SignOff, SignOn

routes = web.RouteTableDef()


@routes.get("/api/v1/me")
@described(Me, problems=("unknown_agent",))
async def me(request: web.Request) -> web.Response:
    """Tell a page what it needs to begin; a supervisor has neither agent nor status."""
    centre, role = house_of(request).centre, request[SIGNED_IN].role
    agent = agent_of(request) if role == AGENT else None
    return answer(
        {
            "role": role,
            "agent": encode.agent(centre.site.agents[agent]) if agent else None,
            "status": encode.status(centre.agent(agent)) if agent else None,
            "site": encode.site(centre.site),
        }
    )


@routes.post("/api/v1/me/sign-on")
@described(AgentsStatus, problems=COMMANDS)
async def sign_on(request: web.Request) -> web.Response:
    """Begin to work."""
    return await done(request, SignOn(new_id(), agent_of(request)))


@routes.post("/api/v1/me/sign-off")
@described(AgentsStatus, problems=COMMANDS)
async def sign_off(request: web.Request) -> web.Response:
    """Stop working; while a call is offered or up, once it is over."""
    return await done(request, SignOff(new_id(), agent_of(request)))


@routes.post("/api/v1/me/wrap-up/extend")
@described(AgentsStatus, problems=COMMANDS)
async def extend_wrap_up(request: web.Request) -> web.Response:
    """Have more time for the notes."""
    return await done(request, ExtendWrapUp(new_id(), agent_of(request)))


@routes.put("/api/v1/me/state")
@described(AgentsStatus, body=WantedState, problems=COMMANDS)
async def set_state(request: web.Request) -> web.Response:
    """Take calls, or take none for a reason: after the call that is offered or up, if there is one."""
    agent, wanted = agent_of(request), await read(request, WantedState)
    if wanted.state == "ready":
        return await done(request, GetReady(new_id(), agent))
    return await done(request, GoNotReady(new_id(), agent, wanted.reason))
