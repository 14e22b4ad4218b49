"""What the world tells the centre. Every one of these may come late, twice or next to its neighbour.

Reports come from the switch, and from the ports that carried out an effect. None of them is a wish.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.model.agents import AgentStatus
from ctid.model.customers import Identification
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.languages import Language
from ctid.model.messages import Message, MessageId, MessageKind
from ctid.model.reasons import Reason
from ctid.model.recordings import Recording
from ctid.model.switches import BlockedNumber, QueueSwitch


# --- the switch's connection ------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class SwitchLost:
    """The connection to a switch broke; its calls go on without us."""

    node: NodeId
    detail: str


@dataclass(frozen=True, slots=True)
class StoodStill:
    """We ourselves stood still for a `span`: what happened meanwhile is about to be heard."""

    span: timedelta


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """A caller's place in the line, as the caller's own leg remembers it (it outlives every restart)."""

    queue: QueueName
    requires: Mapping[SkillName, int]  # what the flow asked for beyond the queue's own requirement
    priority: int
    entered_at: datetime


@dataclass(frozen=True, slots=True)
class SeenLeg:
    """A leg that lives on the switch now: a caller of ours, an agent's leg, or (neither) a stranger.

    `peers` are the other legs in its bridge; `holding` says that it waits in the holding bridge, where
    nobody hears anybody. An agent's leg names its `agent` and the caller it was meant for (`toward`).
    """

    leg: LegId
    caller: bool = False
    answered: bool = False
    ringing: bool = False
    holding: bool = False
    peers: tuple[LegId, ...] = ()
    ani: str = ""
    ani_name: str = ""
    dnis: str = ""
    started_at: datetime | None = None
    flow: str = ""
    language: Language = Language.EN
    verb: str = ""  # what the caller's session ended with; "wait" = in the line
    place: KeptPlace | None = None
    agent: AgentId | None = None
    toward: LegId | None = None
    announced: bool = False  # a caller who has been told that the talk is recorded
    recorded: bool = False  # an agent's leg on which a recording runs
    paused: bool = False  # and is told to hear nothing
    phone: str = ""  # of a leg that ctid did not originate: whose phone it is
    diverted: bool = False  # a caller whom the switch serves by itself, in its native queue


@dataclass(frozen=True, slots=True)
class Arrival:
    """How a caller's leg came in. `last_at` is the last that was heard of it."""

    at: datetime
    ani: str
    dnis: str
    last_at: datetime


@dataclass(frozen=True, slots=True)
class LegHistory:
    """What a leg went through while nobody listened, as the switch's own record tells it.

    `joined_at` and `parted_at` are the first and last time it was in a bridge with somebody; `peer` is the
    phone of the last one it met there. `ended_at` is None while it lives. A caller of ours has an `arrival`;
    `verb` is what the dialplan was doing for it at the end.
    """

    leg: LegId
    ended_at: datetime | None = None
    cause: int = 0
    joined_at: datetime | None = None
    parted_at: datetime | None = None
    arrival: Arrival | None = None
    verb: str = ""
    peer: str = ""


@dataclass(frozen=True, slots=True)
class SwitchSeen:
    """A whole look at a switch: on every connect and from time to time. It heals whatever differs."""

    node: NodeId
    legs: tuple[SeenLeg, ...]
    phones: Mapping[str, bool]  # endpoint → reachable
    histories: tuple[LegHistory, ...] = ()
    restarted: bool = False


# --- callers ----------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CallArrived:
    """A caller's leg asked what to do; `flow` answers it."""

    leg: LegId
    ani: str
    ani_name: str
    dnis: str
    flow: str


@dataclass(frozen=True, slots=True)
class IvrStepped:
    """The caller's session moved: `what` is "heard", "pressed", "entered", "no_input", "no_match" or "chose".

    `value` is what was keyed ("" for none, masked by the flow where it is secret); `into` names what it is.
    """

    leg: LegId
    node: str
    what: str
    value: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class QueueAsked:
    """The flow wants the caller to wait in `queue`; the answer is an `AnswerQueueAsk`."""

    leg: LegId
    queue: QueueName
    requires: Mapping[SkillName, int]
    priority: int
    language: Language


@dataclass(frozen=True, slots=True)
class IvrLeft:
    """The caller's session ended with `verb` (wait, voicemail, …); "" when it broke or they hung up."""

    leg: LegId
    verb: str


# --- legs -------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class LegAlerting:
    """The far phone rings (CSTA Delivered)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegAnswered:
    """The far end answered."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegFailed:
    """A leg that we asked for did not come about."""

    leg: LegId
    reason: Reason


@dataclass(frozen=True, slots=True)
class LegHeld:
    """A caller's leg entered the holding bridge: it waits."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class LegDiverted:
    """A caller went over to the switch's own queue, because ctid was away (CSTA Diverted)."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class PhoneUsed:
    """A phone got a leg that ctid did not originate: the native queue rings it, or its owner dials."""

    leg: LegId
    phone: str


