"""`ctid ivr graph`: a flow drawn, with who went where in the last days if that is asked for."""

import asyncio
import re
from datetime import datetime, timedelta

from ctid.config.settings import Settings
from ctid.ivr.graph.mermaid import write_mermaid
from ctid.ivr.graph.shape import Traffic, count, drawing
from ctid.ivr.graph.svg import write_svg
from ctid.ivr.path import read_path
from ctid.model.events import EventKind, Published
from ctid.model.ids import FlowName
from ctid.model.mistakes import Mistaken
from ctid.runtime import ivr_mistakes as mistakes
from ctid.runtime.clock import SystemClock
from ctid.runtime.ivr_sim import flow_named
from ctid.runtime.sources import read_sources
from ctid.store.store import Store

_SPAN = re.compile(r"([0-9]{1,4})([dhm])")
_UNITS = {"d": timedelta(days=1), "h": timedelta(hours=1), "m": timedelta(minutes=1)}
_AT_ONCE = 5_000  # events


def draw(settings: Settings, name: str, *, svg: bool, last: str | None) -> str:
    """Draw a flow. Raises Mistaken."""
    flow = flow_named(read_sources(settings.site), name)
    traffic = None
    if last is not None:
        since = SystemClock()() - read_span(last)
        traffic = asyncio.run(traffic_of(settings.store.url.get_secret_value(), flow.name, since))
    prepared = drawing(flow, traffic)
    return write_svg(prepared) if svg else write_mermaid(prepared)


def read_span(text: str) -> timedelta:
    """Read `7d`, `12h` or `30m`. Raises Mistaken (R166)."""
    found = _SPAN.fullmatch(text)
    if found is None:
        raise Mistaken([mistakes.no_span(text)])
    return int(found[1]) * _UNITS[found[2]]


async def traffic_of(url: str, flow: FlowName, since: datetime) -> Traffic:
    """Count the calls that left the flow since then."""
    store = await Store.open(url, clock=SystemClock())
    try:
        left: list[Published] = []
        last = 0
        while page := await store.events_since(last, _AT_ONCE, kinds=[EventKind.IVR_LEFT]):
            left += page
            last = page[-1].seq
    finally:
        await store.close()
    events = [one.event for one in left if one.event.at >= since and one.event.facts["flow"] == flow]
    return count((read_path(str(event.facts["path"])), str(event.facts["verb"])) for event in events)
