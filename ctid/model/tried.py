"""What the store counts of a campaign's dials, so that it can be learnt who answers when."""

from dataclasses import dataclass
from datetime import datetime

from ctid.model.attempts import AttemptOutcome

ANSWERED = frozenset({AttemptOutcome.CONNECTED, AttemptOutcome.ABANDONED, AttemptOutcome.HUNG_UP})
"""Somebody answered who wants an agent."""

TELLING = ANSWERED | {
    AttemptOutcome.MACHINE,
    AttemptOutcome.FAX,
    AttemptOutcome.NO_ANSWER,
    AttemptOutcome.BUSY,
    AttemptOutcome.REJECTED,
    AttemptOutcome.INVALID,
}
"""What tells of whom was called. A trunk that could not, and a call that we gave up, do not."""

BEST_FIRST = (
    AttemptOutcome.CONNECTED,
    AttemptOutcome.ABANDONED,
    AttemptOutcome.HUNG_UP,
    AttemptOutcome.MACHINE,
    AttemptOutcome.BUSY,
    AttemptOutcome.NO_ANSWER,
    AttemptOutcome.REJECTED,
    AttemptOutcome.FAX,
    AttemptOutcome.INVALID,
)
"""The same, what says most for an answer next time first."""


@dataclass(frozen=True, slots=True)
class Tried:
    """So many dials (`many`) in the hour from `at` on that were alike, and how many of them were `answered`.

    `zone` and `kind` are those of the lead and of the number, `before` how often that lead had been dialled
    until then, `best` the best that had come of it.
    """

    at: datetime
    zone: str
    kind: str
    before: int
    best: AttemptOutcome | None
    many: int
    answered: int
