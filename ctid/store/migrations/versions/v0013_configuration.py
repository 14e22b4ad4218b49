"""What the centre ran on: applied configurations, and skills that were changed live."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "applied_sites",
        sa.Column("at", sa.DateTime(timezone=True), primary_key=True),
        _text("who"),
        _text("centre"),
        sa.Column("flows", sa.JSON(), nullable=False),
    )
    op.create_table(
        "live_skills",
        sa.Column("agent", sa.Text(), primary_key=True, nullable=False),
        _text("who"),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("levels", sa.JSON(), nullable=False),
    )


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)
