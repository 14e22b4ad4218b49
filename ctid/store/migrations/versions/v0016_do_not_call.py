"""Numbers that are not called back; and the flows of a configuration as they were written."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Make the table and the column; what was applied before does not know its flows' texts."""
    op.create_table(
        "do_not_call",
        sa.Column("number", sa.Text(), primary_key=True, nullable=False),
        sa.Column("listed", sa.Boolean(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
    )
    with op.batch_alter_table("applied_sites") as table:
        table.add_column(sa.Column("texts", sa.JSON(), nullable=False, server_default="{}"))
