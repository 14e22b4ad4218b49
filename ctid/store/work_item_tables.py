"""The table of work of other channels. A column has the name and the meaning of the model's field."""

from collections.abc import Mapping

from sqlalchemy import Column, Integer, Table

from ctid.model.ids import AgentId, SkillName
from ctid.model.routing_policy import Preferred
from ctid.model.work_items import ItemState
from ctid.store.columns import Instant, OneOf, Value, Words
from ctid.store.tables import metadata

work_items = Table(
    "work_items",
    metadata,
    Column("id", Words, primary_key=True),  # the interaction's
    Column("channel", Words, nullable=False),
    Column("queue", Words, nullable=False),
    Column("entered_at", Instant, nullable=False),
    Column("title", Words, nullable=False),
    Column("address", Words, nullable=False),
    Column("url", Words, nullable=False),
    Column("external_id", Words, nullable=False),
    Column("priority", Integer, nullable=False),
    Column("asked", Value(Mapping[SkillName, int]), nullable=False),
    Column("known", Value(Mapping[Preferred, AgentId]), nullable=False),
    Column("state", OneOf(ItemState), nullable=False),
    Column("agent", Words),
    Column("offer", Words),
    Column("until", Instant),
)
