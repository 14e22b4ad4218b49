"""Signing a browser in with a link's ticket, and out again."""

from aiohttp import web

from ctid.api.answers import SignedInAs
from ctid.api.bodies import Ticket, read
from ctid.api.described import described
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.api.routes.commands import answer
from ctid.api.sessions import COOKIE, SIGNED_IN, set_cookie

routes = web.RouteTableDef()


@routes.post("/api/v1/session")
@described(SignedInAs, body=Ticket, problems=("ticket_refused",))
async def sign_in(request: web.Request) -> web.Response:
    """Trade a ticket for a session cookie."""
    house = house_of(request)
    sent = await read(request, Ticket)
    token = await house.records.redeem_ticket(sent.ticket, house.clock())
    row = await house.records.session(token, house.clock()) if token else None
    if token is None or row is None:
        raise Problem("ticket_refused")
    response = answer({"role": row.role, "subject": row.subject})
    set_cookie(request, response, token)
    return response


@routes.delete("/api/v1/session")
@described(None, status=204)
async def sign_out(request: web.Request) -> web.Response:
    """End the session, and with it every page it opened."""
    house = house_of(request)
    token = request[SIGNED_IN].token
    await house.records.end_session(token)
    house.pages.close(token)
    response = web.Response(status=204)
    response.del_cookie(COOKIE, path="/", httponly=True, samesite="Strict")
    return response
