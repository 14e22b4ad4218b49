"""What the centre asks of the world. Each has exactly one addressee, named by its section."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.model.agents import AgentStatus
from ctid.model.customers import Identification
from ctid.model.ids import AgentId, InteractionId, LegId, OfferId, QueueName
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.languages import Language
from ctid.model.reasons import Reason


# --- to the switch ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AnswerQueueAsk:
    """Tell the caller's session whether the queue takes the caller, and why (not)."""

    leg: LegId
    admitted: bool
    reason: Reason
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class RingAgent:
    """Originate `leg` to `phone`; when it answers, its own dialplan joins it to `caller`."""

    leg: LegId
    offer: OfferId
    agent: AgentId
    phone: str
    caller: LegId
    timeout: timedelta
    queue: QueueName
    language: Language  # the agent's: the whisper is for them
    show_number: str  # what the phone displays: E.164 or ""


@dataclass(frozen=True, slots=True)
class ClearLeg:
    """Hang a leg up."""

    leg: LegId
    reason: Reason


# --- to the store -----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class IdentifyCaller:
    """Find who has the number; answered by `CallerIdentified`."""

    leg: LegId
    ani: str


@dataclass(frozen=True, slots=True)
class Keep:
    """Write the newest value of a record over the last one."""

    record: Interaction | AgentStatus | OfferRecord


# --- to the agents' pages ---------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PopCustomer:
    """Show the customer on the agent's page; answered by `PopShown` or `PopNotShown`."""

    offer: OfferId
    agent: AgentId
    interaction: InteractionId
    queue: QueueName
    queue_title: Mapping[str, str]  # language → title
    identification: Identification | None
    reason: Reason
    waited: timedelta
    collected: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """Tell who asked whether it was done (`refused` is None) or which rule refused it."""

    command: str
    refused: Reason | None


Effect = AnswerQueueAsk | RingAgent | ClearLeg | IdentifyCaller | Keep | PopCustomer | AnswerCommand
