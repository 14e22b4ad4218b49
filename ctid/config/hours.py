"""Reads calendars: weekly opening hours in a time zone, less a country's public holidays."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import time
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import holidays

from ctid.config.fields import Section, members, one_of, pairs, text
from ctid.config.findings import Findings, hint, shown
from ctid.model.document import Node
from ctid.model.hours import Calendar, Period
from ctid.model.mistakes import Place

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_HOURS = re.compile(r"([01]?[0-9]|2[0-4]):([0-5][0-9]) ?[-–] ?([01]?[0-9]|2[0-4]):([0-5][0-9])")
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
    """Read `{zone, holidays, weekly}`; without any other mistake it must open some time."""
    before = len(findings)
    with Section(node, findings) as section:
        zone = section.need("zone", read_zone)
        country = section.may("holidays", _country)
        weekly = section.need("weekly", _weekly)
    if not weekly and len(findings) == before:
        findings.add("C118", node.place, name=name)
    return Calendar(zone, weekly, country or None)


def read_zone(node: Node, findings: Findings) -> ZoneInfo:
    """Read the name of a time zone (IANA)."""
    return ZoneInfo(one_of(_zones(), "C117")(node, findings) or "UTC")


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    """Name the zones once: a walk over some six hundred files."""
    return frozenset(available_timezones())


def _country(node: Node, findings: Findings) -> str:
    return one_of(holidays.list_supported_countries(include_aliases=False), "C120")(node, findings)


def _weekly(node: Node, findings: Findings) -> dict[int, tuple[Period, ...]]:
    """Read `mon-fri: ["09:00-18:00"]` for all keys into ISO weekdays; days without hours are left out."""
    days: dict[int, list[_Hours]] = {}
    refused: set[Place] = set()
    for key, value in pairs(node, findings):
        hours = [found for member in members(value, findings) for found in _hours(member, findings)]
        for day in _weekdays(key, findings):
            for one in hours:
                rival = next((other for other in days.get(day, ()) if one.overlaps(other)), None)
                if rival is None:
                    days.setdefault(day, []).append(one)
                elif one.place not in refused:  # said once, though it is so on each of five days
                    refused.add(one.place)
                    findings.add("C115", one.place, found=_written(one), first=str(rival.place))
    return {
        day: tuple(one.period() for one in sorted(days[day], key=lambda h: h.start)) for day in sorted(days)
    }


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
