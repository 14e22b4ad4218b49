"""Rules about what waiting callers are told: their place in the line and the wait, every so often.

They hear it when their lap is over. Whoever is offered to an agent just then is told nothing new, and what
they hear ends at once when the agent is there: the agent's own leg takes them out of it.
"""

from collections.abc import Iterator
from datetime import datetime

from ctid.centre.in_line import in_line
from ctid.centre.prospects import Experience, Prospect, prospects
from ctid.centre.routing import Told
from ctid.centre.world import LiveCall, World
from ctid.model.effects import TellWaiting
from ctid.model.events import EventKind
from ctid.model.routing_policy import MOST_SAID, Announcements
from ctid.routing.estimate import Learnt, announce


def follow(world: World, told: Told, learnt: Experience, now: datetime) -> None:
    """Tell everybody whose time it is."""
    due = [(call, how) for call, how in _told(world) if _due(call, how) <= now]
    standings = prospects(world, told) if due else {}
    for call, how in due:
        call.waiting.told_at = now
        prospect = standings.get(call.record.id)
        if prospect is not None:
            _estimate(call, prospect, learnt)
            _tell(world, call, how, now)


def deadlines(world: World) -> Iterator[datetime]:
    """Yield when somebody is to be told something."""
    return (_due(call, how) for call, how in _told(world))


def _told(world: World) -> Iterator[tuple[LiveCall, Announcements]]:
    """Yield those who are told anything, unless something is under way for them."""
    how = {name: queue.announce for name, queue in world.site.queues.items() if queue.announce is not None}
    for call, place in in_line(world, how.keys()):
        yield call, how[place.queue]


def _due(call: LiveCall, how: Announcements) -> datetime:
    assert call.entry is not None  # or they would not wait
    return (call.waiting.told_at or call.entry.entered_at) + how.every


def _estimate(call: LiveCall, prospect: Prospect, learnt: Experience) -> None:
    """Reckon what to tell: never worse than before, unless there is a cause.

    Who may reach more agents than before competes with more callers; that is no cause to fall behind.
    """
    assert call.entry is not None  # or they would not wait
    told, position = call.waiting, prospect.position
    if told.at is not None and prospect.at.agents > told.at.agents:
        position = min(position, told.position)
    told.wait = announce(prospect.at, learnt.get(call.entry.queue, Learnt()), told.wait)
    told.at, told.position = prospect.at, position


def _tell(world: World, call: LiveCall, how: Announcements, now: datetime) -> None:
    position, wait = call.waiting.position, call.waiting.wait
    minutes = wait.most if wait is not None else 0
    said: list[str] = []
    if how.position and position <= MOST_SAID:
        said.append(f"line-position-{position}")
    if how.wait and minutes:
        said.append(f"line-wait-{minutes}" if minutes <= MOST_SAID else "line-wait-longer")
    if said:
        world.ask(TellWaiting(call.leg, tuple(said)))
        world.tell(EventKind.WAIT_TOLD, now, call=call.record.id, position=position, minutes=minutes)
