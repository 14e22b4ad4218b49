"""Rules about what waiting callers are told: their place in the line and the wait, every so often.

They hear it when their lap is over. Whoever is offered to an agent just then is told nothing new, and what
they hear ends at once when the agent is there: the agent's own leg takes them out of it.
"""

from datetime import datetime

from ctid.centre import touched
from ctid.centre.in_line import place_of
from ctid.centre.prospects import Experience, Prospect, prospects
from ctid.centre.routing import Told
from ctid.centre.world import LiveCall, World
from ctid.model.effects import TellWaiting
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.routing_policy import MOST_SAID, Announcements
from ctid.routing.estimate import Learnt, announce


def follow(world: World, told: Told, learnt: Experience, item: object, now: datetime) -> None:
    """Tell everybody whose time it is."""
    for id in touched.calls(world, item):
        _note(world, id)
    due = list(world.due.tells.take(now))
    standings = prospects(world, told, due) if due else {}
    for id in due:
        call, prospect = world.calls[id], standings.get(id)
        call.waiting.told_at = now
        how = _note(world, id)
        if prospect is not None and how is not None:
            _estimate(call, prospect, learnt)
            _tell(world, call, how, now)


def _note(world: World, id: InteractionId) -> Announcements | None:
    """Know when a caller is to be told anything next, and how; nothing while something is under way."""
    call = world.calls.get(id)
    place = place_of(world, call)
    how = world.site.queues[place.queue].announce if place is not None else None
    if call is None or place is None or how is None:
        world.due.tells.put(id, None)
        return None
    world.due.tells.put(id, (call.waiting.told_at or place.entered_at) + how.every)
    return how


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
