"""Rules about offers of items: no phone rings, the agent's page asks.

An offer has an id, an owner and a deadline, as one of a call has: the queue's `ring`. Who declines or lets
the time pass backs off as after a missed call; the item keeps its place, and is kept from them for as long.
Who is on a call just then is not blamed: their hands were full, and only the item is kept from them.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.acd.item import ItemMove
from ctid.acd.rona import back_off, span_of
from ctid.calls import slices
from ctid.centre.item_moves import keep, move
from ctid.centre.live_item import LiveItem
from ctid.centre.world import Work, World
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import AcceptItem, DeclineItem
from ctid.model.effects import Keep
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId
from ctid.model.interactions import OfferRecord, OfferState, SegmentKind
from ctid.model.reasons import Fact, Reason
from ctid.model.routing_policy import Rona
from ctid.model.work_items import ItemState

TAKES_NONE = (AgentState.SIGNED_OFF, AgentState.NOT_READY)
MILLISECOND = timedelta(milliseconds=1)


def make(world: World, live: LiveItem, to: AgentId, why: Reason, now: datetime) -> None:
    """Put an item on an agent's page."""
    item = live.item
    record = OfferRecord(world.new_offer_id(), item.id, to, item.queue, now, why, OfferState.RINGING)
    live.offer = record
    move(world, live, ItemMove.OFFER, offer=(record.id, to), until=now + world.site.queues[item.queue].ring)
    world.ask(Keep(record))
    queue, name = item.queue, world.site.agents[to].name
    _tell(world, live, EventKind.OFFER_MADE, now, why, name=name, queue=queue, channel=item.channel)
    ring = slices.begin(live.record, SegmentKind.RING, now, queue=queue, agent=to, offer=record.id)
    keep(world, live, ring)


def accept(world: World, command: AcceptItem, now: datetime) -> Reason | None:
    """The agent begins to work on what is offered to them."""
    live = _offered(world, command)
    if isinstance(live, Reason):
        return live
    _end(world, live, OfferState.ANSWERED, Reason("accepted"), now)
    move(world, live, ItemMove.ACCEPT)
    agent, queue, offer = command.agent, live.item.queue, live.item.offer
    record = slices.end(live.record, SegmentKind.QUEUE, now, "accepted")
    record = slices.begin(record, SegmentKind.WORK, now, queue=queue, agent=agent, offer=offer)
    keep(world, live, replace(record, agent=agent, answered_at=record.answered_at or now))
    waited_ms = (now - live.item.entered_at) // MILLISECOND
    world.tell(
        EventKind.ITEM_ACCEPTED, now, call=live.item.id, agent=agent, waited_ms=waited_ms,
        channel=live.item.channel,
    )  # fmt: skip
    turn(world, agent, now, took=True)
    return None


def decline(world: World, command: DeclineItem, now: datetime) -> Reason | None:
    """The agent does not take what is offered to them."""
    live = _offered(world, command)
    if isinstance(live, Reason):
        return live
    _missed(world, live, Reason("declined"), now)
    return None


def look(world: World, live: LiveItem, status: AgentStatus | None, now: datetime) -> None:
    """Take an offer back from who takes no more work, and end one whose time is over."""
    if status is None or status.state in TAKES_NONE:
        withdraw(world, live, Reason("agent_stopped"), now)
    elif live.item.until is not None and live.item.until <= now:
        made_at = live.offer.made_at if live.offer is not None else now  # it was not written
        after_s = round((now - made_at).total_seconds())
        _missed(world, live, Reason("not_accepted", {"after_s": after_s}), now)


def withdraw(world: World, live: LiveItem, why: Reason, now: datetime) -> None:
    """Take an open offer back, if there is one; the agent is not blamed."""
    if live.item.state is ItemState.OFFERED:
        _tell(world, live, EventKind.OFFER_WITHDRAWN, now, why)
        _end(world, live, OfferState.WITHDRAWN, why, now)
        move(world, live, ItemMove.GIVE_BACK)


def turn(world: World, agent: AgentId, now: datetime, *, took: bool = False) -> None:
    """Put a ready agent at the end of the longest-idle order: they have worked, or `took` an offer."""
    status = world.agents.get(agent)
    if status is not None and status.state is AgentState.READY:
        missed = 0 if took else status.missed
        world.agents[agent] = replace(status, idle_since=now, missed=missed)
        world.ask(Keep(world.agents[agent]))


def _offered(world: World, command: AcceptItem | DeclineItem) -> LiveItem | Reason:
    """Return what is offered to who asks: an offer that has ended, or another's, is fenced off."""
    live = world.items.live.get(command.item)
    if live is None:
        return Reason("unknown_item", {"item": command.item})
    if live.item.agent != command.agent:
        return Reason("not_your_item", {"item": command.item})
    state = live.item.state
    return live if state is ItemState.OFFERED else Reason("item_is", {"state": state.value})


def _missed(world: World, live: LiveItem, why: Reason, now: datetime) -> None:
    agent, queue = live.item.agent, world.site.queues.get(live.item.queue)
    assert agent is not None  # it is offered
    rules = queue.rona if queue is not None else Rona()
    _tell(world, live, EventKind.OFFER_MISSED, now, why)
    _end(world, live, OfferState.MISSED, why, now)
    move(world, live, ItemMove.GIVE_BACK)
    live.missed_by[agent] = now + span_of(rules, why.code)
    status = world.agents[agent]
    if status.state is AgentState.READY:
        span = back_off(rules, why.code, status)
        until = now + span if span is not None else None
        not_ready = Reason("not_ready", {"reason": "rona", "because": why.code})
        world.move_agent(agent, AgentMove.MISS, not_ready, now, Work(until=until))


def _end(world: World, live: LiveItem, state: OfferState, why: Reason, now: datetime) -> None:
    if live.offer is not None:
        world.ask(Keep(replace(live.offer, state=state, ended_at=now, ended_because=why)))
        live.offer = None
    keep(world, live, slices.end(live.record, SegmentKind.RING, now, why.code))


def _tell(world: World, live: LiveItem, kind: EventKind, now: datetime, why: Reason, **facts: Fact) -> None:
    item = live.item
    world.said.append(Event(kind, now, item.id, item.agent, item.offer, why, facts))
