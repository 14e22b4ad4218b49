"""How an item changes hands: its state and who has it move together, and both records are kept."""

from dataclasses import replace
from datetime import datetime

from ctid.acd.item import ItemMove, advance
from ctid.centre.live_item import LiveItem
from ctid.centre.world import World
from ctid.model.effects import Keep
from ctid.model.ids import AgentId, OfferId
from ctid.model.interactions import Interaction
from ctid.model.reports import Remembered
from ctid.model.work_items import ItemState

IN_HAND = frozenset({ItemState.OFFERED, ItemState.OPEN, ItemState.WRAP_UP})


def move(
    world: World,
    live: LiveItem,
    why: ItemMove,
    *,
    offer: tuple[OfferId, AgentId] | None = None,
    until: datetime | None = None,
) -> bool:
    """Move an item; False when the move has no place in its state. `offer` says to whom it goes."""
    state = advance(live.item.state, why)
    if state is None:
        return False
    item = live.item
    id, agent = offer if offer is not None else (item.offer, item.agent)
    if state not in IN_HAND:
        id = agent = None
    live.item = replace(item, state=state, agent=agent, offer=id, until=until)
    hold(world, live, item.agent)
    world.ask(Keep(live.item))
    return True


def hold(world: World, live: LiveItem, before: AgentId | None = None) -> None:
    """Note in whose hands an item is, who had it before."""
    held, item = world.items.held, live.item
    if before is not None and before != item.agent:
        held[before].discard(item.id)
        if not held[before]:
            del held[before]
    if item.agent is not None:
        held.setdefault(item.agent, set()).add(item.id)


def keep(world: World, live: LiveItem, record: Interaction) -> None:
    """Have the newest value of both records written."""
    live.record = record
    world.ask(Keep(live.item))
    world.ask(Keep(record))


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Take up what was there before this run; what was offered has its whole time again."""
    records = {record.id: record for record in report.interactions}
    offers = {offer.id: offer for offer in report.offers}
    for item in report.items:
        live = LiveItem(item, records[item.id], offers.get(item.offer) if item.offer is not None else None)
        queue = world.site.queues.get(item.queue)
        if item.state is ItemState.OFFERED and queue is not None:
            live.item = replace(item, until=now + queue.ring)
        world.items.live[item.id] = live
        hold(world, live)
