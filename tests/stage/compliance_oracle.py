"""Whether a call is lawful, found out the slow way: nothing here is shared with ctid/dialer/compliance.

Time is the C library's: every second in which the phone rings is written as a local time by `localtime` in
the zone of every place where the person may be, and held against the day's allowed minutes. The rules of a
region are not merged with those of its country: the call must be lawful under each of them alone.
"""

import os
import time as clock
import zoneinfo
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import holidays

from ctid.dialer.compliance.terms import Case, Past
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.calling_rules import Profile, Rests
from ctid.model.hours import Period


@dataclass(frozen=True, slots=True)
class Place:
    """One place where somebody may be: its region (ISO 3166) and its zone, as a person wrote them down."""

    region: str
    zone: str

    @property
    def country(self) -> str:
        return self.region[:2]


def broken(case: Case, profile: Profile, now: datetime, places: Sequence[Place]) -> set[str]:
    """Name the rules that a call at `now` would break, by the names that the judge uses."""
    regional = [
        rules
        for region, rules in profile.regions.items()
        if any(place.region in (region, region[:2]) for place in places)
    ]
    found = set(_lists(case, [profile, *regional], now, places))
    for rules in (profile, *regional):
        found |= {*_place(case, rules, now, places), *_manner(case, rules), *_consent(case, rules, now)}
        found |= {name for past in case.past for name in _past(case, past, rules.rests, now, places)}
        dials = [past for past in case.past if past.outcome is not AttemptOutcome.NOT_DIALLED]
        if any(sum(now - past.at < cap.within for past in dials) + 1 > cap.calls for cap in rules.caps):
            found.add("attempts")
    return found


def _place(case: Case, rules: Profile, now: datetime, places: Sequence[Place]) -> Iterator[str]:
    ring = case.campaign.ring
    if any(not _minutes_allowed(rules, place, now, ring) for place in places):
        yield "calling_hours"
    days = {day for place in places for day in (_date(place, now), _date(place, now + ring))}
    if not rules.hours.on_holidays and any(
        _is_holiday(place.region, day) for place in places for day in days
    ):
        yield "holidays"
    if rules.countries and {place.country for place in places} - rules.countries:
        yield "jurisdiction"


def _manner(case: Case, rules: Profile) -> Iterator[str]:
    campaign = case.campaign
    if campaign.ring < rules.ring:
        yield "ring"
    if rules.abandonment.message and "" in (campaign.message, campaign.seller):
        yield "message"
    if rules.returnable and not case.returnable:
        yield "caller_id"
    if campaign.detects_machines and campaign.false_positives is None:
        yield "machine_detection"
    if not case.dedicated and campaign.mode is not Mode.PREVIEW and _too_many(case, rules):
        yield "abandonment"


def _past(case: Case, past: Past, rests: Rests, now: datetime, places: Sequence[Place]) -> Iterator[str]:
    if past.outcome in (None, AttemptOutcome.UNKNOWN):
        yield "under_way"
    if past.refused and rests.refused and now - past.at < rests.refused:
        yield "after_refusal"
    if case.dedicated:
        return
    abandoned = past.outcome is AttemptOutcome.ABANDONED
    if abandoned and rests.abandoned and now - past.at < rests.abandoned:
        yield "after_abandoned"
    same_day = any(_date(place, now) <= _date(place, past.at) for place in places)
    if past.outcome is AttemptOutcome.MACHINE and rests.same_day and same_day:
        yield "after_machine"


def _too_many(case: Case, rules: Profile) -> bool:
    for window in rules.abandonment.windows:
        counted = [tally for tally in case.tallies if tally.name == window.name]
        if not counted or window.limit == 0:
            return True
        [tally] = counted[:1]
        to_come = (
            0 if rules.abandonment.firm else 150 + 3 * tally.live**0.5
        )  # answers that might still mend it
        if tally.abandoned and tally.abandoned / window.limit >= tally.live + to_come:
            return True
    return False


def _lists(case: Case, all_rules: Sequence[Profile], now: datetime, places: Sequence[Place]) -> Iterator[str]:
    """Lists are asked for a person, so the least age that any of the rules wants holds for all of them."""
    if any(asked.listed for asked in case.lists.values()):
        yield "do_not_call"
    names = {name for rules in all_rules for name in rules.lists.lists}
    wanted = {name for name in names if any(_covers(name.split(":")[0], place) for place in places)}
    oldest = min(rules.lists.oldest for rules in all_rules)
    ages = [now - case.lists[name].as_of for name in wanted & set(case.lists)]
    if not wanted | {"internal"} <= set(case.lists) or any(age > oldest for age in ages):
        yield "lists_fresh"


def _covers(of: str, place: Place) -> bool:
    return of in (place.region, place.country) or (len(place.region) == 2 and of[:2] == place.region)


def _consent(case: Case, rules: Profile, now: datetime) -> Iterator[str]:
    consent = case.lead.consent
    if consent is not None and consent.revoked_at is not None:
        yield "revocation"
    level = int(rules.recordings if case.campaign.mode is Mode.AGENTLESS else rules.calls)
    mobile = case.number.kind != "fixed"  # the stage's numbers say it of themselves
    if [False, mobile, mobile or not case.business, True][level] and (
        consent is None or consent.given_at > now
    ):
        yield "consent"


@contextmanager
def _living_in(zone: str) -> Iterator[None]:
    before = os.environ.get("TZ")
    os.environ["TZ"] = f":{_zone_file(zone)}"
    clock.tzset()
    try:
        yield
    finally:
        os.environ.pop("TZ")
        if before is not None:
            os.environ["TZ"] = before
        clock.tzset()


@cache
def _zone_file(zone: str) -> Path:
    """The file from which zoneinfo reads a zone, so that both clocks know the same rules."""
    paths = [Path(folder) / zone for folder in zoneinfo.TZPATH]
    return next((path for path in paths if path.is_file()), Path(str(files("tzdata") / "zoneinfo" / zone)))


def _minutes_allowed(rules: Profile, place: Place, now: datetime, ring: timedelta) -> bool:
    rung = _minutes_rung(place.zone, now.timestamp(), ring.total_seconds())
    return all(
        any(first <= minute < last for first, last in map(_minutes, rules.hours.weekly[weekday]))
        for weekday, minute in rung
    )


@lru_cache(maxsize=64)
def _minutes_rung(zone: str, first: float, ring: float) -> frozenset[tuple[int, int]]:
    """The minutes of the local week in which the phone rings, from every second of it (Monday is 0)."""
    with _living_in(zone):
        locals_ = [clock.localtime(first + second) for second in (*range(int(ring)), ring)]
    return frozenset((local.tm_wday, local.tm_hour * 60 + local.tm_min) for local in locals_)


def _minutes(period: Period) -> tuple[int, int]:
    """The minutes of the day at which a period begins and has ended."""
    end = period.end.hour * 60 + period.end.minute
    return period.start.hour * 60 + period.start.minute, end or 24 * 60


def _date(place: Place, at: datetime) -> date:
    with _living_in(place.zone):
        local = clock.localtime(at.timestamp())
    return date(local.tm_year, local.tm_mon, local.tm_mday)


@lru_cache(maxsize=4096)
def _is_holiday(region: str, day: date) -> bool:
    country, part = region[:2], region[3:]
    known = holidays.list_supported_countries(include_aliases=False).get(country)
    if known is None:
        return True
    parts = [part] if part in known else [None, *known]
    return any(day in holidays.country_holidays(country, subdiv=each) for each in parts)
