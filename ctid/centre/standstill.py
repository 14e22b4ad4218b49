"""After a standstill: whatever waits is given time to be heard before its deadline is judged.

A process that stood still (stopped, starved, swapped out) has not heard what happened meanwhile, and by its
clock every deadline is over. Were they judged at once, an offer would be overdue whose answer waits in a
socket's buffer, and the talk would be hung up.
"""

from dataclasses import replace
from datetime import datetime, timedelta

from ctid.centre.world import World
from ctid.model.effects import LookAgain
from ctid.model.reports import StoodStill

CATCH_UP = timedelta(seconds=3)  # what a backlog may take to be heard


def stood_still(world: World, report: StoodStill, now: datetime) -> None:
    """Put off every deadline that would be over before the backlog is heard."""
    soonest = now + CATCH_UP
    for offer in world.offers.values():
        offer.until = max(offer.until, soonest)
    for agent in world.items.held:
        for live in world.items.of(agent):
            if live.item.until is not None:
                live.item = replace(live.item, until=max(live.item.until, soonest))
    world.due.retakes.put_off(soonest)
    if world.node is not None:  # who came and went meanwhile is told by the switch's own record alone
        world.ask(LookAgain(world.node, now - report.span))
