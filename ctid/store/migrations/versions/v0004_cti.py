"""Integrations that may send signed requests, and the messages they have sent."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0001"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "integrations",
        _text("name", key=True),
        _text("secret"),
        sa.Column("rights", sa.JSON(), nullable=False),
        _instant("made_at"),
    )
    op.create_table(
        "cti_messages",
        _text("integration", key=True),
        _text("message", key=True),
        _text("command"),
        _instant("until"),
    )
    op.create_index("cti_messages_by_end", "cti_messages", ["until"])


def _text(name: str, *, key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), primary_key=key, nullable=False)


def _instant(name: str) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)
