"""Customers are looked after by agents."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Nobody is assigned yet."""
    op.add_column("customers", sa.Column("owner", sa.Text()))
