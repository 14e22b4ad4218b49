"""The five ledgers as they stand at one moment, and the few words with which they are read."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

Row = Mapping[str, Any]
T = TypeVar("T")

HANGS_UP = timedelta(seconds=12)  # after an agent has left, a caller hears goodbye and is hung up
SETTLED = timedelta(seconds=12)  # what has ended that long ago must be written
NEAR = timedelta(seconds=1.5)  # how far two clocks' accounts of one moment may lie apart
RACE = timedelta(seconds=1.5)  # two decisions that near each other have no order
LOGS = timedelta(milliseconds=250)  # one SIPp may write a datagram down that much later than another


class Caller(Protocol):
    """What is asked of a caller's story (ctid/lab/stories.py)."""

    @property
    def ani(self) -> str: ...
    @property
    def dnis(self) -> str: ...
    @property
    def invited_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def ended_by(self) -> str: ...
    @property
    def final_code(self) -> int: ...


class Ring(Protocol):
    """What is asked of the story of one call to a phone."""

    @property
    def phone(self) -> str: ...
    @property
    def ani(self) -> str: ...
    @property
    def invited_at(self) -> datetime: ...
    @property
    def answered_at(self) -> datetime | None: ...
    @property
    def ended_at(self) -> datetime | None: ...
    @property
    def ended_by(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Books:
    """The five ledgers as they stand at `now`.

    `excused` are spans of time in which the switch itself was gone: a call that ended in one is not held
    against anybody. `blurred` are those in which it was frozen: it noticed later what people did then.
    `misheard` are those in which the daemon was frozen: what happened then is dated when it was heard.
    `closing` says that all is over: then nothing may be open any more.
    """

    callers: Sequence[Caller]
    rings: Sequence[Ring]
    cel: Sequence[Row]
    interactions: Sequence[Row]
    segments: Sequence[Row]
    offers: Sequence[Row]
    agents: Sequence[Row]
    events: Sequence[Row]
    heard: Sequence[tuple[int, str]]  # seq and kind, in the order they came
    now: datetime
    excused: Sequence[tuple[datetime, datetime]] = ()
    blurred: Sequence[tuple[datetime, datetime]] = ()
    misheard: Sequence[tuple[datetime, datetime]] = ()
    closing: bool = False

    def recent(self, at: datetime | None) -> bool:
        """Say whether another ledger may not tell of it yet."""
        return at is not None and not self.closing and at + 2 * RACE > self.now

    def too_early(self, at: datetime) -> bool:
        """Say that what happened then cannot be judged: just now, or with the switch broken."""
        return self.recent(at) or self.forgiven(at)

    def unclear(self, at: datetime) -> bool:
        """Say whether the switch was in no state to know what happened then."""
        return self.forgiven(at) or any(since <= at <= until for since, until in self.blurred)

    def undated(self, at: datetime) -> bool:
        """Say whether nobody can ask for the exact moment of what happened then."""
        return self.unclear(at) or any(since <= at <= until for since, until in self.misheard)

    def noticed(self, at: datetime | None) -> datetime | None:
        """Return when the switch could first know what happened at `at`: not while it was frozen."""
        return next((until for since, until in self.blurred if at is not None and since <= at <= until), at)

    def stood_still(self, since: datetime, until: datetime) -> timedelta:
        """Return for how long of a span the switch was frozen."""
        shared = (min(until, end) - max(since, start) for start, end in self.blurred)
        return sum((span for span in shared if span > timedelta()), timedelta())

    def unheard(self, ring: Ring) -> bool:
        """Say whether a phone answered a frozen switch, which gave the call up before it heard of that."""
        spans = ((ring.answered_at, ring.ended_at, *span) for span in self.blurred)
        return any(up and down and start <= up <= down <= end for up, down, start, end in spans)

    def forgiven(self, at: datetime) -> bool:
        """Say whether the switch was broken then."""
        return any(since <= at <= until for since, until in self.excused)


def by_ani(rings: Sequence[Ring]) -> dict[str, list[Ring]]:
    """Sort rings by the caller they were for, oldest first."""
    return grouped(in_order(rings), lambda ring: ring.ani)


def in_order(rings: Sequence[Ring]) -> list[Ring]:
    """Sort rings by the moment at which each began."""
    return sorted(rings, key=lambda ring: ring.invited_at)


def grouped(items: Sequence[T], key: Callable[[T], str]) -> dict[str, list[T]]:
    """Sort things by a word, keeping their order."""
    groups: dict[str, list[T]] = {}
    for item in items:
        groups.setdefault(key(item), []).append(item)
    return groups


def instant(text: str) -> datetime:
    """Read an instant as SQLite has it: UTC, without saying so."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def clock(at: datetime) -> str:
    """Write a time of day."""
    return at.astimezone(UTC).strftime("%H:%M:%S.%f")[:-3]
