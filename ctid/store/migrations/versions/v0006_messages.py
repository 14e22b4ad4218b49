"""Messages that callers left for the centre."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Text(), primary_key=True),
        *map(_text, ("kind", "interaction")),
        sa.Column("left_at", _AT, nullable=False),
        *map(_text, ("ani", "keyed", "number", "dnis")),
        sa.Column("queue", sa.Text()),
        *map(_text, ("language", "sound")),
        sa.Column("duration", sa.JSON(), nullable=False),
        _text("state"),
        sa.Column("agent", sa.Text()),
        sa.Column("assigned_at", _AT),
        _text("assigned_by"),
        sa.Column("closed_at", _AT),
        *map(_text, ("closed_by", "disposition", "note")),
    )
    op.create_index("messages_by_state", "messages", ["state", "left_at"])
    op.create_index("messages_by_time", "messages", ["left_at", "id"])


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)
