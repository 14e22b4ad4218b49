"""Leads: people whom a campaign means to call, and what is known of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, CustomerId
from ctid.model.languages import Language
from ctid.model.reasons import Reason


class LeadState(StrEnum):
    """Where a lead is."""

    OPEN = "open"  # may be called once it is due
    CALLING = "calling"  # an attempt is under way
    UNKNOWN = "unknown"  # nobody knows whether it was called: never again by itself
    DONE = "done"  # reached, used up, or taken out


@dataclass(frozen=True, slots=True)
class LeadNumber:
    """One number (E.164) of a lead, in the order in which they are tried. `kind` is mobile, fixed or "".

    `dead`: there is no such number, or no person behind it; it is not tried again.
    """

    number: str
    kind: str = ""
    dead: bool = False


@dataclass(frozen=True, slots=True)
class Consent:
    """That somebody agreed to be called: when, how, in which words or where the proof is. None: they did not.

    `revoked_at` ends it; `revoked_by` says who wrote that down, and how they said it.
    """

    given_at: datetime
    source: str
    proof: str = ""
    revoked_at: datetime | None = None
    revoked_by: str = ""


@dataclass(frozen=True, slots=True)
class AskedBack:
    """Somebody wants to be called at an instant: by that agent, or (None) by any."""

    at: datetime
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class Lead:
    """A person to call. `region` (ISO 3166-2, "US-CA"; or "FR") and `postcode` are of their address.

    `due_at` is when they may be called next as far as recycling goes (None: at once); `callback` says that
    they asked for that moment, and `callback_agent` by whom. `attempts` counts all dials of all numbers,
    `outcomes` how often each outcome came. `turn` is the place in `numbers` of the one to call next.
    `batch` is the import that brought them, `zone` those of the clock at their first number.
    """

    id: str
    list: str
    numbers: tuple[LeadNumber, ...]
    name: str = ""
    language: Language = Language.EN
    region: str = ""
    postcode: str = ""
    customer: CustomerId | None = None
    priority: int = 0
    facts: Mapping[str, str] = field(default_factory=dict)
    consent: Consent | None = None
    state: LeadState = LeadState.OPEN
    due_at: datetime | None = None
    callback: bool = False
    callback_agent: AgentId | None = None
    attempts: int = 0
    reason: Reason | None = None  # why it is in this state, or due then
    batch: int = 0
    zone: str = ""
    turn: int = 0
    outcomes: Mapping[str, int] = field(default_factory=dict)
