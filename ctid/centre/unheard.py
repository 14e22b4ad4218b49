"""A talk that began and ended while nobody listened, though the caller is still there: they hear goodbye.

The channel event log knows when the two met and parted. Without it the offer would stand open until the
caller hangs up, and then look like one whom nobody answered.
"""

from ctid.centre import fallback, offers
from ctid.centre.world import LiveCall, World
from ctid.model.reports import LegHistory


def talk(world: World, call: LiveCall, history: LegHistory | None) -> bool:
    """Write the talk down if there was one, by the open offer or the native queue; say whether."""
    if history is None or history.joined_at is None or history.parted_at is None:
        return False
    offer = world.offer(call.offer)
    if offer is None:
        return fallback.talked(world, call, history)
    if history.joined_at < offer.record.made_at:
        return False
    offers.connected(world, offer, history.joined_at)
    offers.talk_ended(world, call, history.parted_at, by="agent")
    return True
