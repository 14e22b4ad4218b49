"""Work of channels other than voice."""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"

TEXTS = ("channel", "queue", "title", "address", "url", "external_id", "state")


def upgrade() -> None:
    """Make the table; whatever interaction there is already was a call."""
    op.create_table(
        "work_items",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("entered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("asked", sa.JSON(), nullable=False),
        sa.Column("known", sa.JSON(), nullable=False),
        sa.Column("agent", sa.Text(), nullable=True),
        sa.Column("offer", sa.Text(), nullable=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
    )
    with op.batch_alter_table("interactions") as table:
        table.add_column(sa.Column("channel", sa.Text(), nullable=False, server_default="voice"))
