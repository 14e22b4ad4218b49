"""What people ask of the centre. Each is answered by one `AnswerCommand` with the same id."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Literal

from ctid.model.ids import AgentId, CustomerId, InteractionId, QueueName
from ctid.model.messages import MessageId
from ctid.model.switches import LeadsTo


@dataclass(frozen=True, slots=True)
class SignOn:
    """The agent begins to work (state: not ready, until they say ready)."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class SignOff:
    """The agent stops working; refused while a call is offered or up."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class GetReady:
    """The agent takes calls; ends wrap-up."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class GoNotReady:
    """The agent takes no calls, for a configured reason; ends wrap-up."""

    id: str
    agent: AgentId
    reason: str


@dataclass(frozen=True, slots=True)
class Dispose:
    """The agent says what came of an interaction they handled (also after wrap-up is over)."""

    id: str
    agent: AgentId
    interaction: InteractionId
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ChooseCustomer:
    """The agent says which customer the caller is (of several matches, or newly created)."""

    id: str
    agent: AgentId
    interaction: InteractionId
    customer: CustomerId


@dataclass(frozen=True, slots=True)
class HoldCall:
    """The agent puts the caller they talk with on hold (CSTA HoldCall)."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class RetrieveCall:
    """The agent takes the held caller back."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class RetakeCall:
    """The agent's page was loaded anew, so their leg is dead though it seems alive: ring them again.

    The caller hears music meanwhile.
    """

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class ClearConnection:
    """The agent hangs up; the other side goes on in its own dialplan."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class BlindTransfer:
    """The agent hands their caller on and leaves (CSTA SingleStepTransferCall).

    `to` is an agent's id, a queue's name or a number outside (E.164).
    """

    id: str
    agent: AgentId
    to: str


@dataclass(frozen=True, slots=True)
class Consult:
    """The agent holds their caller and asks somebody (CSTA ConsultationCall): an agent's id or a number."""

    id: str
    agent: AgentId
    to: str


@dataclass(frozen=True, slots=True)
class CompleteTransfer:
    """The caller is joined with the consulted party; the agent leaves (CSTA TransferCall)."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class CancelConsult:
    """The agent goes back to the held caller; the consulted party is let go (CSTA ReconnectCall)."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class Conference:
    """Caller, agent and consulted party hear each other (CSTA ConferenceCall)."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class MakeCall:
    """Click-to-dial: the agent's own phone rings first, then `number` (E.164) is called.

    `data` is attached to the interaction that comes of it. `show` names the number to show.
    """

    id: str
    agent: AgentId
    number: str
    data: Mapping[str, str] = field(default_factory=dict)
    show: str = ""


@dataclass(frozen=True, slots=True)
class PopRecord:
    """Show a record of another system on the agent's page: a title, a link and short fields."""

    id: str
    agent: AgentId
    title: str
    url: str = ""
    fields: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AttachData:
    """Attach data to a live interaction; a name that is there gets the new value."""

    id: str
    interaction: InteractionId
    data: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks for something that agents and others may ask for: an agent by their id, others by name."""

    name: str
    agent: bool


@dataclass(frozen=True, slots=True)
class AssignMessage:
    """Give a message to `agent`; an agent may take a new one, and hand on their own."""

    id: str
    message: MessageId
    agent: AgentId
    by: Asker


@dataclass(frozen=True, slots=True)
class CloseMessage:
    """Say what came of a message: it needs nobody any more. An agent closes new ones and their own."""

    id: str
    message: MessageId
    by: Asker
    code: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReopenMessage:
    """Make a message new again that was closed within the last day."""

    id: str
    message: MessageId
    by: Asker


@dataclass(frozen=True, slots=True)
class PauseRecording:
    """Record nothing for now: by the `agent` in the talk, or (None) by whoever may do so for every call.

    `by` names who asks; with `limit` it is resumed by itself.
    """

    id: str
    interaction: InteractionId
    agent: AgentId | None
    by: str
    limit: timedelta | None = None


@dataclass(frozen=True, slots=True)
class ResumeRecording:
    """Record again."""

    id: str
    interaction: InteractionId
    agent: AgentId | None
    by: str


@dataclass(frozen=True, slots=True)
class HearRecording:
    """Somebody listens to a recording: it is told, whoever it is."""

    id: str
    recording: str
    interaction: InteractionId
    by: str


@dataclass(frozen=True, slots=True)
class CloseQueue:
    """A supervisor (`who`) closes a queue now (None: all); who waits is served or told."""

    id: str
    who: str
    queue: QueueName | None
    says: str = "closed"
    leads_to: LeadsTo = LeadsTo.END
    until: datetime | None = None  # reopens by itself
    waiting: Literal["serve", "tell"] = "serve"


@dataclass(frozen=True, slots=True)
class OpenQueue:
    """A supervisor opens a queue again (None: all)."""

    id: str
    who: str
    queue: QueueName | None


@dataclass(frozen=True, slots=True)
class BlockNumber:
    """A supervisor has a number let in no more; `number` as people write it."""

    id: str
    who: str
    number: str
    reason: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class UnblockNumber:
    """A supervisor has a number let in again."""

    id: str
    who: str
    number: str


Command = (
    SignOn | SignOff | GetReady | GoNotReady | Dispose | ChooseCustomer
    | HoldCall | RetrieveCall | RetakeCall | ClearConnection | MakeCall | PopRecord | AttachData
    | AssignMessage | CloseMessage | ReopenMessage
    | BlindTransfer | Consult | CompleteTransfer | CancelConsult | Conference
    | PauseRecording | ResumeRecording | HearRecording
    | CloseQueue | OpenQueue | BlockNumber | UnblockNumber
)  # fmt: skip
