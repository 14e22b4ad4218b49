"""The table of recordings: what is known of them. The sound is a file named after `id`."""

from sqlalchemy import Column, Index, Integer, Table

from ctid.model.recordings import Pause
from ctid.store.columns import Instant, Sequence, Value, Words
from ctid.store.tables import metadata

recordings = Table(
    "recordings",
    metadata,
    Column("id", Words, primary_key=True),
    Column("interaction", Words, nullable=False),
    Column("agent", Words),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("pauses", Value(tuple[Pause, ...]), nullable=False),
    Column("kept_at", Instant),
    Column("duration_ms", Integer, nullable=False),
    Column("bytes", Sequence, nullable=False),
    Column("sha256", Words, nullable=False),
    Column("channels", Integer, nullable=False),
    Index("recordings_of_interaction", "interaction"),
    Index("recordings_by_keeping", "kept_at"),
)
