"""The words of selection: whom to call next, or why nobody."""

from dataclasses import dataclass
from datetime import datetime

from ctid.model.ids import AgentId
from ctid.model.leads import Lead
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lead to call, at which number (E.164), why it is the next; `agent` is who is asked for by name."""

    campaign: str
    lead: Lead
    number: str
    reason: Reason
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class Nothing:
    """Nobody to call, and why; look again at the instant, or (None) when something has been heard."""

    reason: Reason
    look_again_at: datetime | None = None
