"""The tables. A column has the name and the meaning of the model's field; only the odd ones are remarked.

Foreign keys stand only where a row makes no sense without the other. The log of a call must be written
whatever became of the customer, the agent or the queue it names.
"""

from collections.abc import Mapping

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, LargeBinary, MetaData, Table

from ctid.model.agents import AgentState
from ctid.model.events import EventKind
from ctid.model.integrations import Right
from ctid.model.interactions import Direction, OfferState, Outcome, SegmentKind
from ctid.model.languages import Language
from ctid.model.reasons import Fact, Reason
from ctid.model.routing_policy import VOICE
from ctid.model.switches import LeadsTo
from ctid.store.columns import Instant, OneOf, Sequence, Value, Words

metadata = MetaData()

events = Table(
    "events",
    metadata,
    Column("seq", Sequence, primary_key=True, autoincrement=False),  # given when it was published
    Column("call_seq", Integer),  # 1, 2, 3 … within its interaction
    Column("kind", OneOf(EventKind), nullable=False),
    Column("at", Instant, nullable=False),
    Column("interaction", Words),
    Column("agent", Words),
    Column("offer", Words),
    Column("reason", Value(Reason)),
    Column("facts", Value(Mapping[str, Fact]), nullable=False),
    Index("events_of_interaction", "interaction", "call_seq", unique=True),
)

interactions = Table(
    "interactions",
    metadata,
    Column("id", Words, primary_key=True),
    Column("ani", Words, nullable=False),
    Column("dnis", Words, nullable=False),
    Column("arrived_at", Instant, nullable=False),
    Column("ani_name", Words, nullable=False),
    Column("flow", Words, nullable=False),
    Column("language", OneOf(Language), nullable=False),
    Column("number", Words, nullable=False),
    Column("customer", Words),
    Column("queue", Words),
    Column("agent", Words),
    Column("answered_at", Instant),
    Column("ended_at", Instant),
    Column("closed_at", Instant),
    Column("outcome", OneOf(Outcome), nullable=False),
    Column("disposition", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("collected", Value(Mapping[str, str]), nullable=False),
    Column("attached", Value(Mapping[str, str]), nullable=False, server_default="{}"),
    Column("direction", OneOf(Direction), nullable=False, server_default=Direction.INBOUND.value),
    Column("channel", Words, nullable=False, server_default=VOICE),
    Index("interactions_by_arrival", "arrived_at", "id"),
    Index("interactions_of_customer", "customer", "arrived_at"),
    Index("interactions_by_closing", "closed_at"),
)

segments = Table(
    "segments",
    metadata,
    Column("interaction", Words, ForeignKey("interactions.id", ondelete="CASCADE"), primary_key=True),
    Column("n", Integer, primary_key=True, autoincrement=False),  # its place in the tuple, from 0
    Column("kind", OneOf(SegmentKind), nullable=False),
    Column("started_at", Instant, nullable=False),
    Column("ended_at", Instant),
    Column("queue", Words),
    Column("agent", Words),
    Column("offer", Words),
    Column("detail", Words, nullable=False),
)

offers = Table(
    "offers",
    metadata,
    Column("id", Words, primary_key=True),
    Column("interaction", Words, nullable=False),
    Column("agent", Words, nullable=False),
    Column("queue", Words, nullable=False),
    Column("made_at", Instant, nullable=False),
    Column("reason", Value(Reason), nullable=False),
    Column("state", OneOf(OfferState), nullable=False),
    Column("ended_at", Instant),
    Column("ended_because", Value(Reason)),
    Index("offers_by_end", "ended_at"),
    Index("offers_of_interaction", "interaction"),
)

agents = Table(
    "agents",
    metadata,
    Column("agent", Words, primary_key=True),
    Column("state", OneOf(AgentState), nullable=False),
    Column("since", Instant, nullable=False),
    Column("reason", Value(Reason), nullable=False),
    Column("idle_since", Instant),
    Column("offer", Words),
    Column("interaction", Words),
    Column("until", Instant),
    Column("missed", Integer, nullable=False),
    Column("extensions", Integer, nullable=False),
    Column("then", Value(Reason)),
)

queue_switches = Table(
    "queue_switches",
    metadata,
    Column("queue", Words, primary_key=True),
    Column("closed", Boolean, nullable=False),
    Column("who", Words, nullable=False),
    Column("since", Instant, nullable=False),
    Column("says", Words, nullable=False),
    Column("leads_to", OneOf(LeadsTo), nullable=False),
    Column("until", Instant),
)

blocked_numbers = Table(
    "blocked_numbers",
    metadata,
    Column("number", Words, primary_key=True),
    Column("blocked", Boolean, nullable=False),
    Column("who", Words, nullable=False),
    Column("since", Instant, nullable=False),
    Column("reason", Words, nullable=False),
    Column("until", Instant),
)

customers = Table(
    "customers",
    metadata,
    Column("id", Words, primary_key=True),
    Column("name", Words, nullable=False),
    Column("company", Words, nullable=False),
    Column("language", OneOf(Language)),
    Column("tier", Words, nullable=False),
    Column("note", Words, nullable=False),
    Column("last_contact_at", Instant),
    Column("owner", Words),
)

customer_numbers = Table(
    "customer_numbers",
    metadata,
    Column("customer", Words, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("position", Integer, primary_key=True, autoincrement=False),  # 0 is the main number
    Column("e164", Words, nullable=False),
    Index("customers_by_number", "e164"),
)

login_tickets = Table(
    "login_tickets",
    metadata,
    Column("hash", Words, primary_key=True),  # SHA-256 of the token, never the token
    Column("role", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("expires_at", Instant, nullable=False),
    Column("used_at", Instant),
)

sessions = Table(
    "sessions",
    metadata,
    Column("hash", Words, primary_key=True),  # SHA-256 of the cookie's token
    Column("role", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("created_at", Instant, nullable=False),
    Column("expires_at", Instant, nullable=False),
)

tokens = Table(
    "tokens",
    metadata,
    Column("hash", Words, primary_key=True),  # SHA-256 of the token, never the token
    Column("name", Words, nullable=False),
    Column("scopes", Value(tuple[str, ...]), nullable=False),
    Column("created_at", Instant, nullable=False),
)

integrations = Table(
    "integrations",
    metadata,
    Column("name", Words, primary_key=True),
    Column("secret", Words, nullable=False),  # as it is: a signature is checked with the secret itself
    Column("rights", Value(tuple[Right, ...]), nullable=False),
    Column("made_at", Instant, nullable=False),
)

cti_messages = Table(
    "cti_messages",
    metadata,
    Column("integration", Words, primary_key=True),
    Column("message", Words, primary_key=True),  # its webhook-id
    Column("command", Words, nullable=False),
    Column("until", Instant, nullable=False),
    Index("cti_messages_by_end", "until"),
)

inputs = Table(
    "inputs",
    metadata,
    Column("batch", Sequence, primary_key=True, autoincrement=False),  # the last of its transaction
    Column("at", Instant, nullable=False),  # of its first line
    Column("begins", Boolean, nullable=False),  # a run begins in it
    Column("lines", LargeBinary, nullable=False),  # see ctid.store.inputs
    Index("inputs_by_time", "at"),
)

meta = Table(
    "meta",
    metadata,
    Column("name", Words, primary_key=True),
    Column("number", Sequence, nullable=False),
)
