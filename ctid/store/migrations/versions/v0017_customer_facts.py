"""What else is known of customers: birthdays, tickets and orders."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables."""
    whose = sa.ForeignKey("customers.id", ondelete="CASCADE")
    op.create_table(
        "customer_birthdays",
        sa.Column("customer", sa.Text(), whose, primary_key=True, nullable=False),
        sa.Column("birthday", sa.Date(), nullable=False),
    )
    whose = sa.ForeignKey("customers.id", ondelete="CASCADE")
    op.create_table(
        "customer_cases",
        sa.Column("kind", sa.Text(), primary_key=True, nullable=False),
        sa.Column("number", sa.Text(), primary_key=True, nullable=False),
        sa.Column("customer", sa.Text(), whose, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("items", sa.Integer(), nullable=False),
        sa.Column("due", sa.Date()),
        sa.Column("open", sa.Boolean(), nullable=False),
    )
    op.create_index("cases_of_customer", "customer_cases", ["customer"])
