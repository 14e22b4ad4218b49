"""Who is asking, and from where.

The session is a cookie that scripts cannot read and other sites cannot send. A page of another site
is refused a second time by its Origin, on every unsafe method and on the WebSocket, which browsers
open across sites without asking. An integrator's program brings a token instead (RFC 6750).
"""

from dataclasses import dataclass

from aiohttp import hdrs, web

from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.api.scopes import require_scope
from ctid.model.ids import AgentId

COOKIE = "ctid_session"
AGENT, SUPERVISOR, INTEGRATOR = "agent", "supervisor", "integrator"
BEARER = "bearer "


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session, or a program's token: the token, its role and whose it is."""

    token: str
    role: str
    subject: str


SIGNED_IN = web.RequestKey("signed_in", SignedIn)


async def require_session(request: web.Request) -> SignedIn:
    """Return the session of the request's cookie, or the program of its token, or refuse."""
    said = request.headers.get(hdrs.AUTHORIZATION, "")
    if said.lower().startswith(BEARER):
        return await _require_token(request, said[len(BEARER) :].strip())
    house = house_of(request)
    token = request.cookies.get(COOKIE, "")
    row = await house.records.session(token, house.clock()) if token else None
    if row is None:
        raise Problem("not_signed_in")
    return SignedIn(token, row.role, row.subject)


async def _require_token(request: web.Request, token: str) -> SignedIn:
    row = await house_of(request).records.token(token)
    if row is None:
        raise Problem("token_refused")
    require_scope(request, frozenset(row.scopes))
    return SignedIn(token, INTEGRATOR, row.name)


def reader_of(request: web.Request) -> AgentId | None:
    """Return whose events the one who asks may see: an agent's own; None is everything."""
    return agent_of(request) if request[SIGNED_IN].role == AGENT else None


def agent_of(request: web.Request) -> AgentId:
    """Return the agent who asks; refuse a supervisor, and an agent the site no longer has."""
    who = request[SIGNED_IN]
    if who.role != AGENT:
        raise Problem("agents_only")
    agent = AgentId(who.subject)
    if agent not in house_of(request).centre.site.agents:
        raise Problem("unknown_agent")
    return agent


def supervisor_of(request: web.Request) -> str:
    """Return the supervisor who asks; refuse everybody else."""
    who = request[SIGNED_IN]
    if who.role != SUPERVISOR:
        raise Problem("supervisors_only")
    return who.subject


def director_of(request: web.Request) -> str:
    """Return the supervisor, or the program whose token opens this, who asks; refuse agents."""
    who = request[SIGNED_IN]
    if who.role == AGENT:
        raise Problem("supervisors_only")
    return who.subject


def scheme_of(request: web.BaseRequest) -> str:
    """Return "https" when the browser speaks it, be it to us or to a proxy in front of us.

    The header is believed because no page of another site can set it: a browser asks us first
    (CORS preflight) and we never agree.
    """
    forwarded = request.headers.get("X-Forwarded-Proto", "").lower()
    return forwarded if forwarded in ("http", "https") else request.scheme


def require_own_origin(request: web.BaseRequest, *, even_if_missing: bool = False) -> None:
    """Refuse a request that a page of another origin (RFC 6454) makes; exact, port included."""
    origin = request.headers.get(hdrs.ORIGIN)
    if origin is None and not even_if_missing:
        return
    if origin != f"{scheme_of(request)}://{request.host}":
        raise Problem("foreign_origin")


def set_cookie(request: web.BaseRequest, response: web.StreamResponse, token: str) -> None:
    """Give the browser its session. Secure only over https: browsers drop it otherwise."""
    secure = scheme_of(request) == "https"
    response.set_cookie(COOKIE, token, httponly=True, samesite="Strict", path="/", secure=secure)
