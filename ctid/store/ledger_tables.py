"""The tables of the law's ledgers. A column has the name and the meaning of the model's field."""

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table

from ctid.store.columns import Instant, Words
from ctid.store.tables import metadata

# A row is added when somebody says something, none is ever changed. What came with lists is in lead_consents.
consent_words = Table(
    "consent_words",
    metadata,
    Column("id", Words, primary_key=True),
    Column("number", Words, nullable=False),
    Column("at", Instant, nullable=False),
    Column("given", Boolean, nullable=False),
    Column("source", Words, nullable=False),
    Column("proof", Words, nullable=False),
    Column("who", Words, nullable=False),
    Column("noted_at", Instant, nullable=False),
    Index("consent_words_of_number", "number", "at"),
)

refusal_counts = Table(
    "refusal_counts",
    metadata,
    Column("campaign", Words, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("code", Words, primary_key=True),
    Column("many", Integer, nullable=False),
    Index("refusal_counts_by_day", "day"),
)
