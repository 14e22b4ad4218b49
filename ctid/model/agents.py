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
    """An agent's state since when and why; `idle_since` is the turn it holds in the longest-idle order.

    `until` is when wrap-up, or the back-off after a missed offer, ends by itself. `missed` counts the offers
    missed in a row, `extensions` how often wrap-up may still be made longer. `then` is why the agent will not
    be ready, or not signed on, once what they are busy with is over; None: they will be ready.
    """

    agent: AgentId
    state: AgentState
    since: datetime
    reason: Reason
    idle_since: datetime | None = None
    offer: OfferId | None = None
    interaction: InteractionId | None = None
    until: datetime | None = None
    missed: int = 0
    extensions: int = 0
    then: Reason | None = None

    @property
    def backs_off(self) -> bool:
        """Say whether they have missed an offer, and will be ready again by themselves."""
        return self.state is AgentState.NOT_READY and self.until is not None

    @property
    def then_state(self) -> AgentState | None:
        """Return what `then` makes of them."""
        if self.then is None:
            return None
        signs_off = self.then.code == AgentState.SIGNED_OFF
        return AgentState.SIGNED_OFF if signs_off else AgentState.NOT_READY
