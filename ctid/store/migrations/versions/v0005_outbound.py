"""Calls that agents make, and data that other systems attach to a call."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add both to what is logged of an interaction; what is there was inbound, with nothing attached."""
    with op.batch_alter_table("interactions") as table:
        table.add_column(sa.Column("attached", sa.JSON(), nullable=False, server_default="{}"))
        table.add_column(sa.Column("direction", sa.Text(), nullable=False, server_default="inbound"))
