"""The first tables: events, calls, offers, agents, customers, sign-in.

Steps only go forward: the way back from a bad one is a backup, not a DROP TABLE.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

_BIG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
_AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    """Make every table of the first release."""
    _events()
    _interactions()
    _segments()
    _offers()
    _agents()
    _customers()
    _sign_in()
    op.create_table("meta", _text("name", key=True), sa.Column("number", _BIG, nullable=False))


def _text(name: str, *, key: bool = False, null: bool = False) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), primary_key=key, nullable=null)


def _instant(name: str, *, null: bool = True) -> "sa.Column[object]":
    return sa.Column(name, _AT, nullable=null)


def _json(name: str, *, null: bool = False) -> "sa.Column[object]":
    return sa.Column(name, sa.JSON(), nullable=null)


def _events() -> None:
    op.create_table(
        "events",
        sa.Column("seq", _BIG, primary_key=True, autoincrement=False),
        sa.Column("call_seq", sa.Integer()),
        _text("kind"),
        _instant("at", null=False),
        _text("interaction", null=True),
        _text("agent", null=True),
        _text("offer", null=True),
        _json("reason", null=True),
        _json("facts"),
    )
    op.create_index("events_of_interaction", "events", ["interaction", "call_seq"], unique=True)


def _interactions() -> None:
    op.create_table(
        "interactions",
        _text("id", key=True),
        _text("ani"),
        _text("dnis"),
        _instant("arrived_at", null=False),
        _text("ani_name"),
        _text("flow"),
        _text("language"),
        _text("number"),
        _text("customer", null=True),
        _text("queue", null=True),
        _text("agent", null=True),
        _instant("answered_at"),
        _instant("ended_at"),
        _instant("closed_at"),
        _text("outcome"),
        _text("disposition"),
        _text("note"),
        _json("collected"),
    )
    op.create_index("interactions_by_arrival", "interactions", ["arrived_at", "id"])
    op.create_index("interactions_of_customer", "interactions", ["customer", "arrived_at"])
    op.create_index("interactions_by_closing", "interactions", ["closed_at"])


def _segments() -> None:
    op.create_table(
        "segments",
        _text("interaction", key=True),
        sa.Column("n", sa.Integer(), primary_key=True, autoincrement=False),
        _text("kind"),
        _instant("started_at", null=False),
        _instant("ended_at"),
        _text("queue", null=True),
        _text("agent", null=True),
        _text("offer", null=True),
        _text("detail"),
        sa.ForeignKeyConstraint(["interaction"], ["interactions.id"], ondelete="CASCADE"),
    )


def _offers() -> None:
    op.create_table(
        "offers",
        _text("id", key=True),
        _text("interaction"),
        _text("agent"),
        _text("queue"),
        _instant("made_at", null=False),
        _json("reason"),
        _text("state"),
        _instant("ended_at"),
        _json("ended_because", null=True),
    )
    op.create_index("offers_by_end", "offers", ["ended_at"])
    op.create_index("offers_of_interaction", "offers", ["interaction"])


def _agents() -> None:
    op.create_table(
        "agents",
        _text("agent", key=True),
        _text("state"),
        _instant("since", null=False),
        _json("reason"),
        _instant("idle_since"),
        _text("offer", null=True),
        _text("interaction", null=True),
        _instant("until"),
    )


def _customers() -> None:
    op.create_table(
        "customers",
        _text("id", key=True),
        _text("name"),
        _text("company"),
        _text("language", null=True),
        _text("tier"),
        _text("note"),
        _instant("last_contact_at"),
    )
    op.create_table(
        "customer_numbers",
        _text("customer", key=True),
        sa.Column("position", sa.Integer(), primary_key=True, autoincrement=False),
        _text("e164"),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], ondelete="CASCADE"),
    )
    op.create_index("customers_by_number", "customer_numbers", ["e164"])


def _sign_in() -> None:
    op.create_table(
        "login_tickets",
        _text("hash", key=True),
        _text("role"),
        _text("subject"),
        _instant("expires_at", null=False),
        _instant("used_at"),
    )
    op.create_table(
        "sessions",
        _text("hash", key=True),
        _text("role"),
        _text("subject"),
        _instant("created_at", null=False),
        _instant("expires_at", null=False),
    )
