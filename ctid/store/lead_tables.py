"""The tables of leads. A column has the name and the meaning of the model's field; the odd ones are remarked.

An import writes its leads a few thousand at a time, so that nobody waits for it long, and none of them can be
seen before its row in `lead_batches` says `ended_at`: that one row is what makes the whole of it appear.
"""

from collections.abc import Mapping

from sqlalchemy import Boolean, Column, Date, Index, Integer, Table, text

from ctid.model.do_not_call_lists import ListKind
from ctid.model.languages import Language
from ctid.model.leads import Consent, LeadNumber, LeadState
from ctid.model.reasons import Reason
from ctid.store.columns import Instant, OneOf, Sequence, Value, Words
from ctid.store.tables import metadata

IN_LINE = text("state = 'open' AND NOT callback")  # said literally: a partial index is used only so
ASKED_BACK = text("state = 'open' AND callback")

lead_batches = Table(
    "lead_batches",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("list", Words, nullable=False),
    Column("file", Words, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),  # from then on its leads can be seen
    Column("removed_at", Instant),  # and from then on not any more
    Column("lanes", Value(list[tuple[str, int, int]]), nullable=False),  # zone, priority, how many leads
)

leads = Table(
    "leads",
    metadata,
    Column("id", Words, primary_key=True),
    Column("batch", Integer, nullable=False),
    Column("list", Words, nullable=False),
    Column("numbers", Value(tuple[LeadNumber, ...]), nullable=False),
    Column("name", Words, nullable=False),
    Column("language", OneOf(Language), nullable=False),
    Column("region", Words, nullable=False),
    Column("postcode", Words, nullable=False),
    Column("customer", Words),
    Column("priority", Integer, nullable=False),
    Column("facts", Value(Mapping[str, str]), nullable=False),
    Column("consent", Value(Consent)),
    Column("state", OneOf(LeadState), nullable=False),
    Column("due_at", Instant),
    Column("callback", Boolean, nullable=False),
    Column("callback_agent", Words),
    Column("attempts", Integer, nullable=False),
    Column("reason", Value(Reason)),
    Column("zone", Words, nullable=False),
    Column("turn", Integer, nullable=False),
    Column("outcomes", Value(Mapping[str, int]), nullable=False),
    Index(
        "leads_in_line", "batch", "zone", "priority", "due_at", "id",
        sqlite_where=IN_LINE, postgresql_where=IN_LINE,
    ),
    Index("leads_asked_back", "due_at", sqlite_where=ASKED_BACK, postgresql_where=ASKED_BACK),
    sqlite_with_rowid=False,
)  # fmt: skip

# Numbers to be looked up: E.164 without its plus.
lead_numbers = Table(
    "lead_numbers",
    metadata,
    Column("number", Sequence, primary_key=True, autoincrement=False),
    Column("lead", Words, primary_key=True),
    Column("batch", Integer, nullable=False),
    sqlite_with_rowid=False,
)

# The ledger: a row is added when consent is given or revoked, none is ever changed.
lead_consents = Table(
    "lead_consents",
    metadata,
    Column("seq", Sequence, primary_key=True),
    Column("number", Sequence, nullable=False),
    Column("lead", Words, nullable=False),
    Column("batch", Integer, nullable=False),  # 0: not by an import
    Column("noted_at", Instant, nullable=False),
    Column("consent", Value(Consent), nullable=False),
    Index("lead_consents_by_number", "number", "seq"),
    Index("lead_consents_by_batch", "batch"),
)

do_not_call_lists = Table(
    "do_not_call_lists",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Words, nullable=False),
    Column("kind", OneOf(ListKind), nullable=False),
    Column("of", Date, nullable=False),
    Column("began_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("removed_at", Instant),
    Column("numbers", Integer, nullable=False),
)

do_not_call_numbers = Table(
    "do_not_call_numbers",
    metadata,
    Column("number", Sequence, primary_key=True, autoincrement=False),
    Column("list", Integer, primary_key=True, autoincrement=False),  # do_not_call_lists.id
    sqlite_with_rowid=False,
)
