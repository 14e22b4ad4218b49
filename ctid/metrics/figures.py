"""What a centre achieved, from the records of its interactions. Every definition stands here.

offered      interactions that entered a line within the window (`Window`, by that instant)
answered     those that were joined with an agent
abandoned    those whose caller hung up in the line; a *short* abandon waited less than `short_abandon`
wait         from entering the first line to being joined, or to hanging up; ringing is part of it
service level  answered within `within` / (offered - short abandons): every other abandon counts as failed
abandonment    (abandoned - short abandons) / (offered - short abandons)
ASA          mean wait of the answered
AHT          mean of talk (with hold) and wrap-up of the answered
occupancy    agents' time spent in talk and wrap-up within the window / their time at work (staffed)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import QueueName
from ctid.model.interactions import Interaction, Outcome, Segment, SegmentKind

_NONE = timedelta()
_WORK = (SegmentKind.TALK, SegmentKind.ACW)


@dataclass(frozen=True, slots=True)
class Window:
    """What counts: callers who entered a line from `start` until before `end`, and the limits in use."""

    start: datetime
    end: datetime
    within: timedelta = timedelta(seconds=20)
    short_abandon: timedelta = _NONE


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one day or one queue; None where there was nothing to measure. Spans in seconds."""

    offered: int
    answered: int
    abandoned: int
    short_abandons: int
    service_level: float | None
    abandonment: float | None
    asa: float | None
    aht: float | None
    max_wait: float | None
    occupancy: float | None


def figures(
    records: Iterable[Interaction],
    window: Window,
    *,
    staffed: timedelta | None = None,
    queue: QueueName | None = None,
) -> Figures:
    """Measure; with `queue` only those who first waited there. Without `staffed` no occupancy is told."""
    known = list(records)
    offered = [(r, first) for r in known if (first := _first_line(r)) is not None and _counts(first, window)]
    offered = [(r, first) for r, first in offered if queue is None or first.queue == queue]
    answered = [(r, _waited(r, first, r.answered_at)) for r, first in offered if r.answered_at is not None]
    waits = [waited for _, waited in answered]
    left = [_gave_up(r, first) for r, first in offered if r.outcome is Outcome.ABANDONED_IN_QUEUE]
    short = sum(1 for waited in left if waited < window.short_abandon)
    counted = len(offered) - short
    return Figures(
        offered=len(offered),
        answered=len(answered),
        abandoned=len(left),
        short_abandons=short,
        service_level=_share(sum(1 for waited in waits if waited <= window.within), counted),
        abandonment=_share(len(left) - short, counted),
        asa=_mean(waits),
        aht=_mean([_spent(r.segments, None) for r, _ in answered]),
        max_wait=max((*waits, *left)).total_seconds() if waits or left else None,
        occupancy=_busy(known, window) / staffed if staffed else None,
    )


def _first_line(record: Interaction) -> Segment | None:
    return next((s for s in record.segments if s.kind is SegmentKind.QUEUE), None)


def _waited(record: Interaction, entered: Segment, answered_at: datetime) -> timedelta:
    """How long one waited on the line: not the time for which they had hung up to be called back."""
    away = [s for s in record.segments if s.kind is SegmentKind.CALLBACK and s.ended_at is not None]
    return (
        answered_at - entered.started_at - sum((s.ended_at - s.started_at for s in away if s.ended_at), _NONE)
    )


def _counts(entered: Segment, window: Window) -> bool:
    return window.start <= entered.started_at < window.end


def _gave_up(record: Interaction, entered: Segment) -> timedelta:
    """How long one waited who hung up."""
    return max(_NONE, (record.ended_at or entered.started_at) - entered.started_at)


def _busy(records: Sequence[Interaction], window: Window) -> timedelta:
    return sum((_spent(record.segments, window) for record in records), _NONE)


def _spent(segments: Iterable[Segment], window: Window | None) -> timedelta:
    """The time agents spent in these slices, or in the part of them that lies within the window."""
    spent = _NONE
    for s in segments:
        if s.kind in _WORK and s.ended_at is not None:
            start = s.started_at if window is None else max(s.started_at, window.start)
            end = s.ended_at if window is None else min(s.ended_at, window.end)
            spent += max(_NONE, end - start)
    return spent


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(spans: Sequence[timedelta]) -> float | None:
    return sum(spans, _NONE).total_seconds() / len(spans) if spans else None
