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


@dataclass(frozen=True, slots=True)
class HoldLeg:
    """Take `caller` out of the talk into music; `agent_leg` waits in its own dialplan."""

    caller: LegId
    agent_leg: LegId


@dataclass(frozen=True, slots=True)
class RetrieveLeg:
    """Join `agent_leg` to the held `caller` again."""

    caller: LegId
    agent_leg: LegId


@dataclass(frozen=True, slots=True)
class DialOut:
    """Ring the agent's own phone as `leg`; when it answers, its dialplan calls `number` (E.164)."""

    leg: LegId
    agent: AgentId
    phone: str
    number: str
    show_number: str  # what the called party sees: E.164 or ""
    timeout: timedelta  # of the agent's phone
    language: Language


@dataclass(frozen=True, slots=True)
class AnswerPhone:
    """Tell a phone that dialled by itself what becomes of it.

    `do` is "outside" (call `number`, showing `show_number`), "internal" (ring the colleague's `phone`) or
    "say" (play the prompt `say`).
    """

    leg: LegId
    do: str
    language: Language
    number: str = ""
    show_number: str = ""
    phone: str = ""
    say: str = ""


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
class ShowRecord:
    """Show a record of another system on the agent's page."""

    command: str
    agent: AgentId
    title: str
    url: str
    fields: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class AnswerCommand:
    """Tell who asked whether it was done (`refused` is None) or which rule refused it."""

    command: str
    refused: Reason | None


Effect = (
    AnswerQueueAsk | AnswerPhone | RingAgent | ClearLeg | HoldLeg | RetrieveLeg | DialOut
    | IdentifyCaller | Keep | PopCustomer | ShowRecord | AnswerCommand
)  # fmt: skip
