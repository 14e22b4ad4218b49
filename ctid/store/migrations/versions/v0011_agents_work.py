"""Of agents: offers missed in a row, how often wrap-up may be longer, what they asked to be after a call."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Begin to remember; nobody has missed or asked for anything yet."""
    with op.batch_alter_table("agents") as table:
        table.add_column(sa.Column("missed", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("extensions", sa.Integer(), nullable=False, server_default="0"))
        table.add_column(sa.Column("then", sa.JSON(), nullable=True))
