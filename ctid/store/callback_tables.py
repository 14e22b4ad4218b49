"""The tables of wishes to be called back, and of numbers that are not to be.

A column has the name and the meaning of the model's field.
"""

from collections.abc import Mapping

from sqlalchemy import Boolean, Column, Integer, Table

from ctid.model.callbacks import CallbackState
from ctid.model.ids import SkillName
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial
from ctid.store.columns import Instant, OneOf, Value, Words
from ctid.store.tables import metadata

callbacks = Table(
    "callbacks",
    metadata,
    Column("id", Words, primary_key=True),  # the interaction's
    Column("number", Words, nullable=False),
    Column("queue", Words, nullable=False),
    Column("dial", OneOf(Dial), nullable=False),
    Column("asked_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("asked", Value(Mapping[SkillName, int]), nullable=False),
    Column("state", OneOf(CallbackState), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("leg", Words),
    Column("dialled_at", Instant),
    Column("again_at", Instant),
    Column("ended_at", Instant),
    Column("reason", Value(Reason)),
)

do_not_call = Table(
    "do_not_call",
    metadata,
    Column("number", Words, primary_key=True),
    Column("listed", Boolean, nullable=False),
    Column("who", Words, nullable=False),
    Column("since", Instant, nullable=False),
    Column("why", Words, nullable=False),
)
