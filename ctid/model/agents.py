"""What an agent is doing, as everybody outside the ACD sees it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, InteractionId, OfferId
from ctid.model.reasons import Reason


class AgentState(StrEnum):
    """The states of an agent (CSTA's agent states, with the offer made visible)."""

    SIGNED_OFF = "signed_off"
    NOT_READY = "not_ready"
    READY = "ready"
    RESERVED = "reserved"
    TALKING = "talking"
    WRAP_UP = "wrap_up"


@dataclass(frozen=True, slots=True)
class AgentStatus:
    """An agent's state since when and why; `idle_since` is the turn it holds in the longest-idle order."""

    agent: AgentId
    state: AgentState
    since: datetime
    reason: Reason
    idle_since: datetime | None = None
    offer: OfferId | None = None
    interaction: InteractionId | None = None
    until: datetime | None = None
