"""The tables of what the centre ran on. A column has the name and the meaning of the model's field."""

from collections.abc import Mapping

from sqlalchemy import Column, Table

from ctid.store.columns import Instant, Value, Words
from ctid.store.tables import metadata

applied_sites = Table(
    "applied_sites",
    metadata,
    Column("at", Instant, primary_key=True),
    Column("who", Words, nullable=False),
    Column("centre", Words, nullable=False),
    Column("flows", Value(tuple[str, ...]), nullable=False),
    Column("texts", Value(Mapping[str, str]), nullable=False),
)

live_skills = Table(
    "live_skills",
    metadata,
    Column("agent", Words, primary_key=True),
    Column("who", Words, nullable=False),
    Column("since", Instant, nullable=False),
    Column("levels", Value(Mapping[str, int]), nullable=False),
)
