"""What a dial has in common with others: hour and weekday there, place, kind of phone, what came before.

Each is a level of one trait, as in ("hour", 18). Of what is not known there is no level, and what is never
known of a list tells nothing. Hour and weekday are those of the clock at the lead's first number; where it
may be one of several, the first of them: nothing of the law is decided by it.
"""

from collections.abc import Mapping
from datetime import datetime, tzinfo
from functools import lru_cache
from typing import TypeAlias
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.leads import Lead
from ctid.model.tried import BEST_FIRST, Tried

Trait: TypeAlias = tuple[str, str | int]

_MANY = 5  # dials before, and more


def of_dial(lead: Lead, attempt: Attempt) -> tuple[Trait, ...]:
    """Return what was known of a dial before it was made; its lead has counted it, not what came of it."""
    kind = next((one.kind for one in lead.numbers if one.number == attempt.number), "")
    return _traits(attempt.committed_at, lead.zone, kind, lead.attempts - 1, _best_of(lead.outcomes))


def of_tried(tried: Tried) -> tuple[Trait, ...]:
    """Return what is known of dials that the store has counted."""
    return _traits(tried.at, tried.zone, tried.kind, tried.before, tried.best)


def _best_of(outcomes: Mapping[str, int]) -> AttemptOutcome | None:
    """Return the best that ever came of calling somebody, None if nothing did."""
    return next((each for each in BEST_FIRST if outcomes.get(each)), None)


def _traits(
    at: datetime, zone: str, kind: str, before: int, best: AttemptOutcome | None
) -> tuple[Trait, ...]:
    clock = _clock(zone)
    there = at.astimezone(clock) if clock is not None else None
    known: tuple[Trait | None, ...] = (
        ("hour", there.hour) if there is not None else None,
        ("weekday", there.weekday()) if there is not None else None,
        ("zone", zone) if zone else None,
        ("kind", kind) if kind else None,
        ("before", min(before, _MANY)),
        ("best", best.value) if best is not None else None,
    )
    return tuple(trait for trait in known if trait is not None)


@lru_cache(maxsize=4096)
def _clock(zone: str) -> tzinfo | None:
    """Return the first clock of a lead's zone ("US-CA America/Los_Angeles"), None if it names none."""
    name = zone.rpartition(" ")[2].partition("|")[0]
    try:
        return ZoneInfo(name) if name else None
    except (ZoneInfoNotFoundError, ValueError):
        return None
