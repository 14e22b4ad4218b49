"""The tables of webhooks. A column has the name and the meaning of the model's field."""

from sqlalchemy import Boolean, Column, Index, Integer, Table

from ctid.model.reasons import Reason
from ctid.model.webhooks import Attempt, DeliveryState, EndpointState, Secret
from ctid.store.columns import Instant, OneOf, Sequence, Value, Words
from ctid.store.tables import metadata

endpoints = Table(
    "webhook_endpoints",
    metadata,
    Column("id", Words, primary_key=True),
    Column("url", Words, nullable=False),
    Column("types", Value(tuple[str, ...]), nullable=False),
    Column("secrets", Value(tuple[Secret, ...]), nullable=False),  # in clear: they sign
    Column("made_at", Instant, nullable=False),
    Column("description", Words, nullable=False),
    Column("state", OneOf(EndpointState), nullable=False),
    Column("disabled_because", Value(Reason)),
    Column("in_file", Boolean, nullable=False),
    Column("cursor", Sequence, nullable=False),  # the last event looked at
)

deliveries = Table(
    "webhook_deliveries",
    metadata,
    Column("id", Words, primary_key=True),
    Column("endpoint", Words, nullable=False),
    Column("seq", Sequence, nullable=False),
    Column("type", Words, nullable=False),
    Column("line", Words, nullable=False),
    Column("body", Words, nullable=False),
    Column("taken_at", Instant, nullable=False),
    Column("next_at", Instant),
    Column("interaction", Words),
    Column("state", OneOf(DeliveryState), nullable=False),
    Column("tries", Integer, nullable=False),
    Column("attempts", Value(tuple[Attempt, ...]), nullable=False),
    Column("ended_at", Instant),
    Index("webhook_deliveries_of_endpoint", "endpoint", "seq"),
    Index("webhook_deliveries_by_state", "state", "ended_at"),
)

messages_seen = Table(
    "webhook_messages_seen",
    metadata,
    Column("sender", Words, primary_key=True),
    Column("id", Words, primary_key=True),
    Column("until", Instant, nullable=False),
    Index("webhook_messages_seen_by_until", "until"),
)
