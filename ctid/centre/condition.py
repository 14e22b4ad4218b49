"""Rules about the daemon's own condition: can it write things down, and is it about to end?"""

from datetime import datetime

from ctid.centre.world import World
from ctid.model.reasons import Reason
from ctid.model.reports import Draining, StoreAble


def store_able(world: World, report: StoreAble, now: datetime) -> None:
    """Remember whether what is done can be written; what may not be done unwritten is refused meanwhile."""
    world.able_to_write = report.able


def draining(world: World, report: Draining, now: datetime) -> None:
    """Begin nothing new. What goes on is the switch's; the next run takes it up."""
    world.draining = True


def forbids_dialling(world: World) -> Reason | None:
    """Say why nothing may be dialled now, whoever asks."""
    if world.draining:
        return Reason("draining")
    return None if world.able_to_write else Reason("not_written")


def forbids_promises(world: World) -> Reason | None:
    """Say why no work may be taken over from anybody now."""
    if world.draining:
        return Reason("draining")
    return None if world.able_to_write else Reason("item_not_written")
