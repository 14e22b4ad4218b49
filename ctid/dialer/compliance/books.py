"""The books of a campaign: how many people answered and how many were abandoned, in each window of the law.

**What counts.** A person who answered and was connected, or left before an agent could be late, is live;
one whom no agent took in time is live and abandoned. Of those whom a detector took for machines nobody
knows which were people, so they are estimated: of all people who answer it misses the measured share f, so
of L people who were recognised it has missed L·f/(1-f), though never more than it has called machines.
Where the profile counts them, they are live and abandoned.

**How.** Whole numbers by the minute, and a running sum for each window: to note an answer and to read a
tally cost the same for an hour as for a month. A window holds the whole of the minute in which it begins,
so it is up to a minute longer than the law's. Notes may come in any order, and clocks may be set: the
same notes make the same books.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ctid.dialer.pacing.law import is_spent
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState
from ctid.model.calling_rules import Abandonment, Window
from ctid.model.dialing import Standing, WindowTally
from ctid.model.lead_queries import Answered

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTE = timedelta(minutes=1)


@dataclass(slots=True)
class Counts:
    """People recognised as such (of them `abandoned`), and calls that were taken for machines."""

    people: int = 0
    abandoned: int = 0
    machines: int = 0

    def add(self, other: "Counts", sign: int = 1) -> None:
        """Add others, or with `sign` -1 take them away."""
        self.people += sign * other.people
        self.abandoned += sign * other.abandoned
        self.machines += sign * other.machines


_COUNTED = {
    AttemptOutcome.CONNECTED: Counts(people=1),
    AttemptOutcome.HUNG_UP: Counts(people=1),
    AttemptOutcome.ABANDONED: Counts(people=1, abandoned=1),
    AttemptOutcome.MACHINE: Counts(machines=1),
}


class Books:
    """The books of one campaign, for the windows of its profile."""

    def __init__(self, rules: Abandonment) -> None:
        self._rules = rules
        self._rolling = [_Rolling(window) for window in rules.windows]
        self._minutes = _Minutes()

    def note(self, at: datetime, outcome: AttemptOutcome) -> None:
        """Write down what came of an attempt that was answered at `at`."""
        counted = _COUNTED.get(outcome)
        if counted is not None:
            self._minutes.note(_minute(at), counted)
            for rolling in self._rolling:
                rolling.note(_minute(at), counted)

    def note_attempt(self, attempt: Attempt) -> None:
        """Write down what came of an attempt, if it has ended or an agent has who answered."""
        came = AttemptOutcome.CONNECTED if attempt.state is AttemptState.CONNECTED else attempt.outcome
        if came is not None:
            self.note(attempt.answered_at or attempt.committed_at, came)

    def tallies(self, now: datetime, false_positives: float = 0.0) -> tuple[Tally, ...]:
        """Read every window as it is at `now`; `false_positives` (0-1) is the detector's measured share."""
        missed = false_positives if self._rules.counts_false_positives else 0.0
        return tuple(
            _tally(rolling.window, rolling.read(now, self._minutes), missed, self._rules.firm)
            for rolling in self._rolling
        )

    def windows(self, tallies: Iterable[Tally]) -> tuple[WindowTally, ...]:
        """Say of tallies how near each is to its limit."""
        alert_at = self._rules.alert_at
        return tuple(
            WindowTally(one.name, one.live, one.abandoned, one.limit, alert_at, self.standing(one))
            for one in tallies
        )

    def standing(self, tally: Tally) -> Standing:
        """Say how near a window is to its limit."""
        if is_spent(tally):
            return Standing.LIMIT
        near = share(tally) >= tally.limit * self._rules.alert_at
        return Standing.ALERT if near else Standing.CLEAR


def books_of(attempts: Iterable[Attempt], rules: Abandonment) -> Books:
    """Write the books again from stored attempts."""
    books = Books(rules)
    for attempt in attempts:
        books.note_attempt(attempt)
    return books


def books_of_answers(answered: Iterable[Answered], rules: Abandonment) -> Books:
    """Write the books from what the store has counted."""
    books = Books(rules)
    for each in answered:
        for _ in range(each.many):
            books.note(each.at, each.outcome)
    return books


def share(tally: Tally) -> float:
    """Return the share of people who were abandoned (0-1); of nobody, none."""
    return tally.abandoned / tally.live if tally.live else 0.0


def false_positives(people: int, machines: int, missed: float) -> float:
    """Estimate how many of so many machines were people, if a detector misses that share (0-1) of people."""
    return min(float(machines), people * missed / (1 - missed)) if missed < 1 else float(machines)


class _Rolling:
    """One window: the sum of the minutes from its first one on."""

    def __init__(self, window: Window) -> None:
        self.window = window
        self._first = 0
        self._sum = Counts()

    def note(self, minute: int, counted: Counts) -> None:
        if minute >= self._first:
            self._sum.add(counted)

    def read(self, now: datetime, minutes: "_Minutes") -> Counts:
        before, self._first = self._first, _minute(now - self.window.span) if self.window.span else 0
        for left in minutes.between(before, self._first):
            self._sum.add(left, -1)
        for returned in minutes.between(self._first, before):
            self._sum.add(returned)
        return self._sum


class _Minutes:
    """What was counted in each minute. None is forgotten: a clock that leapt ahead may be set back."""

    def __init__(self) -> None:
        self._counts: dict[int, Counts] = {}
        self._order: list[int] = []

    def note(self, minute: int, counted: Counts) -> None:
        if minute not in self._counts:
            self._counts[minute] = Counts()
            insort(self._order, minute)
        self._counts[minute].add(counted)

    def between(self, first: int, last: int) -> list[Counts]:
        """Return the counts from minute `first` on, before `last`; none if that is no stretch."""
        return [self._counts[m] for m in self._order[self._at(first) : self._at(last)]]

    def _at(self, minute: int) -> int:
        return bisect_left(self._order, minute)


def _minute(at: datetime) -> int:
    return (at - _EPOCH) // _MINUTE


def _tally(window: Window, counts: Counts, missed: float, firm: bool) -> Tally:
    taken = false_positives(counts.people, counts.machines, missed)
    return Tally(window.name, counts.people + taken, counts.abandoned + taken, window.limit, firm)
