"""When an `include` with times counts: `times,weekdays,days,months[,zone]` (main/pbx_timing.c).

An element that Asterisk does not understand is left out of its list; a field with nothing left never holds.
"""

import re
from datetime import datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

_DAYS = ("sun", "mon", "tue", "wed", "thu", "fri", "sat")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_CLOCK = re.compile(r" *([0-9]{1,2}):([0-9]{1,2})")
_DAY = 24 * 60  # minutes


def holds(times: str, at: datetime) -> bool:
    """Say whether `times` hold at an instant; without times they do. `at` is aware, in Asterisk's zone.

    Raises ZoneInfoNotFoundError for a zone that this machine does not know.
    """
    fields = re.split(r"[,|]", times)
    if times.count(",") == 4:
        at = at.astimezone(ZoneInfo(times.rpartition(",")[2]))
    clock, weekdays, days, months = (*fields, "", "", "", "")[:4]
    return (
        at.hour * 60 + at.minute in _minutes(clock)
        and at.isoweekday() % 7 in _range(weekdays, 7, _DAYS)
        and at.day - 1 in _range(days, 31, ())
        and at.month - 1 in _range(months, 12, _MONTHS)
    )


@lru_cache
def _minutes(field: str) -> frozenset[int]:
    if field in {"", "*"}:
        return frozenset(range(_DAY))
    found: set[int] = set()
    for part in field.split("&"):
        first, dash, last = part.partition("-")
        begin = _minute(first)
        end = _minute(re.sub(r"^\D+", "", last)) if dash else begin
        if begin is not None and end is not None:
            found.update((begin + step) % _DAY for step in range((end - begin) % _DAY + 1))
    return frozenset(found)


def _minute(text: str) -> int | None:
    clock = _CLOCK.match(text)
    if clock is None or int(clock[1]) > 23 or int(clock[2]) > 59:
        return None
    return int(clock[1]) * 60 + int(clock[2])


@lru_cache
def _range(field: str, size: int, names: tuple[str, ...]) -> frozenset[int]:
    """Return the places of a cyclic list that a field such as `mon-fri&sun` names."""
    if field in {"", "*"}:
        return frozenset(range(size))
    found: set[int] = set()
    for part in field.split("&"):
        first, dash, last = part.partition("-")
        begin = _index(first, size, names)
        end = _index(last, size, names) if dash else begin
        if begin is not None and end is not None:
            found.update((begin + step) % size for step in range((end - begin) % size + 1))
    return frozenset(found)


def _index(text: str, size: int, names: tuple[str, ...]) -> int | None:
    if text.lower() in names:
        return names.index(text.lower())
    number = re.match(r" *([0-9]{1,2})", text)
    return int(number[1]) - 1 if number and 1 <= int(number[1]) <= size else None
