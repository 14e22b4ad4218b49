"""All who stand in a line, callers and work of other channels alike."""

from collections.abc import Iterator
from dataclasses import dataclass

from ctid.acd.entry import QueueEntry
from ctid.calls.phase import CallPhase
from ctid.centre.live_item import LiveItem
from ctid.centre.world import LiveCall, World
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction
from ctid.model.work_items import ItemState

IN_LINE = (ItemState.WAITING, ItemState.OFFERED)


@dataclass(frozen=True, slots=True)
class Waiter:
    """Who waits, where, and to whom they are being offered."""

    record: Interaction
    entry: QueueEntry
    offered_to: AgentId | None
    title: str = ""  # of work of another channel


def waiters(world: World) -> Iterator[Waiter]:
    """Yield everybody, in no order."""
    for id in (*world.calls, *world.items.live):
        found = waiter(world, id)
        if found is not None:
            yield found


def waiter(world: World, id: InteractionId) -> Waiter | None:
    """Return one who waits; None if they do not."""
    item = world.items.live.get(id)
    if item is not None:
        return _item(item)
    call = world.calls.get(id)
    return _caller(world, call) if call is not None else None


def _item(live: LiveItem) -> Waiter | None:
    if live.item.state not in IN_LINE:
        return None
    return Waiter(live.record, live.entry, live.item.agent, live.item.title)


def _caller(world: World, call: LiveCall) -> Waiter | None:
    if call.entry is None or call.phase is not CallPhase.WAITING:
        return None
    offer = world.offer(call.offer)
    return Waiter(call.record, call.entry, offer.record.agent if offer is not None else None)
