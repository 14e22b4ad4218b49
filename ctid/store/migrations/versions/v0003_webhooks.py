"""Webhooks: endpoints with how far each has looked, deliveries, and incoming messages already seen."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make the three tables."""
    op.create_table(
        "webhook_endpoints",
        sa.Column("id", sa.Text(), primary_key=True),
        *(sa.Column(name, sa.Text(), nullable=False) for name in ("url", "description", "state")),
        *(sa.Column(name, sa.JSON(), nullable=False) for name in ("types", "secrets")),
        sa.Column("disabled_because", sa.JSON()),
        sa.Column("made_at", _AT, nullable=False),
        sa.Column("in_file", sa.Boolean(), nullable=False),
        sa.Column("cursor", _BIG, nullable=False),
    )
    op.create_table(
        "webhook_deliveries",
        sa.Column("id", sa.Text(), primary_key=True),
        *(
            sa.Column(name, sa.Text(), nullable=False)
            for name in ("endpoint", "type", "line", "body", "state")
        ),
        sa.Column("interaction", sa.Text()),
        sa.Column("seq", _BIG, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("attempts", sa.JSON(), nullable=False),
        sa.Column("taken_at", _AT, nullable=False),
        sa.Column("next_at", _AT),
        sa.Column("ended_at", _AT),
    )
    op.create_index("webhook_deliveries_of_endpoint", "webhook_deliveries", ["endpoint", "seq"])
    op.create_index("webhook_deliveries_by_state", "webhook_deliveries", ["state", "ended_at"])
    op.create_table(
        "webhook_messages_seen",
        sa.Column("sender", sa.Text(), primary_key=True),
        sa.Column("id", sa.Text(), primary_key=True),
        sa.Column("until", _AT, nullable=False),
    )
    op.create_index("webhook_messages_seen_by_until", "webhook_messages_seen", ["until"])
