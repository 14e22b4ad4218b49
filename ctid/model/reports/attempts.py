"""What the switch says of attempts of campaigns. That a leg rings or is gone is told as of all others."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from ctid.model.ids import LegId


class Sign(StrEnum):
    """How far an attempt has come."""

    DIALLING = "dialling"  # there is a receipt, and a leg
    ANSWERED = "answered"
    VERDICT = "verdict"
    WAITING = "waiting"  # a person waits for an agent
    MESSAGE = "message"  # nobody came in time
    NO_MORE = "no-more"  # they heard the message, pressed the key that says so, and leave
    TWICE = "twice"  # it had a receipt already: nothing was dialled now


@dataclass(frozen=True, slots=True)
class AttemptTold:
    """An attempt has come so far; `leg` is the person's (the line's own where there is none).

    With `VERDICT` comes what the detector said and why, and how long whoever answered had been silent.
    """

    line: LegId
    leg: LegId
    sign: Sign
    verdict: str = ""
    cause: str = ""
    silent: timedelta = timedelta()


@dataclass(frozen=True, slots=True)
class AttemptUnanswered:
    """An attempt has ended and nobody had answered: Dial's word, Q.850's cause, the last SIP status."""

    line: LegId
    dial: str
    cause: int | None
    sip: int | None


@dataclass(frozen=True, slots=True)
class ReceiptRead:
    """What the switch's receipt says of an attempt; None if there is none.

    The switch has been up for `up_for` (None: that is not known): what it had written before may be lost.
    """

    line: LegId
    receipt: "Receipt | None"
    up_for: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """A receipt: sent, answered (by a `leg`), or ended before it was answered.

    Who heard the message and pressed the key for it has wanted no more calls since `no_more_at`.
    """

    state: str
    leg: LegId | None = None
    dial: str = ""
    cause: int | None = None
    sip: int | None = None
    no_more_at: datetime | None = None
