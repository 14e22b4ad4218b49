"""Who stands in a line and can be spoken to or moved: they wait, and nothing is under way for them."""

from collections.abc import Collection, Iterator

from ctid.acd.entry import QueueEntry
from ctid.centre.world import LiveCall, World
from ctid.model.ids import QueueName


def in_line(world: World, queues: Collection[QueueName]) -> Iterator[tuple[LiveCall, QueueEntry]]:
    """Yield who waits in these queues, and their places; nobody while the switch can be told nothing."""
    if not queues or not world.switch_seen or world.draining:
        return
    for call in world.calls.values():
        if call.entry is not None and call.entry.queue in queues and call.waits_freely:
            yield call, call.entry
