"""Rules about counting refusals: one number for each campaign, day and reason, however often it happens."""

from dataclasses import replace
from datetime import datetime

from ctid.centre.live_attempts import Pace
from ctid.centre.world import World
from ctid.model.campaigns import Campaign
from ctid.model.dialing import Refusals
from ctid.model.effects import Keep
from ctid.model.refusals import RefusalCount, zone_of
from ctid.model.reports import Remembered


def count(world: World, campaign: Campaign, pace: Pace, last: Refusals) -> None:
    """Count that a call of a campaign was refused, and remember of each reason the last time it was today."""
    counts, zone, code = world.dials.refusals, zone_of(world.site, campaign), last.reason.code
    day = last.at.astimezone(zone).date()
    before = counts.get((campaign.name, code))
    many = before.many if before is not None and before.day == day else 0
    counts[campaign.name, code] = one = RefusalCount(campaign.name, day, code, many + 1)
    world.ask(Keep(one))
    today = {other: it for other, it in pace.refused.items() if it.at.astimezone(zone).date() == day}
    pace.refused = {**today, code: replace(last, times=one.many)}


def remembered(world: World, report: Remembered, now: datetime) -> None:
    """Go on counting where the last run ended."""
    world.dials.refusals.update(((one.campaign, one.code), one) for one in report.refusals)
