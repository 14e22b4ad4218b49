"""Rules about wrap-up: how long it is, and how an agent makes it longer."""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.centre.world import World
from ctid.model.agents import AgentState
from ctid.model.commands import ExtendWrapUp
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.interactions import Direction, Interaction
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Extension
from ctid.model.site import Queue


def wrap_up_of(world: World, record: Interaction) -> timedelta:
    """How long the notes after a talk may take; a call of a campaign is for a queue, as one that comes in."""
    queue = _queue(world, record)
    if queue is not None:
        return queue.wrap_up
    return world.site.outbound.wrap_up if record.direction is Direction.OUTBOUND else timedelta()


def extension_of(world: World, record: Interaction) -> Extension | None:
    """By how much, and how often, they may be made longer; None: not at all."""
    queue = _queue(world, record)
    return queue.extension if queue is not None else None


def _queue(world: World, record: Interaction) -> Queue | None:
    return world.site.queues.get(record.queue) if record.queue is not None else None


def extend(world: World, command: ExtendWrapUp, now: datetime) -> Reason | None:
    """Give the agent more time for the notes."""
    status = world.agents.get(command.agent)
    if status is None:
        return Reason("unknown_agent", {"agent": command.agent})
    if status.state is not AgentState.WRAP_UP or status.until is None:
        return Reason("not_now", {"state": status.state.value})
    call = world.call(status.interaction)
    longer = extension_of(world, call.record) if call is not None else None
    if longer is None:
        return Reason("no_extension")
    if status.extensions == 0:
        return Reason("extensions_used_up", {"times": longer.times})
    left = status.extensions - 1
    status = replace(status, until=status.until + longer.by, extensions=left)
    world.note_agent(status)
    world.ask(Keep(status))
    by_ms = longer.by // timedelta(milliseconds=1)
    world.tell(
        EventKind.WRAP_UP_EXTENDED, now, call=status.interaction, agent=command.agent, by_ms=by_ms, left=left
    )
    return None
