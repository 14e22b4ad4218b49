"""Callers who keep their place and are called back."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "callbacks",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        _text("number"),
        _text("queue"),
        _text("dial"),
        _instant("asked_at"),
        _instant("expires_at"),
        _instant("entered_at"),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        _text("state"),
        sa.Column("attempts", sa.Integer(), nullable=False),
        _text("leg", always=False),
        _instant("dialled_at", always=False),
        _instant("again_at", always=False),
        _instant("ended_at", always=False),
        sa.Column("reason", sa.JSON(), nullable=True),
    )


def _text(name: str, *, always: bool = True) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=not always)


def _instant(name: str, *, always: bool = True) -> "sa.Column[object]":
    return sa.Column(name, sa.DateTime(timezone=True), nullable=not always)
