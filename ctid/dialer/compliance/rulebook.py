"""All laws that a centre knows, and which edition of which one holds at an instant.

An edition holds from the first moment of its day. While it is that day in one part of the world and not yet
in another, the old edition and the new one both hold: whoever is called then is called lawfully wherever
they are.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from ctid.dialer.compliance.tightest import tightest
from ctid.model.calling_rules import STRICTEST, Law, Profile

_EARLIEST, _LATEST = timedelta(hours=14), timedelta(hours=-12)  # the zones that are furthest ahead and behind


class Rulebook:
    """The laws by name. A changed file makes a new rulebook, which holds from the next decision on."""

    def __init__(self, laws: Iterable[Law]) -> None:
        self._laws = {law.name: law for law in laws}
        self._known: dict[tuple[str, date, date], Profile | None] = {}

    @property
    def names(self) -> tuple[str, ...]:
        """Name what a campaign may choose."""
        return (*self._laws, STRICTEST)

    def at(self, name: str, now: datetime) -> Profile | None:
        """Return what holds of `name` at `now`; None if there is no such law, or none is in force yet."""
        utc = now.astimezone(UTC)
        days = (name, (utc + _LATEST).date(), (utc + _EARLIEST).date())
        if days not in self._known:
            self._known = {key: kept for key, kept in self._known.items() if key[1:] == days[1:]}
            self._known[days] = self._held(*days)
        return self._known[days]

    def _held(self, name: str, first: date, last: date) -> Profile | None:
        if name == STRICTEST:
            held = [profile for law in self._laws.values() for profile in _in_force(law, first, last)]
            return _everywhere(held) if held else None
        law = self._laws.get(name)
        held = _in_force(law, first, last) if law is not None else []
        return tightest(held) if held else None


def _in_force(law: Law, first: date, last: date) -> list[Profile]:
    """Return the editions that hold on one of the days from `first` to `last` (at most two days apart)."""
    begun = [edition for edition in law.editions if edition.valid_from <= last]
    lasting = [edition for edition in begun if edition.valid_from <= first][-1:]
    return [edition.profile for edition in (*lasting, *(e for e in begun if e.valid_from > first))]


def _everywhere(held: list[Profile]) -> Profile:
    """Return the tightest of all laws, for every country, also for those of which there is none."""
    version = ", ".join(f"{profile.name} {profile.version}" for profile in held)
    return replace(tightest(held), name=STRICTEST, version=version, countries=frozenset())
