"""The timed slices of an interaction: opened once, closed once, never rewritten."""

from dataclasses import replace
from datetime import datetime

from ctid.model.ids import AgentId, OfferId, QueueName
from ctid.model.interactions import Interaction, Segment, SegmentKind


def came_at(record: Interaction, at: datetime) -> Interaction:
    """Let a record begin earlier, and its first slice: the caller had come before anybody noted it."""
    first, *rest = record.segments
    return replace(record, arrived_at=at, segments=(replace(first, started_at=at), *rest))


def is_open(record: Interaction, kind: SegmentKind, agent: AgentId | None = None) -> bool:
    """Say whether a slice of `kind` is running; `agent` asks for theirs only."""
    return any(s.kind is kind and s.ended_at is None and agent in (None, s.agent) for s in record.segments)


def talked(record: Interaction) -> tuple[AgentId, ...]:
    """Return the agents who have talked with the caller, in the order in which they began."""
    talks = (s.agent for s in record.segments if s.kind is SegmentKind.TALK and s.agent is not None)
    return tuple(dict.fromkeys(talks))


def begin(
    record: Interaction,
    kind: SegmentKind,
    at: datetime,
    *,
    queue: QueueName | None = None,
    agent: AgentId | None = None,
    offer: OfferId | None = None,
) -> Interaction:
    """Open a slice, unless one of its kind (and of this agent, in a conference) is running."""
    if is_open(record, kind, agent):
        return record
    segment = Segment(kind, at, queue=queue, agent=agent, offer=offer)
    return replace(record, segments=(*record.segments, segment))


def end(
    record: Interaction, kind: SegmentKind, at: datetime, detail: str, *, agent: AgentId | None = None
) -> Interaction:
    """Close what runs of `kind`, or `agent`'s share of it only; nothing ends before it began."""
    segments = tuple(
        replace(s, ended_at=max(at, s.started_at), detail=detail)
        if s.kind is kind and s.ended_at is None and agent in (None, s.agent)
        else s
        for s in record.segments
    )
    return replace(record, segments=segments)


def end_all(record: Interaction, at: datetime, detail: str) -> Interaction:
    """Close whatever still runs."""
    for kind in SegmentKind:
        record = end(record, kind, at, detail)
    return record
