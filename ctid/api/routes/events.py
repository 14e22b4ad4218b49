"""The stream of events for programs: a page at a time, or as they happen (Server-Sent Events).

Both read the same source as the agents' pages, under the same rule of who may see what, in the same envelope.
"""

import asyncio
from contextlib import suppress

from aiohttp import web

from ctid.api.bodies import Wanted, WantedPage, read_query
from ctid.api.described import described
from ctid.api.event_answers import EventPage
from ctid.api.history import Filter, History
from ctid.api.house import house_of
from ctid.api.problems import Problem
from ctid.api.routes.socket import abort
from ctid.api.sessions import INTEGRATOR, SIGNED_IN, reader_of
from ctid.api.stream import CutOffError, Onlooker, Told
from ctid.api.veil import veil_frames
from ctid.model.ids import InteractionId

HEARTBEAT_SECONDS = 15.0
MOST_STREAMS = 100
READ_AT_ONCE = 500  # events
LAST_EVENT_ID = "Last-Event-ID"
STREAMS = web.AppKey("streams", set[Onlooker])

routes = web.RouteTableDef()


@routes.get("/api/v1/events")
@described(EventPage, query=WantedPage, problems=("events_gone", "database_away"))
async def latest(request: web.Request) -> web.Response:
    """List events, oldest first; `next` is the `since` of the next page, `head` the newest there is."""
    wanted, stream = read_query(request, WantedPage), house_of(request).pages.stream
    history = History(stream, house_of(request).records)
    since = await history.first() if wanted.since is None else wanted.since
    await history.require(since)
    found, reached = await history.after(since, _filter(request, wanted), wanted.limit)
    lines = ",".join(told.line for told in found)
    body = f'{{"events":[{lines}],"next":{reached},"head":{stream.head}}}'
    return web.Response(text=body, content_type="application/json")


@routes.get("/api/v1/events/stream")
@described("text/event-stream", query=Wanted, problems=("events_gone", "database_away", "too_many_streams"))
async def stream(request: web.Request) -> web.StreamResponse:
    """Tell events as they happen, after those since `Last-Event-ID` (or `since`)."""
    wanted, house = _wanted(request), house_of(request)
    history, chosen = History(house.pages.stream, house.records), _filter(request, wanted)
    if wanted.since is not None:
        await history.require(wanted.since)
    streams = request.app[STREAMS]
    if len(streams) >= MOST_STREAMS:
        raise Problem("too_many_streams")
    onlooker = Onlooker(
        chosen.reader,
        request[SIGNED_IN].token,
        lambda: abort(request),
        lambda told: _frame(told) if chosen.wants(told) else None,
    )
    streams.add(onlooker)
    try:
        return await _tell(request, onlooker, history, chosen, wanted.since)
    finally:
        streams.discard(onlooker)
        house.pages.stream.leave(onlooker)


async def say_goodbye(app: web.Application) -> None:
    """End every stream before the server goes, so that its reader knows to come again."""
    for onlooker in app[STREAMS].copy():
        onlooker.cut_off()


async def _tell(
    request: web.Request, onlooker: Onlooker, history: History, chosen: Filter, since: int | None
) -> web.StreamResponse:
    response = web.StreamResponse(headers={"X-Accel-Buffering": "no"})  # a proxy must not hold events back
    response.content_type = "text/event-stream"
    stream = house_of(request).pages.stream
    with suppress(ConnectionResetError, CutOffError):
        await response.prepare(request)
        await response.write(b": ctid\n\n")
        while since is not None and not stream.holds(since):
            missed, since = await history.after(since, chosen, READ_AT_ONCE)
            await response.write(veil_frames(request, "".join(map(_frame, missed))).encode())
        stream.join(onlooker, since)
        checked_at = _monotonic()
        while True:
            frame = await onlooker.line(HEARTBEAT_SECONDS)
            frame = veil_frames(request, frame or f": still here\nid: {stream.head}\n\n")
            await response.write(frame.encode())
            if _monotonic() - checked_at >= HEARTBEAT_SECONDS:
                await _still_allowed(request)
                checked_at = _monotonic()
    return response


async def _still_allowed(request: web.Request) -> None:
    """End the stream of a token that was revoked, or of a session that is over."""
    who, house = request[SIGNED_IN], house_of(request)
    if who.role == INTEGRATOR:
        row: object = await house.records.token(who.token)
    else:
        row = await house.records.session(who.token, house.clock())
    if row is None:
        raise CutOffError


def _frame(told: Told) -> str:
    """Write an event as the HTML standard's event stream has it; the line is ASCII without line breaks."""
    return f"id: {told.seq}\nevent: {told.published.event.kind}\ndata: {told.line}\n\n"


def _wanted(request: web.Request) -> Wanted:
    """Read what is wanted; a browser that comes again says so in a header, which is newer than the query."""
    last = request.headers.get(LAST_EVENT_ID)
    return read_query(request, Wanted) if last is None else read_query(request, Wanted, since=last)


def _filter(request: web.Request, wanted: Wanted) -> Filter:
    call = InteractionId(wanted.interaction) if wanted.interaction else None
    return Filter(reader_of(request), frozenset(wanted.types), call)


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
