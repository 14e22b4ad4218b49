"""What people ask of the centre. Each is answered by one `AnswerCommand` with the same id."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.model.ids import AgentId, CustomerId, InteractionId


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


Command = (
    SignOn | SignOff | GetReady | GoNotReady | Dispose | ChooseCustomer
    | HoldCall | RetrieveCall | RetakeCall | ClearConnection | MakeCall | PopRecord | AttachData
)  # fmt: skip
