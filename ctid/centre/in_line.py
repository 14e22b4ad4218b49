"""Who stands in a line and can be spoken to or moved: they wait, and nothing is under way for them."""

from collections.abc import Collection, Iterator

from ctid.acd.entry import QueueEntry
from ctid.centre.world import LiveCall, World
from ctid.model.ids import QueueName


def in_line(world: World, queues: Collection[QueueName]) -> Iterator[tuple[LiveCall, QueueEntry]]:
    """Yield who waits in these queues, and their places; nobody while the switch can be told nothing."""
    for call in world.calls.values() if queues else ():
        place = place_of(world, call)
        if place is not None and place.queue in queues:
            yield call, place


def place_of(world: World, call: LiveCall | None) -> QueueEntry | None:
    """Return the place of one who stands in a line, None of any other."""
    if call is None or not call.waits_freely or not world.switch_seen or world.draining:
        return None
    return call.entry
