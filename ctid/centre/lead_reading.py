"""Rules about what campaigns need of the store: it is asked for, and its answers come in like any report.

Nothing is asked for while something holds all campaigns. A campaign that has nothing left to do is stopped
once its last call is over.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from ctid.centre import campaigns
from ctid.centre.world import World
from ctid.dialer.campaign import CampaignMove
from ctid.dialer.sources import Reading
from ctid.model.campaigns import CampaignState
from ctid.model.commands import ApplySite
from ctid.model.lead_queries import CampaignOpened, LeadsFound, LeadsLost
from ctid.model.reports import Remembered

_RULES: Mapping[type, Callable[[Reading, Any, datetime], None]] = {
    CampaignOpened: lambda reading, report, now: reading.opened(report, now),
    LeadsFound: lambda reading, report, now: reading.found(report),
    LeadsLost: lambda reading, report, now: reading.lost(report),
}


def heard(world: World, report: CampaignOpened | LeadsFound | LeadsLost, now: datetime) -> None:
    """The store has answered, or will not."""
    sources = world.dials.sources
    if sources is not None and sources.reading is not None:
        _RULES[type(report)](sources.reading, report, now)
        world.dials.stirred = True


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Attempts were under way when the last run ended."""
    if world.dials.sources is not None:
        for attempt in report.attempts:
            world.dials.sources.law.note(attempt)


def applied(world: World, command: ApplySite) -> None:
    """Dial by the laws that were applied with the site."""
    sources = world.dials.sources
    if sources is not None and sources.reading is not None and command.laws is not None:
        sources.reading.applied(command.laws)


def follow(world: World, now: datetime) -> None:
    """Ask for what is lacking; stop what has nothing left to do."""
    sources = world.dials.sources
    reading = sources.reading if sources is not None else None
    if reading is None:
        return
    reading.sees(world.site, world.wishes.do_not_call)
    if campaigns.what_holds(world) is None:
        for ask in reading.asks(world.dials.running, now):
            world.ask(ask)
    for name in world.dials.running:
        over, state = reading.over(name), campaigns.status_of(world, name).state
        if over is not None and state is CampaignState.RUNNING and not _is_busy(world, name):
            campaigns.move(world, name, CampaignMove.STOP, campaigns.ITSELF, over, now)


def _is_busy(world: World, campaign: str) -> bool:
    previews = world.dials.orders.previews.values()
    return any(live.record.campaign == campaign for live in world.dials.attempts.values()) or any(
        preview.campaign == campaign for preview in previews
    )
