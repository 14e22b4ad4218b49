"""Queues that a supervisor closed on the spot, and numbers that are not let in."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "queue_switches",
        _text("queue", key=True),
        sa.Column("closed", sa.Boolean(), nullable=False),
        _text("who"),
        _instant("since"),
        _text("says"),
        _text("leads_to"),
        _instant("until", always=False),
    )
    op.create_table(
        "blocked_numbers",
        _text("number", key=True),
        sa.Column("blocked", sa.Boolean(), nullable=False),
        _text("who"),
        _instant("since"),
        _text("reason"),
        _instant("until", always=False),
    )


def _text(name: str, *, key: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), primary_key=key, nullable=False)


def _instant(name: str, *, always: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not always)
