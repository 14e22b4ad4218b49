"""What came of an attempt: the words of three protocols as one.

An attempt that was never answered ends with up to three causes: the final SIP status, the Q.850 cause (from
a Reason header of RFC 3326, else Asterisk's reading of the status) and the word of `Dial`. The last tells
least: Asterisk says CHANUNAVAIL of 403, 404, 408, 488 and 603 alike. So they are asked in this order:

1. *We gave it up*, whatever the other side said: ctid did (`CANCEL`), or the dialplan because it heard
   special information tones (`SIT`, ITU-T E.180): a carrier says to the ear that a number is not there.
2. *No such number* in either code, often Q.850 1 or 22 behind a 480 or 503.
3. *The SIP status*, final or not: `Dial` itself gave up a phone that rang (180), or that only the network had
   heard of (100, 183). Not even a 100 means that nobody was there to be asked.
4. *Q.850*, for what is no SIP; then Dial's word.

Statuses: RFC 3261 §21, RFC 8197 (607), RFC 8688 (608); which cause stands for which: RFC 3398 §7.2.4.1 and
§8.2.6.1. By it 480 is "no user responding" (18), not a refusal. Causes: ITU-T Q.850 (05/2018), table 1.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.reasons import Reason

Came = AttemptOutcome


@dataclass(frozen=True, slots=True)
class Causes:
    """How the switch says that nobody answered: Dial's word, Q.850's cause, the last SIP status (or None)."""

    dial: str = ""
    cause: int | None = None
    sip: int | None = None


HEARD = "SIT"
INVALID_SIP = frozenset({404, 410, 484, 485, 604})
INVALID_Q850 = frozenset({1, 22, 28})  # unallocated, changed, incomplete

BY_SIP: Mapping[int, AttemptOutcome] = {
    **dict.fromkeys((486, 600), Came.BUSY),
    **dict.fromkeys((408, 480, 487), Came.NO_ANSWER),
    **dict.fromkeys((401, 403, 407, 433, 603, 607, 608), Came.REJECTED),
    **dict.fromkeys((400, 406, 415, 420, 421, 488, 606), Came.CONGESTED),  # not a word about the person
}
BY_CLASS: Mapping[int, AttemptOutcome] = {
    1: Came.NO_ANSWER,
    3: Came.CONGESTED,
    4: Came.REJECTED,
    5: Came.CONGESTED,
    6: Came.REJECTED,
}

BY_Q850: Mapping[int, AttemptOutcome] = {
    17: Came.BUSY,
    **dict.fromkeys((18, 19, 20), Came.NO_ANSWER),
    **dict.fromkeys((21, 55, 57, 87), Came.REJECTED),  # refused, barred, not authorised
    **dict.fromkeys((2, 3, 27, 34, 38, 41, 42, 44, 47, 50, 58, 88, 102), Came.CONGESTED),
}

_BY_VERDICT = {"machine": Came.MACHINE, "fax": Came.FAX}
_LATE = timedelta(seconds=0.25)  # what a report may take

BY_DIAL: Mapping[str, AttemptOutcome] = {
    "BUSY": Came.BUSY,
    "INVALIDARGS": Came.INVALID,
}


def unanswered(causes: Causes) -> AttemptOutcome:
    """Say what came of an attempt that nobody answered."""
    if causes.dial == HEARD:
        return Came.INVALID
    if causes.dial == "CANCEL":
        return Came.CANCELLED
    if causes.sip in INVALID_SIP or causes.cause in INVALID_Q850:
        return Came.INVALID
    if causes.sip is not None and causes.sip != 200:
        return BY_SIP.get(causes.sip) or BY_CLASS.get(causes.sip // 100, Came.CONGESTED)
    by_cause = BY_Q850.get(causes.cause) if causes.cause is not None else None
    return by_cause or BY_DIAL.get(causes.dial, Came.CONGESTED)


def answered(
    attempt: Attempt, left_at: datetime, within: timedelta, late: timedelta = _LATE
) -> AttemptOutcome:
    """Say what came of an attempt that was answered, by a person who was to have an agent `within` a span.

    Who stayed longer, and of whom nobody saw an agent, was abandoned: they heard the message, ctid did not.
    `late` is by how much `left_at` may be too late.
    """
    if attempt.message_at is not None:
        return Came.ABANDONED  # whoever came afterwards came too late
    if attempt.connected_at is not None:
        return Came.CONNECTED
    if attempt.verdict in _BY_VERDICT:
        return _BY_VERDICT[attempt.verdict]
    waits_from = attempt.greeting_ended_at or attempt.answered_at
    return (
        Came.HUNG_UP if waits_from is not None and left_at - waits_from <= within + late else Came.ABANDONED
    )


def why(causes: Causes) -> Reason:
    """Say it with the figures it was read from."""
    told = {"dial": causes.dial, "sip": causes.sip or "", "cause": causes.cause or ""}
    return Reason("dial_ended", {name: value for name, value in told.items() if value != ""})
