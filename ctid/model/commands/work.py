"""What agents say of their work."""

from dataclasses import dataclass

from ctid.model.ids import AgentId, CustomerId, InteractionId
from ctid.model.leads import AskedBack


@dataclass(frozen=True, slots=True)
class SignOn:
    """The agent begins to work (state: not ready, until they say ready)."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class SignOff:
    """The agent stops working: after the call that is offered or up, if there is one."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class GetReady:
    """The agent takes calls; ends wrap-up, and takes back what they asked to be after a call."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class GoNotReady:
    """The agent takes no calls, for a configured reason; ends wrap-up.

    While a call is offered or up, it waits until that is over.
    """

    id: str
    agent: AgentId
    reason: str


@dataclass(frozen=True, slots=True)
class ExtendWrapUp:
    """The agent needs more time for the notes, as their queue allows it."""

    id: str
    agent: AgentId


@dataclass(frozen=True, slots=True)
class Dispose:
    """The agent says what came of an interaction they handled (also after wrap-up is over).

    `back`: whoever a campaign has called wants to be called again then.
    """

    id: str
    agent: AgentId
    interaction: InteractionId
    code: str
    note: str = ""
    back: AskedBack | None = None


@dataclass(frozen=True, slots=True)
class ChooseCustomer:
    """The agent says which customer the caller is (of several matches, or newly created)."""

    id: str
    agent: AgentId
    interaction: InteractionId
    customer: CustomerId
