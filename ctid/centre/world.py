"""The live state of the centre and the three ways in which it speaks: tell, ask, keep.

There is one `World`, changed by one task. The functions beside this file are its rules, grouped by
whom they are about (callers, offers, agents, recovery); each takes the world, changes it and says
what follows. Nothing leaves before the input has been handled to its end.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.acd.entry import QueueEntry
from ctid.acd.status import BY_ITSELF, moved
from ctid.calls import phase as call_machine
from ctid.calls.bridges import Bridges
from ctid.calls.phase import CallMove, CallPhase
from ctid.centre.due import Due
from ctid.centre.layers import Layers
from ctid.centre.live_attempts import Dials
from ctid.centre.live_item import Items
from ctid.centre.live_recording import LiveRecording
from ctid.centre.waiting import Waiting
from ctid.centre.whither import Target, ToAgent, ToNumber
from ctid.centre.wishes import Wishes
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.customers import Identification
from ctid.model.effects import Effect, Keep, WriteClosed
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId, QueueName
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.messages import Message, MessageId
from ctid.model.outbound_policy import Used
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Preferred
from ctid.model.site import Site
from ctid.model.switches import BlockedNumber, QueueSwitch

BEFORE_ALL = datetime.min.replace(tzinfo=UTC)
PHONE_GONE = Reason("not_ready", {"reason": "phone", "because": "unreachable"})
LATELY = timedelta(hours=25)  # longer than the switch's own record is looked through


@dataclass(frozen=True, slots=True)
class Handover:
    """A transfer under way: who asked, whereto, the place in the line; believed until `until`."""

    command: str
    by: AgentId
    to: str
    target: Target
    entry: QueueEntry | None
    until: datetime


@dataclass(slots=True)
class Second:
    """The party whom the agent asks, while they are in the call; a colleague comes by an offer."""

    target: ToAgent | ToNumber
    command: str
    leg: LegId | None = None  # None until they are rung
    offer: "LiveOffer | None" = None
    up: bool = False  # they and the agent hear, or heard, each other
    asked: str = ""  # the command that ends the consultation
    conferring: bool = False

    @property
    def name(self) -> str:
        """The agent's id or the number."""
        return self.target.agent if isinstance(self.target, ToAgent) else self.target.number


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
    diverted: bool = False  # in the switch's own queue: it serves them, no offers
    missing: bool = False  # the switch could not find the leg: no offers until it is seen or heard of again
    hold_asked: str = ""  # the command under way; it is believed until `hold_until`
    hold_until: datetime | None = None
    retrieve_asked: str = ""
    retake_asked: bool = False  # held or about to be; once the agent's leg is gone they are rung anew
    left_on_purpose: bool = False
    leg_up: bool = False  # outbound: the agent's own phone has answered
    made_by: AgentId | None = None  # outbound: who dials
    won: OfferRecord | None = None  # the offer that was answered
    handover: Handover | None = None
    forwarded: bool = False  # sent to a number outside
    to_consult: Second | None = None  # to be rung once the caller is held
    second: Second | None = None
    conferred: bool = False  # the bridge is a conference: it does not end with the talk
    announced: bool = False  # the caller was told that the talk is recorded
    missed_by: set[AgentId] = field(default_factory=set)  # agents who did not answer
    waiting: Waiting = field(default_factory=Waiting)

    @property
    def waits_freely(self) -> bool:
        """Say whether the caller waits, and nothing is under way for them."""
        waits = self.entry is not None and self.phase is CallPhase.WAITING
        return waits and self.offer is None and not (self.missing or self.diverted)

    def known_agents(self) -> dict[Preferred, AgentId]:
        """Return the agents whom the likeliest customer has already, without those who missed the call."""
        matches = self.identification.matches if self.identification is not None else ()
        if not matches:
            return {}
        customer = matches[0].customer
        known = {Preferred.LAST_AGENT: customer.last_agent, Preferred.ACCOUNT_OWNER: customer.owner}
        return {
            whom: agent for whom, agent in known.items() if agent is not None and agent not in self.missed_by
        }

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
    consults: LegId | None = None  # the leg of the agent who asks this one
    asked_at: datetime | None = None  # overdue: the switch is being looked at again
    looked: bool = False  # it was, and the leg did not talk
    alerted_at: datetime | None = None
    answered: bool = False


@dataclass(frozen=True, slots=True)
class Work:
    """What an agent is busy with, until when at most, and how often that may be made longer."""

    offer: OfferId | None = None
    interaction: InteractionId | None = None
    until: datetime | None = None
    extensions: int = 0


