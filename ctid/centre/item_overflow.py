"""Rules about items that have waited long: they go over to another queue, with their time of entry.

Of a queue's overflow rules only those mean something to an item that send who has waited so long to another
queue: an item cannot be called elsewhere, and leaves no voicemail. A queue that is full is asked again later.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from ctid.calls import slices
from ctid.centre import callers
from ctid.centre.item_moves import keep
from ctid.centre.live_item import LiveItem
from ctid.centre.overflow import AGAIN
from ctid.centre.world import World
from ctid.model.events import EventKind
from ctid.model.interactions import SegmentKind
from ctid.model.overflow import Overflow, ToQueue, Waited
from ctid.model.reasons import Reason


def overdue(world: World, now: datetime) -> None:
    """Send on what has waited long enough in its queue."""
    for live, due_at, rule in list(_rules(world)):
        if due_at <= now and not live.passed(rule):
            _follow(world, live, rule, now)


def deadlines(world: World) -> Iterator[datetime]:
    """Yield when something will have waited long enough."""
    return (due_at for _, due_at, _ in _rules(world))


def _rules(world: World) -> Iterator[tuple[LiveItem, datetime, Overflow]]:
    """Yield what waits with the rules that it has not followed yet, and when each is due."""
    queues = {name: queue.overflow for name, queue in world.site.queues.items() if queue.overflow}
    for live in world.items.live.values() if queues else ():
        if not live.waits or live.item.queue not in queues:
            continue
        for rule in queues[live.item.queue]:
            if isinstance(rule.when, Waited) and isinstance(rule.to, ToQueue) and not live.passed(rule):
                due_at = _came_at(live) + rule.when.span
                yield live, max(due_at, live.ask_at or due_at), rule


def _came_at(live: LiveItem) -> datetime:
    queue = live.item.queue
    stays = (s.started_at for s in live.record.segments if s.kind is SegmentKind.QUEUE and s.queue == queue)
    return next(stays, live.item.entered_at)


def _follow(world: World, live: LiveItem, rule: Overflow, now: datetime) -> None:
    assert isinstance(rule.to, ToQueue)  # or it would mean nothing to an item
    before, to = live.item.queue, world.site.queues[rule.to.queue]
    if callers.full(world, to.name, to.max_length) is not None:
        live.ask_at = now + AGAIN
        return
    live.followed.add((before, rule))
    live.ask_at = None
    why = Reason("waited_long", {"queue": before, "waited_s": round((now - _came_at(live)).total_seconds())})
    world.tell(EventKind.ITEM_OVERFLOWED, now, call=live.item.id, reason=why, queue=before, to=rule.target)
    live.item = replace(live.item, queue=to.name)
    record = slices.end(live.record, SegmentKind.QUEUE, now, "overflowed")
    keep(world, live, slices.begin(replace(record, queue=to.name), SegmentKind.QUEUE, now, queue=to.name))