@dataclass(frozen=True, slots=True)
class LegJoined:
    """A leg entered a bridge in which legs hear each other; `phone` is whose it is, if it is a phone's."""

    leg: LegId
    bridge: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class LegParted:
    """A leg left such a bridge."""

    leg: LegId
    bridge: str


@dataclass(frozen=True, slots=True)
class LegCleared:
    """A leg is gone. `cause` is a Q.850 cause."""

    leg: LegId
    cause: int


@dataclass(frozen=True, slots=True)
class LegReferred:
    """A caller's leg was handed on by the agent's phone itself (SIP REFER) and waits; `to` is digits."""

    leg: LegId
    to: str


@dataclass(frozen=True, slots=True)
class PhoneChanged:
    """An agent's phone became reachable or unreachable."""

    phone: str
    reachable: bool


# --- recordings -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class RecordingAnnounced:
    """A caller has heard to the end that the talk is recorded."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class RecordingArmed:
    """An agent's leg is recorded from the moment it is joined to somebody."""

    leg: LegId


@dataclass(frozen=True, slots=True)
class RecordingMuted:
    """The switch did what `MuteRecording` asked."""

    leg: LegId
    muted: bool


@dataclass(frozen=True, slots=True)
class RecordingKept:
    """The sound of a talk that is over is complete and in its place; without a `sha256` there was none."""

    recording: Recording


# --- agents' own phones -----------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class PhoneDialled:
    """A phone dialled `number` by itself. It waits for an `AnswerPhone`, unless it is an emergency.

    An emergency number is called without asking anybody; this only tells of it.
    """

    leg: LegId
    phone: str
    number: str
    emergency: bool = False


@dataclass(frozen=True, slots=True)
class PhoneKeyed:
    """A phone dialled a feature code (`*20`) and waits for an `AnswerPhone`."""

    leg: LegId
    phone: str
    code: str


@dataclass(frozen=True, slots=True)
class DialRefused:
    """The switch refused what was dialled, because it is no number. `by` is a phone, or the trunk."""

    leg: LegId
    by: str
    dialled: str  # percent-encoded, "" where it was the name of a step


# --- answers of other ports -------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class CallerIdentified:
    """The store says who the caller may be."""

    leg: LegId
    identification: Identification


@dataclass(frozen=True, slots=True)
class PopShown:
    """The agent's page acknowledged the pop."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class PopNotShown:
    """No page of the agent is there to show it."""

    offer: OfferId


@dataclass(frozen=True, slots=True)
class StoreAble:
    """Whether anything that happens can be made durable now; until it is said, it can."""

    able: bool


@dataclass(frozen=True, slots=True)
class Draining:
    """The daemon is about to end: nothing new is begun; calls go on without it."""


@dataclass(frozen=True, slots=True)
class Remembered:
    """What the store knew when the daemon started: the first input of a run."""

    agents: tuple[AgentStatus, ...]
    interactions: tuple[Interaction, ...]  # those not closed
    offers: tuple[OfferRecord, ...]  # those not ended
    messages: tuple[Message, ...] = ()  # those not closed, and those closed lately
    closed: Mapping[InteractionId, datetime] = field(default_factory=dict)  # lately: when
    recordings: tuple[Recording, ...] = ()  # those not handed over, and those of open interactions
    switches: tuple[QueueSwitch, ...] = ()  # those thrown
    blocked: tuple[BlockedNumber, ...] = ()  # those in force
    dialled: tuple[Interaction, ...] = ()  # closed calls that agents made in the last two days


# --- messages ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class MessageLeft:
    """A caller left a message, now or while nobody listened; it is told until the store has it.

    `keyed` is the number that the caller keyed in to be called back at, "" for the one they called from.
    `sound` is a file in our own folder, "" where there is nothing to hear.
    """

    id: MessageId
    kind: MessageKind
    leg: LegId
    left_at: datetime
    ani: str = ""
    keyed: str = ""
    dnis: str = ""
    queue: str = ""
    language: Language = Language.EN
    sound: str = ""
    duration: timedelta = timedelta()


Report = (
    SwitchLost | SwitchSeen | CallArrived | IvrStepped | QueueAsked | IvrLeft
    | LegAlerting | LegAnswered | LegFailed | LegHeld | LegJoined | LegParted | LegCleared
    | PhoneDialled | PhoneKeyed | DialRefused
    | PhoneChanged | LegDiverted | PhoneUsed | CallerIdentified | PopShown | PopNotShown | Remembered
    | LegReferred | MessageLeft
    | RecordingAnnounced | RecordingArmed | RecordingMuted | RecordingKept
    | PhoneChanged | CallerIdentified | PopShown | PopNotShown | Remembered
    | StoreAble | Draining | StoodStill
)  # fmt: skip
