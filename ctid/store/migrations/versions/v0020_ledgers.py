"""What owners of numbers said about being called; how often each rule refused."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the tables."""
    op.create_table(
        "consent_words",
        sa.Column("id", sa.Text(), primary_key=True, nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("given", sa.Boolean(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("source", "proof", "who")),
        sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("consent_words_of_number", "consent_words", ["number", "at"])
    op.create_table(
        "refusal_counts",
        sa.Column("campaign", sa.Text(), primary_key=True, nullable=False),
        sa.Column("day", sa.Date(), primary_key=True, nullable=False),
        sa.Column("code", sa.Text(), primary_key=True, nullable=False),
        sa.Column("many", sa.Integer(), nullable=False),
    )
    op.create_index("refusal_counts_by_day", "refusal_counts", ["day"])
