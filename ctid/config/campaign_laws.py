"""A campaign held against the law that it names: what could never be dialled, or never lawfully.

Only what follows from the two texts is asked here; whether one person may be called now is asked before each
dial, of the rules that hold then. Of a law the few parts are named that are looked at: any profile fits.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

import phonenumbers
from phonenumbers.tzdata import TIMEZONE_DATA

from ctid.config.campaign_wordings import CAMPAIGN_WORDINGS
from ctid.config.findings import Findings
from ctid.model.campaigns import Campaign
from ctid.model.dialing import ListSeen
from ctid.model.document import Node
from ctid.model.durations import write_duration
from ctid.model.hours import Calendar, Period
from ctid.model.mistakes import Mistake, Mistaken, Place

_QUARTER = timedelta(minutes=15)
_WEEKS = (datetime(2026, 1, 5, tzinfo=UTC), datetime(2026, 7, 6, tzinfo=UTC))  # in winter and in summer time
_QUARTERS_OF_A_WEEK = 7 * 24 * 4


class Share(Protocol):
    """How many may be abandoned."""

    @property
    def limit(self) -> float:
        """The greatest share (0–1)."""
        ...


class Abandoned(Protocol):
    """What is said of people whom no agent takes in time."""

    @property
    def windows(self) -> Sequence[Share]:
        """How many there may be."""
        ...


class Hours(Protocol):
    """When people may be called, by their own clocks."""

    @property
    def weekly(self) -> Sequence[Sequence[Period]]:
        """The periods of Monday … Sunday."""
        ...


class Rules(Protocol):
    """What a campaign is held against: a profile of the law."""

    @property
    def countries(self) -> Collection[str]:
        """Those it is for (ISO 3166); none: all."""
        ...

    @property
    def ring(self) -> timedelta:
        """How long a phone must ring."""
        ...

    @property
    def abandonment(self) -> Abandoned:
        """What is said of people whom no agent takes in time."""
        ...

    @property
    def hours(self) -> Hours:
        """When people may be called."""
        ...

    @property
    def calls(self) -> int:
        """Of whom consent is needed; 0: of nobody."""
        ...


def check_law(
    campaign: Campaign, rules: Rules, calendars: Mapping[str, Calendar], node: Node, findings: Findings
) -> None:
    """Note what the law can never allow."""
    if campaign.ring < rules.ring:
        least, ring = write_duration(rules.ring), write_duration(campaign.ring)
        findings.add("C170", _at(node, "ring"), profile=campaign.profile, ring=ring, least=least)
    calendar = calendars.get(campaign.hours or "")
    if calendar is not None and not _meet(calendar, rules):
        findings.add("C171", _at(node, "hours"), calendar=campaign.hours or "", profile=campaign.profile)
    limits = [window.limit for window in rules.abandonment.windows]
    wrong = campaign.false_positives if campaign.detects_machines else None
    if wrong is not None and limits and wrong >= min(limits):
        findings.add(
            "C172", _at(node, "false_positives"),
            share=f"{wrong * 100:g} %", limit=f"{min(limits) * 100:g} %", profile=campaign.profile,
        )  # fmt: skip


def check_lists(
    campaign: Campaign, rules: Rules, lists: Mapping[str, ListSeen], file: str
) -> tuple[Mistake, ...]:
    """Return what keeps a campaign from being started: lists that are not there, or lack a consent."""
    findings = Findings(CAMPAIGN_WORDINGS)
    place = Place(file)
    for name in campaign.lists:
        seen = lists.get(name)
        if seen is None:
            findings.add("C173", place, campaign=campaign.name, name=name)
        elif rules.calls and seen.without_consent:
            facts = {"leads": seen.leads, "without": seen.without_consent}
            findings.add("C174", place, campaign=campaign.name, name=name, profile=campaign.profile, **facts)
    try:
        findings.settle()
    except Mistaken as mistaken:
        return mistaken.mistakes
    return ()


def check_shares(campaigns: Iterable[Campaign], file: str) -> tuple[Mistake, ...]:
    """Return the lists from which more than one campaign would dial."""
    findings = Findings(CAMPAIGN_WORDINGS)
    owners: dict[str, str] = {}
    for campaign in campaigns:
        for name in campaign.lists:
            owner = owners.setdefault(name, campaign.name)
            if owner != campaign.name:
                findings.add("C175", Place(file), campaign=owner, other=campaign.name, name=name)
    try:
        findings.settle()
    except Mistaken as mistaken:
        return mistaken.mistakes
    return ()


def _meet(calendar: Calendar, rules: Rules) -> bool:
    """Say whether there is a quarter of an hour, somewhere in the law's countries, that both allow."""
    instants = (week + n * _QUARTER for week in _WEEKS for n in range(_QUARTERS_OF_A_WEEK))
    opened = [at for at in instants if calendar.is_open(at)]
    zones = [*_zones(rules.countries)] or [calendar.zone]
    return any(_allows(rules.hours, at.astimezone(zone)) for zone in zones for at in opened)


def _allows(hours: Hours, local: datetime) -> bool:
    return any(period.holds(local.time()) for period in hours.weekly[local.weekday()])


def _zones(countries: Iterable[str]) -> Iterator[ZoneInfo]:
    """Yield the clocks of countries, as the numbering plan knows them."""
    for country in countries:
        code = phonenumbers.country_code_for_region(country)
        yield from map(ZoneInfo, TIMEZONE_DATA.get(str(code), ()))


def _at(node: Node, key: str) -> Place:
    return (node.get(key) or node).place
