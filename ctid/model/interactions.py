"""One customer's engagement from arrival to disposition, and the timed slices it is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import AgentId, CustomerId, InteractionId, OfferId, QueueName
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.routing_policy import VOICE


class SegmentKind(StrEnum):
    """What a slice of an interaction was spent on. RING slices lie inside the QUEUE slice."""

    IVR = "ivr"
    QUEUE = "queue"
    CALLBACK = "callback"  # off the line, with a place in it: to be called back
    RING = "ring"
    TALK = "talk"
    WORK = "work"  # a chat, an e-mail …, in an agent's hands
    HOLD = "hold"
    ACW = "acw"


class Direction(StrEnum):
    """Who called whom. Outbound, `ani` is what we showed and `dnis` the number called.

    Internal calls are between agents: `ani` is the one who called and `dnis` the one who was called.
    """

    INBOUND = "inbound"
    OUTBOUND = "outbound"
    INTERNAL = "internal"


class Outcome(StrEnum):
    """How an interaction ended for the caller; OPEN while it lives."""

    OPEN = "open"
    ANSWERED = "answered"
    ABANDONED_IN_IVR = "abandoned_in_ivr"
    ABANDONED_IN_QUEUE = "abandoned_in_queue"
    SELF_SERVED = "self_served"
    VOICEMAIL = "voicemail"
    CALLBACK_ASKED = "callback_asked"
    TURNED_AWAY = "turned_away"
    BLOCKED = "blocked"  # the number is on the block-list
    FORWARDED = "forwarded"  # sent on to a number outside, unanswered here
    NOT_REACHED = "not_reached"  # outbound: nobody answered
    LOST = "lost"


@dataclass(frozen=True, slots=True)
class Segment:
    """A slice. `detail` says how it ended ("established", "abandoned", "no_answer", …)."""

    kind: SegmentKind
    started_at: datetime
    ended_at: datetime | None = None
    queue: QueueName | None = None
    agent: AgentId | None = None
    offer: OfferId | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Interaction:
    """The record of one engagement. `ended_at` is the caller's hang-up, `closed_at` the end of all work.

    On a channel other than voice `ani` is the customer's address there, and nothing was dialled.
    """

    id: InteractionId
    ani: str
    dnis: str
    arrived_at: datetime
    ani_name: str = ""
    flow: str = ""
    language: Language = Language.EN
    number: str = ""  # the ANI in E.164; empty when hidden or no number
    customer: CustomerId | None = None
    queue: QueueName | None = None
    agent: AgentId | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    closed_at: datetime | None = None
    outcome: Outcome = Outcome.OPEN
    disposition: str = ""
    note: str = ""
    collected: Mapping[str, str] = field(default_factory=dict)  # what the caller keyed in
    attached: Mapping[str, str] = field(default_factory=dict)  # what other systems attached
    direction: Direction = Direction.INBOUND
    channel: str = VOICE
    segments: tuple[Segment, ...] = ()


class OfferState(StrEnum):
    """An offer's life: POPPING (the page is shown the customer), RINGING, then one of three ends."""

    POPPING = "popping"
    RINGING = "ringing"
    ANSWERED = "answered"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """One try to give a waiting interaction to an agent, and why this agent."""

    id: OfferId
    interaction: InteractionId
    agent: AgentId
    queue: QueueName
    made_at: datetime
    reason: Reason
    state: OfferState
    ended_at: datetime | None = None
    ended_because: Reason | None = None
