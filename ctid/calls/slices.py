"""The timed slices of an interaction: opened once, closed once, never rewritten."""

from dataclasses import replace
from datetime import datetime

from ctid.model.ids import AgentId, OfferId, QueueName
from ctid.model.interactions import Interaction, Segment, SegmentKind


def is_open(record: Interaction, kind: SegmentKind) -> bool:
    """Say whether a slice of `kind` is running."""
    return any(s.kind is kind and s.ended_at is None for s in record.segments)


def begin(
    record: Interaction,
    kind: SegmentKind,
    at: datetime,
    *,
    queue: QueueName | None = None,
    agent: AgentId | None = None,
    offer: OfferId | None = None,
) -> Interaction:
    """Open a slice, unless one of its kind is running."""
    if is_open(record, kind):
        return record
    segment = Segment(kind, at, queue=queue, agent=agent, offer=offer)
    return replace(record, segments=(*record.segments, segment))


def end(record: Interaction, kind: SegmentKind, at: datetime, detail: str) -> Interaction:
    """Close the running slice of `kind`, if there is one; it never ends before it began."""
    segments = tuple(
        replace(s, ended_at=max(at, s.started_at), detail=detail)
        if s.kind is kind and s.ended_at is None
        else s
        for s in record.segments
    )
    return replace(record, segments=segments)


def end_all(record: Interaction, at: datetime, detail: str) -> Interaction:
    """Close whatever still runs."""
    for kind in SegmentKind:
        record = end(record, kind, at, detail)
    return record
