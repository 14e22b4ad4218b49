"""The table of messages that callers left. A column has the name and the meaning of the model's field."""

from datetime import timedelta

from sqlalchemy import Column, Index, Table

from ctid.model.languages import Language
from ctid.model.messages import MessageKind, MessageState
from ctid.store.columns import Instant, OneOf, Value, Words
from ctid.store.tables import metadata

messages = Table(
    "messages",
    metadata,
    Column("id", Words, primary_key=True),
    Column("kind", OneOf(MessageKind), nullable=False),
    Column("interaction", Words, nullable=False),
    Column("left_at", Instant, nullable=False),
    Column("ani", Words, nullable=False),
    Column("keyed", Words, nullable=False),
    Column("number", Words, nullable=False),
    Column("dnis", Words, nullable=False),
    Column("queue", Words),
    Column("language", OneOf(Language), nullable=False),
    Column("sound", Words, nullable=False),
    Column("duration", Value(timedelta), nullable=False),
    Column("state", OneOf(MessageState), nullable=False),
    Column("agent", Words),
    Column("assigned_at", Instant),
    Column("assigned_by", Words, nullable=False),
    Column("closed_at", Instant),
    Column("closed_by", Words, nullable=False),
    Column("disposition", Words, nullable=False),
    Column("note", Words, nullable=False),
    Index("messages_by_state", "state", "left_at"),
    Index("messages_by_time", "left_at", "id"),
)
