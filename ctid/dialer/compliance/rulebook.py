"""All laws that a centre knows, and which edition of which one holds at an instant.

An edition holds from the first moment of its day. While it is that day in one part of the world and not yet
in another, the old edition and the new one both hold: whoever is called then is called lawfully wherever
they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache

from ctid.dialer.compliance.history import looks_back
from ctid.dialer.compliance.tightest import tightest
from ctid.model.calling_rules import STRICTEST, Law, Profile

_AHEAD, _BEHIND = timedelta(hours=14), timedelta(hours=-12)  # the zones in which a day begins first and last


class Rulebook:
    """The laws by name. A changed file makes a new rulebook, which holds from the next decision on."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self._laws = {law.name: law for law in laws}

    @property
    def names(self) -> tuple[str, ...]:
        """Name what a campaign may choose."""
        return (*self._laws, STRICTEST)

    @property
    def keeps(self) -> timedelta:
        """Return how long what was dialled is kept: as long as any edition wants, or any rule looks back."""
        held = [edition.profile for law in self._laws.values() for edition in law.editions]
        spans = (span for profile in held for span in (profile.keep, looks_back(profile)))
        return max(spans, default=timedelta())

    def at(self, name: str, now: datetime) -> Profile | None:
        """Return what holds of `name` at `now`; None if there is no such law, or none is in force yet."""
        first, last = days_of(now)
        if name == STRICTEST:
            return _everywhere(
                tuple(profile for law in self._laws.values() for profile in _in_force(law, first, last))
            )
        return _together(_in_force(self._laws[name], first, last)) if name in self._laws else None


def days_of(now: datetime) -> tuple[date, date]:
    """Return the first and the last day that it is somewhere in the world; they say which editions hold."""
    utc = now.astimezone(UTC)
    return (utc + _BEHIND).date(), (utc + _AHEAD).date()


def _in_force(law: Law, first: date, last: date) -> tuple[Profile, ...]:
    """Return the editions that hold on one of the days from `first` to `last`."""
    begun = [edition for edition in law.editions if edition.valid_from <= last]
    lasting = [edition for edition in begun if edition.valid_from <= first][-1:]
    coming = [edition for edition in begun if edition.valid_from > first]
    return tuple(edition.profile for edition in (*lasting, *coming))


@lru_cache(maxsize=64)
def _together(held: tuple[Profile, ...]) -> Profile | None:
    return tightest(held) if held else None


@lru_cache(maxsize=16)
def _everywhere(held: tuple[Profile, ...]) -> Profile | None:
    """Return the tightest of all laws, for every country, also for those of which there is none."""
    version = ", ".join(f"{profile.name} {profile.version}" for profile in held)
    return replace(tightest(held), name=STRICTEST, version=version, countries=frozenset()) if held else None