@dataclass(slots=True)
class World:
    """All live state. `switch_seen` is false until the switch has been looked at as a whole."""

    site: Site
    new_offer_id: Callable[[], OfferId]
    layers: Layers = field(init=False)  # of `site`
    calls: dict[InteractionId, LiveCall] = field(default_factory=dict)
    offers: dict[OfferId, LiveOffer] = field(default_factory=dict)
    agents: dict[AgentId, AgentStatus] = field(default_factory=dict)
    phones: dict[str, bool] = field(default_factory=dict)
    talking: dict[LegId, InteractionId] = field(default_factory=dict)  # agents' legs that are in a talk
    seconds: dict[LegId, InteractionId] = field(default_factory=dict)  # legs of parties who are asked
    phone_legs: dict[LegId, AgentId] = field(default_factory=dict)  # of agents' phones, not originated by us
    members: tuple[str, ...] | None = None  # of the native queue as last written; None: not known
    closed: dict[QueueName, QueueSwitch] = field(default_factory=dict)  # by a supervisor, now
    closed_told: WriteClosed | None = None  # what the switch was told of that; None: not known
    blocked: dict[str, BlockedNumber] = field(default_factory=dict)  # by number (E.164)
    bridges: Bridges = field(default_factory=Bridges)
    recordings: dict[str, LiveRecording] = field(default_factory=dict)
    armed: set[LegId] = field(default_factory=set)  # agents' legs that are recorded once they talk
    last_handled: dict[AgentId, Interaction] = field(default_factory=dict)
    messages: dict[MessageId, Message] = field(default_factory=dict)  # open, or closed lately
    over: dict[InteractionId, datetime] = field(default_factory=dict)  # closed lately: when
    items: Items = field(default_factory=Items)  # work of other channels
    dials: Dials = field(default_factory=Dials)  # for campaigns
    wishes: Wishes = field(default_factory=Wishes)  # to be called back
    due: Due = field(default_factory=Due)
    used: dict[AgentId, list[Used]] = field(default_factory=dict)  # closed calls that they made
    switch_seen: bool = False
    able_to_write: bool = True  # what may harm if repeated or lost is begun only then
    draining: bool = False  # nothing new is begun
    switch_lost_at: datetime | None = None
    node: NodeId | None = None  # the switch that agents call out through
    said: list[Effect | Event] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.layers = Layers(self.site)
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

    def closed_at(self, call: InteractionId, at: datetime) -> None:
        """Note that a call is closed, and let go of those that were long ago."""
        self.over[call] = at
        while (oldest := next(iter(self.over))) != call and self.over[oldest] + LATELY <= at:
            del self.over[oldest]

    def keep(self, call: LiveCall, record: Interaction | None = None) -> None:
        """Have the newest value of the call's record written."""
        if record is not None:
            call.record = record
        self.said.append(Keep(call.record))

    # --- looking ------------------------------------------------------------------------------------
    def call(self, interaction: InteractionId | None) -> LiveCall | None:
        """Return the call of an interaction, None if it is over or there is none."""
        return self.calls.get(interaction) if interaction is not None else None

    def offer(self, offer: OfferId | None) -> LiveOffer | None:
        """Return an open offer, None if it has ended or there is none."""
        return self.offers.get(offer) if offer is not None else None

    def caller(self, leg: LegId) -> LiveCall | None:
        """Return the call of a caller's leg: the one they came by, or are called back by."""
        return self.calls.get(self.interaction_of(leg))

    def interaction_of(self, leg: LegId) -> InteractionId:
        """Name the interaction of a caller's leg."""
        return self.wishes.legs.get(leg, InteractionId(leg))

    def phone_reachable(self, agent: AgentId) -> bool:
        """Say whether the agent's phone can be rung, as far as is known."""
        return self.phones.get(self.site.agents[agent].phone, False)

    def signed_on(self) -> Iterator[AgentId]:
        """Yield the agents who are at work."""
        for agent, status in self.agents.items():
            if status.state is not AgentState.SIGNED_OFF and agent in self.site.agents:
                yield agent

    def moves(self) -> Iterator[Event]:
        """Yield the moves of agents since this input came."""
        for said in self.said:
            if isinstance(said, Event) and said.kind is EventKind.AGENT_CHANGED:
                yield said

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
        if move in BY_ITSELF and before.then is None and self._phone_is_gone(agent):
            before = replace(before, then=PHONE_GONE)
        after = moved(before, move, reason, now)
        if after is None:
            return False
        if work is not None:
            after = replace(after, **{name: getattr(work, name) for name in Work.__slots__})
        self.note_agent(after)
        self.ask(Keep(after))
        then = after.then_state.value if after.then_state is not None else ""
        self.tell(
            EventKind.AGENT_CHANGED, now, agent=agent, reason=after.reason, state=after.state.value, then=then
        )
        return True

    def note_agent(self, status: AgentStatus) -> None:
        """Know what an agent is doing, and until when."""
        self.agents[status.agent] = status
        self.due.agents.put(status.agent, status.until)

    def _phone_is_gone(self, agent: AgentId) -> bool:
        return agent in self.site.agents and self.phones.get(self.site.agents[agent].phone) is False


def signed_off(agent: AgentId) -> AgentStatus:
    """Return the status of an agent of whom nothing is known yet."""
    return AgentStatus(agent, AgentState.SIGNED_OFF, BEFORE_ALL, Reason("signed_off"))
