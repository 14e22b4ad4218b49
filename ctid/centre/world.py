"""The live state of the centre and the three ways in which it speaks: tell, ask, keep.

There is one `World`, changed by one task. The functions beside this file are its rules, grouped by
whom they are about (callers, offers, agents, recovery); each takes the world, changes it and says
what follows. Nothing leaves before the input has been handled to its end.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctid.acd import agent as agent_machine
from ctid.acd.agent import AgentMove
from ctid.acd.entry import QueueEntry
from ctid.calls import phase as call_machine
from ctid.calls.bridges import Bridges
from ctid.calls.phase import CallMove, CallPhase
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.customers import Identification
from ctid.model.effects import Effect, Keep
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.reasons import Reason
from ctid.model.site import Site

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Maker:
    """The agent who makes an outbound call, and the state to give back if nobody answers."""

    agent: AgentId
    before: AgentStatus


@dataclass(slots=True)
class LiveCall:
    """A caller and all that is known of the call."""

    record: Interaction
    leg: LegId
    phase: CallPhase = CallPhase.IVR
    entry: QueueEntry | None = None  # the place asked for; it counts once the phase is WAITING
    offer: OfferId | None = None
    identification: Identification | None = None
    verb: str = ""
    missing: bool = False  # the switch could not find the leg: no offers until it is seen or heard of again
    hold_asked: str = ""  # the command under way; it is believed until `hold_until`
    hold_until: datetime | None = None
    retrieve_asked: str = ""
    retake_asked: bool = False  # held or about to be; once the agent's leg is gone they are rung anew
    retake_until: datetime | None = None  # held, and the agent's leg is gone: how long to wait for it
    left_on_purpose: bool = False
    leg_up: bool = False  # outbound: the agent's own phone has answered
    made_by: Maker | None = None  # outbound: who dials, and what they did before
    won: OfferRecord | None = None  # the offer that was answered

    def move(self, move: CallMove) -> bool:
        """Move the phase; False when the move changes nothing here (late, twice)."""
        phase = call_machine.advance(self.phase, move)
        if phase is None:
            return False
        self.phase = phase
        return True


@dataclass(slots=True)
class LiveOffer:
    """An open offer: its record, the leg toward the phone, and until when to wait for what."""

    record: OfferRecord
    leg: LegId
    until: datetime
    again: bool = False  # the same agent is rung anew for a held call
    alerted_at: datetime | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What an agent is busy with, and until when at most."""

    offer: OfferId | None = None
    interaction: InteractionId | None = None
    until: datetime | None = None


@dataclass(slots=True)
class World:
    """All live state. `switch_seen` is false until the switch has been looked at as a whole."""

    site: Site
    new_offer_id: Callable[[], OfferId]
    calls: dict[InteractionId, LiveCall] = field(default_factory=dict)
    offers: dict[OfferId, LiveOffer] = field(default_factory=dict)
    agents: dict[AgentId, AgentStatus] = field(default_factory=dict)
    phones: dict[str, bool] = field(default_factory=dict)
    talking: dict[LegId, InteractionId] = field(default_factory=dict)  # agents' legs that are in a talk
    bridges: Bridges = field(default_factory=Bridges)
    last_handled: dict[AgentId, Interaction] = field(default_factory=dict)
    switch_seen: bool = False
    switch_lost_at: datetime | None = None
    node: NodeId | None = None  # the switch that agents call out through
    said: list[Effect | Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        for agent in self.site.agents:
            self.agents.setdefault(agent, signed_off(agent))

    # --- speaking -----------------------------------------------------------------------------------
    def tell(
        self,
        kind: EventKind,
        at: datetime,
        *,
        call: InteractionId | None = None,
        offer: LiveOffer | None = None,
        agent: AgentId | None = None,
        reason: Reason | None = None,
        **facts: str | int | float,
    ) -> None:
        """Say that something happened; an offer brings its own interaction and agent along."""
        if offer is not None:
            call, agent = offer.record.interaction, offer.record.agent
        offer_id = offer.record.id if offer is not None else None
        self.said.append(Event(kind, at, call, agent, offer_id, reason, facts))

    def ask(self, effect: Effect) -> None:
        """Ask something of the world outside."""
        self.said.append(effect)

    def keep(self, call: LiveCall, record: Interaction | None = None) -> None:
        """Have the newest value of the call's record written."""
        if record is not None:
            call.record = record
        self.said.append(Keep(call.record))

    # --- looking ------------------------------------------------------------------------------------
    def caller(self, leg: LegId) -> LiveCall | None:
        """Return the call of a caller's leg: an interaction is named after the leg that opened it."""
        return self.calls.get(InteractionId(leg))

    def phone_reachable(self, agent: AgentId) -> bool:
        """Say whether the agent's phone can be rung, as far as is known."""
        return self.phones.get(self.site.agents[agent].phone, False)

    # --- agents -------------------------------------------------------------------------------------
    def move_agent(
        self,
        agent: AgentId,
        move: AgentMove,
        reason: Reason,
        now: datetime,
        work: Work | None = None,
    ) -> bool:
        """Move an agent and say so; False when the move has no place in the agent's state."""
        before = self.agents.get(agent, signed_off(agent))
        state = agent_machine.advance(before.state, move)
        if state is None:
            return False
        since = before.since if state is before.state else now
        idle_since = _turn(before, state, move, now)
        work = work or Work()
        after = AgentStatus(agent, state, since, reason, idle_since, work.offer, work.interaction, work.until)
        self.agents[agent] = after
        self.said.append(Keep(after))
        self.tell(EventKind.AGENT_CHANGED, now, agent=agent, reason=reason, state=state.value)
        return True


def signed_off(agent: AgentId) -> AgentStatus:
    """Return the status of an agent of whom nothing is known yet."""
    return AgentStatus(agent, AgentState.SIGNED_OFF, BEFORE_ALL, Reason("signed_off"))


def _turn(before: AgentStatus, state: AgentState, move: AgentMove, now: datetime) -> datetime | None:
    """The turn in the longest-idle order: kept over an offer given back, otherwise begun on getting ready."""
    if state is AgentState.RESERVED or move is AgentMove.RELEASE:
        return before.idle_since
    if state is AgentState.READY:
        return before.idle_since if before.state is AgentState.READY else now
    return None
