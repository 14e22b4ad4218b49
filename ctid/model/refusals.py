"""How often the rules refused a call: counted, because a rule may refuse many times a second."""

from dataclasses import dataclass
from datetime import date
from zoneinfo import ZoneInfo

from ctid.model.campaigns import Campaign
from ctid.model.site import Site

UTC = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class RefusalCount:
    """So many calls of a campaign were refused on a day, for the reason of a code."""

    campaign: str
    day: date
    code: str
    many: int

    @property
    def id(self) -> str:
        """What is written over the last one of the same name."""
        return f"{self.day} {self.campaign} {self.code}"


def zone_of(site: Site, campaign: Campaign) -> ZoneInfo:
    """Return the clock by which a campaign has its days: that of its hours, UTC without any."""
    calendar = site.calendars.get(campaign.hours or "")
    return calendar.zone if calendar is not None else UTC
