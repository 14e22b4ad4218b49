"""Customers, as the routing and the agent's page need to know them."""

from dataclasses import dataclass
from datetime import datetime

from ctid.model.ids import AgentId, CustomerId
from ctid.model.languages import Language
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Customer:
    """A person or a firm we serve. `numbers` are E.164, the main one first.

    `owner` is the agent who looks after them, `last_agent` the one they talked to last.
    """

    id: CustomerId
    name: str
    numbers: tuple[str, ...] = ()
    company: str = ""
    language: Language | None = None
    tier: str = ""
    note: str = ""
    last_contact_at: datetime | None = None
    owner: AgentId | None = None
    last_agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class Match:
    """A customer who may be the caller, with a score (0–100, higher is likelier) and why."""

    customer: Customer
    score: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Identification:
    """Who the caller may be: matches ranked likeliest first; none means a new customer is offered.

    `number` is the caller's number in E.164, empty when it was hidden or is no number. A number is a
    hint, never a proof: caller ids can be forged.
    """

    number: str
    matches: tuple[Match, ...]
    reason: Reason | None = None
