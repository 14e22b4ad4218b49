"""What is known of recordings."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "recordings",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("interaction", sa.Text(), nullable=False),
        sa.Column("agent", sa.Text()),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True)),
        sa.Column("pauses", sa.JSON(), nullable=False),
        sa.Column("kept_at", sa.DateTime(timezone=True)),
        sa.Column("duration_ms", sa.Integer(), nullable=False),
        sa.Column("bytes", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("channels", sa.Integer(), nullable=False),
    )
    op.create_index("recordings_of_interaction", "recordings", ["interaction"])
    op.create_index("recordings_by_keeping", "recordings", ["kept_at"])
