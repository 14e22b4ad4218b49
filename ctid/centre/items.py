"""Rules about work of channels other than voice: brought, waiting, in an agent's hands, finished.

A program brings an item, and from then on it is the centre's: it waits as callers do (ctid/centre/routing.py
tells the router), lies on an agent's page as an offer (ctid/centre/item_offers.py), is worked on, and ends
with a result. Nothing of it is on the switch. What an agent has open stays theirs whatever their phone does,
over restarts too, until they finish it or sign off: then it waits again at its old place.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta

from ctid.acd.item import ItemMove
from ctid.calls import slices
from ctid.centre import callers, condition, item_offers, switches
from ctid.centre.item_moves import keep, move
from ctid.centre.live_item import LiveItem
from ctid.centre.world import World
from ctid.centre.wrap_up import wrap_up_of
from ctid.model.agents import AgentState
from ctid.model.commands import BringItem, FinishItem, WithdrawItem
from ctid.model.events import EventKind
from ctid.model.interactions import Interaction, Outcome, SegmentKind
from ctid.model.phone import e164
from ctid.model.reasons import Reason
from ctid.model.routing_policy import VOICE
from ctid.model.work_items import ItemState, WorkItem

MILLISECOND = timedelta(milliseconds=1)


def bring(world: World, command: BringItem, now: datetime) -> Reason | None:
    """Let an item into the line; one that is known already is no second item."""
    if command.item in world.items.live or command.item in world.over:
        return None
    refused = _refusal(world, command, now)
    if refused is not None:
        return refused
    queue = world.site.queues[command.queue]
    item = WorkItem(
        command.item, command.channel, queue.name, now, command.title, command.address, command.url,
        command.external_id, command.priority or queue.priority, command.skills, command.known,
    )  # fmt: skip
    record = Interaction(
        item.id, command.address, "", now, language=command.language, customer=command.customer,
        number=e164(command.address, world.site.region), queue=queue.name, channel=item.channel,
    )  # fmt: skip
    live = world.items.live[item.id] = LiveItem(item, record)
    world.tell(
        EventKind.ITEM_QUEUED, now, call=item.id, queue=queue.name, channel=item.channel, title=item.title,
        address=item.address, external_id=item.external_id, priority=item.priority,
    )  # fmt: skip
    keep(world, live, slices.begin(record, SegmentKind.QUEUE, now, queue=queue.name))
    return None


def _refusal(world: World, command: BringItem, now: datetime) -> Reason | None:
    """Say why a queue does not take an item. Closed doors are for those who must find them open."""
    queue = world.site.queues.get(command.queue)
    if queue is None:
        return Reason("unknown_queue", {"queue": command.queue})
    if command.channel == VOICE or command.channel not in world.site.routing.beside:
        return Reason("unknown_channel", {"channel": command.channel})
    unknown = sorted(command.skills.keys() - set(world.site.skills))
    if unknown:
        return Reason("unknown_skill", {"skill": unknown[0]})
    if command.must_be_open:
        closed = switches.refusal(world, queue.name) or callers.out_of_hours(world, queue, now)
        closed = closed or callers.nobody_on_duty(world, queue, command.skills, command.channel)
        if closed is not None:
            return closed
    return condition.forbids_promises(world) or callers.full(world, queue.name, queue.max_length)


def finish(world: World, command: FinishItem, now: datetime) -> Reason | None:
    """The work is done: with a result the item is closed, without one the agent has time to give it."""
    live = world.items.live.get(command.item)
    if live is None:
        return Reason("unknown_item", {"item": command.item})
    if command.by.agent and live.item.agent != command.by.name:
        return Reason("not_your_item", {"item": command.item})
    if command.code and command.code not in world.site.dispositions:
        return Reason("unknown_disposition", {"code": command.code})
    wrap_up = _put_down(world, live, ItemMove.FINISH, now)
    if wrap_up is not None:
        world.tell(
            EventKind.ITEM_FINISHED, now, call=live.item.id, agent=live.item.agent, by=command.by.name,
            wrap_up_ms=wrap_up // MILLISECOND,
        )  # fmt: skip
    elif not (live.item.state is ItemState.WRAP_UP and command.code):
        return Reason("item_is", {"state": live.item.state.value})
    if command.code:
        live.record = replace(live.record, disposition=command.code, note=command.note)
        world.tell(
            EventKind.INTERACTION_DISPOSED, now, call=live.item.id, agent=live.item.agent,
            disposition=command.code,
        )  # fmt: skip
        close(world, live, "disposed", now)
    return None


def withdraw(world: World, command: WithdrawItem, now: datetime) -> Reason | None:
    """Its sender takes an item back; what an agent works on goes into wrap-up. Twice is no mistake."""
    live = world.items.live.get(command.item)
    if live is None:
        return None if command.item in world.over else Reason("unknown_item", {"item": command.item})
    agent = live.item.agent
    if live.item.state is ItemState.OPEN:
        _put_down(world, live, ItemMove.WITHDRAW, now)
        world.tell(EventKind.ITEM_WITHDRAWN, now, call=live.item.id, agent=agent, by=command.by)
    elif live.item.state is not ItemState.WRAP_UP:
        item_offers.withdraw(world, live, Reason("item_withdrawn"), now)
        move(world, live, ItemMove.WITHDRAW)
        world.tell(EventKind.ITEM_WITHDRAWN, now, call=live.item.id, agent=agent, by=command.by)
        outcome = Outcome.ANSWERED if live.record.answered_at is not None else Outcome.ABANDONED_IN_QUEUE
        live.record = replace(
            slices.end(live.record, SegmentKind.QUEUE, now, "abandoned"), ended_at=now, outcome=outcome
        )
        _closed(world, live, now)
    return None


def overdue(world: World, now: datetime) -> None:
    """End what ends by itself, and give back what is in the hands of agents who have stopped."""
    for agent, items in list(world.items.held.items()):
        status = world.agents.get(agent)
        gone = status is None or status.state is AgentState.SIGNED_OFF
        for live in [world.items.live[item] for item in sorted(items)]:
            over = live.item.until is not None and live.item.until <= now
            if live.item.state is ItemState.OFFERED:
                item_offers.look(world, live, status, now)
            elif live.item.state is ItemState.WRAP_UP and (over or gone):
                close(world, live, "wrap_up_over", now)
            elif live.item.state is ItemState.OPEN and gone:
                _return(world, live, now)


def deadlines(world: World) -> Iterator[datetime]:
    """Yield when something of an item ends by itself."""
    held = (world.items.live[item] for items in world.items.held.values() for item in items)
    return (live.item.until for live in held if live.item.until is not None)


def close(world: World, live: LiveItem, detail: str, now: datetime) -> None:
    """End wrap-up, and with it all work on the item."""
    agent = live.item.agent
    move(world, live, ItemMove.CLOSE)
    live.record = slices.end(live.record, SegmentKind.ACW, now, detail)
    _closed(world, live, now)
    if agent is not None:
        item_offers.turn(world, agent, now)


def _put_down(world: World, live: LiveItem, why: ItemMove, now: datetime) -> timedelta | None:
    """End the work on an item; return how long wrap-up may be, None if nobody works on the item."""
    wrap_up = wrap_up_of(world, live.record)
    if not move(world, live, why, until=now + wrap_up):
        return None
    record = slices.end(live.record, SegmentKind.WORK, now, why.name.lower())
    record = slices.begin(record, SegmentKind.ACW, now, queue=live.item.queue, agent=live.item.agent)
    keep(world, live, replace(record, ended_at=now, outcome=Outcome.ANSWERED))
    return wrap_up


def _return(world: World, live: LiveItem, now: datetime) -> None:
    """Put an open item back into the line, at its place: its agent has signed off."""
    agent, why = live.item.agent, Reason("agent_signed_off")
    move(world, live, ItemMove.GIVE_BACK)
    record = slices.end(live.record, SegmentKind.WORK, now, why.code)
    world.tell(EventKind.ITEM_RETURNED, now, call=live.item.id, agent=agent, reason=why)
    keep(world, live, slices.begin(record, SegmentKind.QUEUE, now, queue=live.item.queue))


def _closed(world: World, live: LiveItem, now: datetime) -> None:
    keep(world, live, replace(live.record, closed_at=now))
    record = live.record
    world.tell(
        EventKind.INTERACTION_CLOSED, now, call=record.id, agent=record.agent,
        outcome=record.outcome.value, disposition=record.disposition,
    )  # fmt: skip
    world.closed_at(record.id, now)
    del world.items.live[record.id]
