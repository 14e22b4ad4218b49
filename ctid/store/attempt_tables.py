"""The table of attempts, which is the evidence: a row only gains facts, and is kept as long as laws want."""

from sqlalchemy import Column, Index, Integer, Table, text

from ctid.model.attempts import AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.reasons import Reason
from ctid.store.columns import Instant, OneOf, Value, Words
from ctid.store.tables import metadata

UNDER_WAY = text("ended_at IS NULL")

attempts = Table(
    "attempts",
    metadata,
    Column("id", Words, primary_key=True),
    Column("campaign", Words, nullable=False),
    Column("lead", Words, nullable=False),
    Column("number", Words, nullable=False),
    Column("shown", Words, nullable=False),
    Column("mode", OneOf(Mode), nullable=False),
    Column("evidence", Value(Evidence), nullable=False),
    Column("committed_at", Instant, nullable=False),
    Column("state", OneOf(AttemptState), nullable=False),
    Column("outcome", OneOf(AttemptOutcome)),
    Column("leg", Words),
    Column("interaction", Words),
    Column("agent", Words),
    Column("dialled_at", Instant),
    Column("rang_at", Instant),
    Column("answered_at", Instant),
    Column("greeting_ended_at", Instant),
    Column("verdict", Words, nullable=False),
    Column("verdict_cause", Words, nullable=False),
    Column("verdict_at", Instant),
    Column("connected_at", Instant),
    Column("message_at", Instant),
    Column("ended_at", Instant),
    Column("cause", Integer),
    Column("sip", Integer),
    Column("disposition", Words, nullable=False),
    Column("reason", Value(Reason)),
    Index("attempts_of_lead", "lead", "committed_at"),
    Index("attempts_of_number", "number", "committed_at"),
    Index("attempts_of_campaign", "campaign", "committed_at"),
    Index("attempts_by_time", "committed_at"),
    Index("attempts_under_way", "id", sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY),
)
