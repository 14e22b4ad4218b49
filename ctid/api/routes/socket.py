"""The agent's page's WebSocket: one task reads it, one writes it, and Pages knows both.

A page that comes again says since which number (`/ws?since=N`). It is taken in without waiting between
what it missed, "where things stand" and "what follows", so that no event falls in between. A page that
neither reads nor answers the heartbeat is aborted: a close frame would wait in the same full buffer.
"""

import asyncio
from contextlib import suppress

from aiohttp import WSCloseCode, WSMsgType, web
from pydantic import ValidationError

from ctid.api import encode
from ctid.api.bodies import FROM_PAGE, SeenPop, Since, read_query
from ctid.api.described import described
from ctid.api.house import HOUSE, house_of
from ctid.api.sessions import SIGNED_IN, reader_of, require_own_origin
from ctid.api.stream import CutOffError, Onlooker, Stream
from ctid.api.veil import veil_line
from ctid.model.ids import OfferId

HEARTBEAT_SECONDS = 20.0
MARK_SECONDS = 10.0
LONGEST_MESSAGE = 16 * 1024
SOCKETS = web.AppKey("sockets", set[web.WebSocketResponse])

routes = web.RouteTableDef()


@routes.get("/ws")
@described(None, status=101, query=Since, problems=("malformed", "foreign_origin", "unknown_agent"))
async def socket(request: web.Request) -> web.WebSocketResponse:
    """Keep one page up to date until it goes."""
    require_own_origin(request, even_if_missing=True)
    house, who = house_of(request), request[SIGNED_IN]
    agent, since = reader_of(request), read_query(request, Since).since
    ws = web.WebSocketResponse(
        heartbeat=HEARTBEAT_SECONDS, max_msg_size=LONGEST_MESSAGE, compress=False, timeout=2.0
    )
    await ws.prepare(request)
    page = Onlooker(agent, who.token, lambda: abort(request))
    house.pages.enter(
        page,
        house.centre.agent(agent) if agent else None,
        house.centre.pop(agent) if agent else None,
        since,
    )
    request.app[SOCKETS].add(ws)
    writer = asyncio.create_task(_write(request, ws, page, house.pages.stream), name=f"page of {who.subject}")
    try:
        await _listen(ws, page, request)
    finally:
        request.app[SOCKETS].discard(ws)
        house.pages.leave(page)
        writer.cancel()
        with suppress(asyncio.CancelledError):
            await writer
    return ws


async def say_goodbye(app: web.Application) -> None:
    """Close every page's socket before the server goes, so that pages know to come again."""
    await asyncio.gather(
        *(ws.close(code=WSCloseCode.GOING_AWAY, message=b"ctid stops") for ws in app[SOCKETS].copy())
    )


async def _listen(ws: web.WebSocketResponse, page: Onlooker, request: web.Request) -> None:
    async for message in ws:
        if message.type is not WSMsgType.TEXT:
            await ws.close(code=WSCloseCode.UNSUPPORTED_DATA, message=b"text only")
            return
        try:
            said = FROM_PAGE.validate_json(message.data)
        except ValidationError:
            await ws.close(code=WSCloseCode.POLICY_VIOLATION, message=b"not a message of the protocol")
            return
        pages = request.app[HOUSE].pages
        if isinstance(said, SeenPop):
            pages.acknowledge(page.reader, OfferId(said.offer))
        else:
            pages.seat(page)


async def _write(request: web.Request, ws: web.WebSocketResponse, page: Onlooker, stream: Stream) -> None:
    with suppress(ConnectionResetError, CutOffError):  # the reader sees the same end, and ends the page
        while True:
            line = await page.line(MARK_SECONDS)
            line = line if line is not None else encode.dumps(encode.mark(stream.head))
            await ws.send_str(veil_line(request, line))


def abort(request: web.Request) -> None:
    """Break a connection off; a close frame would wait in the buffer that is not read."""
    if request.transport is not None:
        request.transport.abort()
