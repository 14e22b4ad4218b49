"""What the centre was told, and what it said to it: for replay."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0008"


def upgrade() -> None:
    """Begin to keep inputs; there are none of earlier runs."""
    op.create_table(
        "inputs",
        sa.Column("batch", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("begins", sa.Boolean(), nullable=False),
        sa.Column("lines", sa.LargeBinary(), nullable=False),
    )
    op.create_index("inputs_by_time", "inputs", ["at"])
