"""Reads calendars: weekly opening hours in a time zone, less public holidays, and days named by date."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

from ctid.config.fields import Read, Section, members, one_of, pairs, text
from ctid.config.findings import Findings, hint, shown
from ctid.model.document import Node
from ctid.model.hours import Calendar, Period
from ctid.model.mistakes import Place

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9]) ?[-–] ?([01]?[0-9]|2[0-4]):([0-5][0-9])")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MIDNIGHT = 24 * 60


@dataclass(frozen=True, slots=True)
class _Hours:
    """Opening hours as written: minutes since midnight, and where."""

    start: int
    end: int
    place: Place

    def overlaps(self, other: "_Hours") -> bool:
        return self.start < other.end and other.start < self.end

    def period(self) -> Period:
        return Period(_time(self.start), _time(self.end % _MIDNIGHT))


def read_calendar(name: str, node: Node, findings: Findings) -> Calendar:
    """Read `{zone, holidays, weekly, closed, open}`; without any other mistake it must open some time."""
    before = len(findings)
    with Section(node, findings) as section:
        zone = section.need("zone", read_zone)
        country = section.may("holidays", _country)
        weekly = section.need("weekly", read_weekly)
        closed = section.may("closed", _dates) or {}
        days = section.may("open", _open_days(closed)) or {}
    if not weekly and not any(days.values()) and len(findings) == before:
        findings.add("C118", node.place, name=name)
    return Calendar(zone, weekly, country or None, dict.fromkeys(closed, ()) | days)


def read_zone(node: Node, findings: Findings) -> ZoneInfo:
    """Read the name of a time zone (IANA)."""
    return ZoneInfo(one_of(_zones(), "C117")(node, findings) or "UTC")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Name the zones once: a walk over some six hundred files."""
    return frozenset(available_timezones())


def _country(node: Node, findings: Findings) -> str:
    return one_of(holidays.list_supported_countries(include_aliases=False), "C120")(node, findings)


def read_weekly(node: Node, findings: Findings) -> dict[int, tuple[Period, ...]]:
    """Read `mon-fri: ["09:00-18:00"]` for all keys into ISO weekdays; days without hours are left out."""
    days: dict[int, list[_Hours]] = {}
    refused: set[Place] = set()  # said once, though it is so on each of five days
    for key, value in pairs(node, findings):
        hours = [found for member in members(value, findings) for found in _hours(member, findings)]
        for day in _weekdays(key, findings):
            for one in hours:
                _add(one, days.setdefault(day, []), refused, findings)
    return {day: _periods(days[day]) for day in sorted(days) if days[day]}


def _dates(node: Node, findings: Findings) -> dict[date, Place]:
    """Read a list of days, each with the place where it is first named."""
    days: dict[date, Place] = {}
    for member in members(node, findings):
        for day in _date(member, findings):
            days.setdefault(day, member.place)
    return days


def _open_days(closed: Mapping[date, Place]) -> Read[dict[date, tuple[Period, ...]]]:
    """Make a reader of `"2026-12-24": ["09:00-12:00"]`; a day that is `closed` cannot be among them."""

    def read(node: Node, findings: Findings) -> dict[date, tuple[Period, ...]]:
        days: dict[date, tuple[Period, ...]] = {}
        for key, value in pairs(node, findings):
            kept: list[_Hours] = []
            for member in members(value, findings):
                for one in _hours(member, findings):
                    _add(one, kept, set(), findings)
            for day in _date(key, findings):
                days[day] = _periods(kept)
                if day in closed:
                    findings.add("C155", key.place, day=day.isoformat(), first=str(closed[day]))
        return days

    return read


def _date(node: Node, findings: Findings) -> Iterator[date]:
    """Yield the day that `"2026-12-24"` means, or nothing."""
    written = text(node, findings)
    if not written:
        return
    try:
        yield date.fromisoformat(written if _DATE.fullmatch(written) else "")
    except ValueError:
        findings.add("C154", node.place, found=shown(written))


def _add(one: _Hours, day: list[_Hours], refused: set[Place], findings: Findings) -> None:
    """Add hours to those of a day, unless they overlap some."""
    rival = next((other for other in day if one.overlaps(other)), None)
    if rival is None:
        day.append(one)
    elif one.place not in refused:
        refused.add(one.place)
        findings.add("C115", one.place, found=_written(one), first=str(rival.place))


def _periods(day: list[_Hours]) -> tuple[Period, ...]:
    return tuple(one.period() for one in sorted(day, key=lambda h: h.start))


def _weekdays(key: Node, findings: Findings) -> Iterator[int]:
    """Yield the ISO weekdays of `sat` or `mon-fri`; a run may pass the week's end (`sat-mon`)."""
    first, dash, last = str(key.value).casefold().partition("-")
    last = last if dash else first
    for name in (first, last):
        if name not in DAYS:
            findings.add("C116", key.place, name=shown(name), hint=hint(name[:3], DAYS))
            return
    start, span = DAYS.index(first), (DAYS.index(last) - DAYS.index(first)) % 7
    yield from ((start + step) % 7 + 1 for step in range(span + 1))


def _hours(node: Node, findings: Findings) -> Iterator[_Hours]:
    """Yield the hours that `"09:00-18:00"` means, or nothing."""
    written = text(node, findings)
    if not written:
        return
    found = _HOURS.fullmatch(written)
    parts = [int(part) for part in found.groups()] if found else [0, 0, 99, 0]
    start, end = parts[0] * 60 + parts[1], parts[2] * 60 + parts[3]
    if max(start, end) > _MIDNIGHT:
        findings.add("C113", node.place, found=shown(written))
    elif start >= end:
        findings.add("C114", node.place, found=shown(written))
    else:
        yield _Hours(start, end, node.place)


def _written(hours: _Hours) -> str:
    (h1, m1), (h2, m2) = divmod(hours.start, 60), divmod(hours.end, 60)
    return f"{h1:02}:{m1:02}-{h2:02}:{m2:02}"


def _time(minutes: int) -> time:
    return time(*divmod(minutes, 60))
