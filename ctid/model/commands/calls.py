"""What agents and other systems want done with calls."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

from ctid.model.ids import AgentId, InteractionId


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
