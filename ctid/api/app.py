"""The web application: routes behind three gates, each a middleware.

From outside in: what goes wrong becomes a problem in the reader's language; a page of another site
may change nothing; and who asks must be known, by a session or a signature (see gates).
"""

import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from pathlib import Path

from aiohttp import hdrs, web

from ctid.api.gates import Gate, gate_of
from ctid.api.house import HOUSE, House, house_of
from ctid.api.pages import Pages
from ctid.api.phones import Phones, no_browser_phones
from ctid.api.ports import Centre, Records
from ctid.api.problems import Problem, language_of, of_http
from ctid.api.routes import (
    agents,
    blocklist,
    callbacks,
    calls,
    campaigns,
    cti,
    customers,
    docs,
    donotcall,
    events,
    health,
    interactions,
    me,
    messages,
    phone,
    previews,
    queues,
    session,
    socket,
    static,
    transfers,
    waits,
    work_items,
)
from ctid.api.scopes import SAFE
from ctid.api.sessions import SIGNED_IN, require_own_origin, require_session
from ctid.api.signed import SENDER, require_signature
from ctid.api.veil import veil_numbers

LARGEST_BODY = 64 * 1024

Answerer = Callable[[web.Request], Awaitable[web.StreamResponse]]

_log = logging.getLogger(__name__)


def make_app(
    centre: Centre,
    records: Records,
    pages: Pages,
    *,
    clock: Callable[[], datetime],
    dist: Path,
    phones: Phones = no_browser_phones,
) -> web.Application:
    """Put the application together; `clock` returns aware UTC, `dist` holds the built page.

    `phones` says as whom an agent's page registers with the switch.
    """
    app = web.Application(
        client_max_size=LARGEST_BODY, middlewares=[veil_numbers, explain, keep_other_sites_out, know_who_asks]
    )
    app[HOUSE] = House(centre, records, pages, clock, dist, phones)
    app[socket.SOCKETS] = set()
    app[events.STREAMS] = set()
    app.on_shutdown.extend([socket.say_goodbye, events.say_goodbye])
    app.on_startup.append(docs.write_down)
    app.on_response_prepare.append(static.add_headers)
    for part in (
        session, me, agents, phone, calls, transfers, interactions, messages, customers, queues, blocklist,
        callbacks, donotcall, cti, events, waits, work_items, campaigns, previews, health, docs, socket,
        static,
    ):  # fmt: skip
        app.add_routes(part.routes)
    return app


@web.middleware
async def explain(request: web.Request, handler: Answerer) -> web.StreamResponse:
    """Turn whatever goes wrong into problem details; what nobody foresaw is logged, never shown."""
    try:
        return await handler(request)
    except Problem as problem:
        return problem.response(language_of(request))
    except web.HTTPException as error:
        response = of_http(error).response(language_of(request))
        if hdrs.ALLOW in error.headers:
            response.headers[hdrs.ALLOW] = error.headers[hdrs.ALLOW]
        return response
    except Exception as error:
        if house_of(request).records.is_away(error):
            _log.warning("%s %s: the database is away", request.method, request.path)
            return Problem("database_away").response(language_of(request))
        _log.exception("%s %s failed", request.method, request.path)
        return Problem("internal").response(language_of(request))


@web.middleware
async def keep_other_sites_out(request: web.Request, handler: Answerer) -> web.StreamResponse:
    """Refuse what would change something on behalf of another site's page."""
    if request.method not in SAFE:
        require_own_origin(request)
    return await handler(request)


@web.middleware
async def know_who_asks(request: web.Request, handler: Answerer) -> web.StreamResponse:
    """Let in whom the gate lets in."""
    gate = gate_of(request.method, request.path)
    if gate is Gate.SESSION:
        request[SIGNED_IN] = await require_session(request)
    elif gate is Gate.SIGNED:
        request[SENDER] = await require_signature(request)
    return await handler(request)
