"""Leads, their numbers and consent; do-not-call lists; attempts."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

IN_LINE = sa.text("state = 'open' AND NOT callback")
ASKED_BACK = sa.text("state = 'open' AND callback")
UNDER_WAY = sa.text("ended_at IS NULL")
LONG = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def _texts(*names: str, nullable: bool = False) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.Text(), nullable=nullable) for name in names]


def _times(*names: str, nullable: bool = True) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.DateTime(timezone=True), nullable=nullable) for name in names]


def _values(*names: str, nullable: bool = False) -> list[sa.Column[object]]:
    return [sa.Column(name, sa.JSON(), nullable=nullable) for name in names]


def _counts(*names: str, nullable: bool = False) -> list[sa.Column[int]]:
    return [sa.Column(name, sa.Integer(), nullable=nullable) for name in names]


def _key(name: str, kind: sa.Text | sa.Integer | None = None) -> "sa.Column[object]":
    return sa.Column(name, kind or sa.Text(), primary_key=True, nullable=False, autoincrement=False)


def upgrade() -> None:
    """Make the tables."""
    _leads()
    _do_not_call()
    _attempts()


def _leads() -> None:
    op.create_table(
        "lead_batches",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        *_texts("list", "file"),
        *_times("began_at", nullable=False),
        *_times("ended_at", "removed_at"),
        *_values("lanes"),
    )
    op.create_table(
        "leads",
        _key("id"),
        *_texts("list", "name", "language", "region", "postcode", "state", "zone"),
        *_texts("customer", "callback_agent", nullable=True),
        *_counts("batch", "priority", "attempts", "turn"),
        *_values("numbers", "facts", "outcomes"),
        *_values("consent", "reason", nullable=True),
        *_times("due_at"),
        sa.Column("callback", sa.Boolean(), nullable=False),
        sqlite_with_rowid=False,
    )
    line = ["batch", "zone", "priority", "due_at", "id"]
    op.create_index("leads_in_line", "leads", line, sqlite_where=IN_LINE, postgresql_where=IN_LINE)
    op.create_index(
        "leads_asked_back", "leads", ["due_at"], sqlite_where=ASKED_BACK, postgresql_where=ASKED_BACK
    )
    op.create_table(
        "lead_numbers", _key("number", LONG), _key("lead"), *_counts("batch"), sqlite_with_rowid=False
    )
    op.create_table(
        "lead_consents",
        sa.Column("seq", LONG, primary_key=True, nullable=False),
        sa.Column("number", LONG, nullable=False),
        *_texts("lead"),
        *_counts("batch"),
        *_times("noted_at", nullable=False),
        *_values("consent"),
    )
    op.create_index("lead_consents_by_number", "lead_consents", ["number", "seq"])
    op.create_index("lead_consents_by_batch", "lead_consents", ["batch"])


def _do_not_call() -> None:
    op.create_table(
        "do_not_call_lists",
        sa.Column("id", sa.Integer(), primary_key=True, nullable=False),
        *_texts("name", "kind"),
        sa.Column("of", sa.Date(), nullable=False),
        *_times("began_at", nullable=False),
        *_times("ended_at", "removed_at"),
        *_counts("numbers"),
    )
    op.create_table(
        "do_not_call_numbers", _key("number", LONG), _key("list", sa.Integer()), sqlite_with_rowid=False
    )


def _attempts() -> None:
    op.create_table(
        "attempts",
        _key("id"),
        *_texts("campaign", "lead", "number", "shown", "mode", "state"),
        *_texts("verdict", "verdict_cause", "disposition"),
        *_texts("outcome", "leg", "interaction", "agent", nullable=True),
        *_times("committed_at", nullable=False),
        *_times("dialled_at", "rang_at", "answered_at", "greeting_ended_at", "verdict_at", "connected_at"),
        *_times("message_at", "ended_at"),
        *_counts("cause", "sip", nullable=True),
        *_values("evidence"),
        *_values("reason", nullable=True),
    )
    for name in ("lead", "number", "campaign"):
        op.create_index(f"attempts_of_{name}", "attempts", [name, "committed_at"])
    op.create_index("attempts_by_time", "attempts", ["committed_at"])
    op.create_index(
        "attempts_under_way", "attempts", ["id"], sqlite_where=UNDER_WAY, postgresql_where=UNDER_WAY
    )
