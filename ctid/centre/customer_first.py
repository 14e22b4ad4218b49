"""Whom to call back first and give an agent afterwards: the rule of pacing.

Nobody is to be called for whom there would be no agent, and no agent is to be kept idle for somebody who may
not answer. So agents who are expected free are dealt out, each to one: first to the customers whose phones
ring already, then in routing order to the callers who wait and to the places whose turn it may be. A place
that gets one is called. It reserves nothing: whoever is on the line when the agent is free is served.

Expected free are those who are ready, and those whose wrap-up is over about when somebody who is called now
would have answered.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta

from ctid.acd.entry import QueueEntry
from ctid.acd.reach import order_of
from ctid.acd.workflows import admits, rules_of, workflow_of
from ctid.calls.phase import CallPhase
from ctid.centre.routing import micro
from ctid.centre.world import LiveCall, World
from ctid.model.agents import AgentState
from ctid.model.callbacks import CallbackState
from ctid.model.ids import AgentId, InteractionId
from ctid.model.routing_policy import Dial

ANSWERED_AFTER = timedelta(seconds=10)


def turns(world: World, now: datetime) -> list[InteractionId]:
    """Return those who are to be called now, in the order of their places."""
    due = {id for id, dial in world.wishes.due.items() if dial is Dial.CUSTOMER_FIRST}
    free = list(_expected_free(world, now)) if due else []
    chosen: list[InteractionId] = []
    for entry in _in_order(world, due, now) if free else ():
        agent = _best_of(world, free, entry, now)
        if agent is not None:
            free.remove(agent)
            if entry.interaction in due:
                chosen.append(entry.interaction)
    return chosen


def deadlines(world: World) -> list[datetime]:
    """Return when an agent will be expected free who is not yet."""
    if Dial.CUSTOMER_FIRST not in world.wishes.due.values():
        return []
    wraps = [status for status in world.agents.values() if status.state is AgentState.WRAP_UP]
    soon = [status.until - ANSWERED_AFTER for status in wraps if status.until is not None]
    return [at for at in soon if at > world.wishes.looked_at]


def _expected_free(world: World, now: datetime) -> Iterator[AgentId]:
    """Yield them with the least skilled first: the others may be needed for more."""
    for agent in sorted(world.signed_on(), key=lambda agent: (len(world.site.agents[agent].skills), agent)):
        status = world.agents[agent]
        until = status.until if status.state is AgentState.WRAP_UP else None
        ready = status.state is AgentState.READY and agent not in world.phone_legs.values()
        soon = until is not None and until - ANSWERED_AFTER <= now
        if (ready or soon) and world.phone_reachable(agent):
            yield agent


def _in_order(world: World, due: set[InteractionId], now: datetime) -> Iterator[QueueEntry]:
    """Yield who may claim an agent: those whose phones ring, then in routing order."""
    places = {id: call.entry for id, call in world.calls.items() if call.entry is not None}
    for id, record in world.wishes.open.items():
        if record.state is CallbackState.DIALLING and record.dial is Dial.CUSTOMER_FIRST:
            yield places[id]
    claims = [entry for id, entry in places.items() if id in due or _waits(world.calls[id])]
    rules, at = rules_of(world.site.routing), micro(now)
    yield from sorted(
        claims, key=lambda it: order_of(it.interaction, micro(it.entered_at), it.priority, rules, at)
    )


def _waits(call: LiveCall) -> bool:
    return call.phase is CallPhase.WAITING and call.offer is None


def _best_of(world: World, free: list[AgentId], entry: QueueEntry, now: datetime) -> AgentId | None:
    steps = workflow_of(world.site.queues[entry.queue], entry.asked).steps
    waited = micro(now) - micro(entry.entered_at)
    wanted = [step.admits for step in steps if step.after <= waited][-1:] or [steps[0].admits]
    return next((agent for agent in free if admits(wanted[0], world.site.agents[agent])), None)
