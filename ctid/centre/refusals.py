"""Rules about counting refusals: one number for each campaign, day and reason, however often it happens."""

from datetime import datetime

from ctid.centre.world import World
from ctid.model.campaigns import Campaign
from ctid.model.effects import Keep
from ctid.model.reasons import Reason
from ctid.model.refusals import RefusalCount, zone_of
from ctid.model.reports import Remembered


def count(world: World, campaign: Campaign, reason: Reason, now: datetime) -> None:
    """Count that a call of a campaign was refused."""
    counts, day = world.dials.refusals, now.astimezone(zone_of(world.site, campaign)).date()
    before = counts.get((campaign.name, reason.code))
    many = before.many if before is not None and before.day == day else 0
    counts[campaign.name, reason.code] = one = RefusalCount(campaign.name, day, reason.code, many + 1)
    world.ask(Keep(one))


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Go on counting where the last run ended."""
    world.dials.refusals.update(((one.campaign, one.code), one) for one in report.refusals)
