"""What the centre asks of the world. Each has exactly one addressee, named by its section."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.model.attempt_effects import JoinStandby, PlaceAttempt, ReadReceipt, StandAgain, StandBy
from ctid.model.callback_effects import AskNumber, CallBack, Promise
from ctid.model.customers import Identification
from ctid.model.ids import AgentId, FlowName, InteractionId, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.lead_queries import FindLeads, OpenCampaign
from ctid.model.reasons import Reason
from ctid.model.receipts import GiveReceipt
from ctid.model.recordings import RecordRule
from ctid.model.records import Record
from ctid.model.switches import LeadsTo


# --- to the switch ----------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class AnswerQueueAsk:
    """Tell the caller's session whether the queue takes the caller, and why (not)."""

    leg: LegId
    admitted: bool
    reason: Reason
    entered_at: datetime
    announce: bool = False  # tell the caller first that the talk is recorded
    queue: QueueName | None = None  # which one takes them; None: the one that was asked for
    after: FlowName | None = None  # the flow that they enter once their agent has left


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
    consults: LegId | None = None  # the leg of the agent who asks: it is joined first, not the caller
    calls_back: bool = False  # the caller has no leg yet: it waits to be joined by theirs
    record: bool = False


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
    record: RecordRule = RecordRule.NO


@dataclass(frozen=True, slots=True)
class MuteRecording:
    """Let the recording of an agent's `leg` hear nothing, or hear again; answered by `RecordingMuted`."""

    leg: LegId
    muted: bool


@dataclass(frozen=True, slots=True)
class NotePlace:
    """Have the caller's leg remember this place in the line; it stays where it is."""

    caller: LegId
    queue: QueueName
    requires: Mapping[SkillName, int]
    priority: int
    entered_at: datetime
    after: FlowName | None = None  # the flow that they enter once their agent has left


@dataclass(frozen=True, slots=True)
class BackToLine(NotePlace):
    """Take `caller` out of the talk into the line; the leg remembers its new place."""


@dataclass(frozen=True, slots=True)
class StartFlow:
    """Take `caller` out of the line into a flow, at its start."""

    caller: LegId
    flow: FlowName


@dataclass(frozen=True, slots=True)
class TellWaiting:
    """Have a caller who waits hear these prompts (their keys) when their lap is over."""

    caller: LegId
    prompts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ForwardLeg:
    """Take `caller` out of where they are; their own dialplan calls `number` (E.164)."""

    caller: LegId
    number: str
    show_number: str  # what the called party sees: E.164 or ""


@dataclass(frozen=True, slots=True)
class ConsultNumber:
    """Call `number` (E.164) as `leg`; when it answers, its dialplan joins it to the agent who asks."""

    leg: LegId
    number: str
    show_number: str
    caller: LegId
    agent_leg: LegId
    timeout: timedelta
    language: Language


@dataclass(frozen=True, slots=True)
class Await:
    """Tell `agent_leg` to wait, and to hear ringing, while somebody is called for it."""

    agent_leg: LegId


@dataclass(frozen=True, slots=True)
class JoinAll:
    """Put the caller and the legs of both others into one bridge that outlives each of them."""

    caller: LegId
    others: tuple[LegId, LegId]


@dataclass(frozen=True, slots=True)
class LookAgain:
    """Look at a switch now, and at what legs went through from `since` on; answered by `SwitchSeen`."""

    node: NodeId
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class SendLeg:
    """Take a caller out of whatever they do there, to hear `says` (a prompt's key) and then be sent on."""

    leg: LegId
    says: str
    leads_to: LeadsTo = LeadsTo.END


@dataclass(frozen=True, slots=True)
class WriteClosed:
    """Write down on the switch that everything is closed (until an instant), or that it is not."""

    closed: bool
    until: datetime | None = None
    says: str = ""


@dataclass(frozen=True, slots=True)
class WriteMembers:
    """Write down on the switch which phones (and no others) it is to ring by itself while ctid is away."""

    phones: tuple[str, ...]


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

    record: Record


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
    asked_back_at: datetime | None = None  # they are, or were, called back: since when they wait for that


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


ToSwitch = (
    AnswerQueueAsk | AnswerPhone | RingAgent | ClearLeg | HoldLeg | RetrieveLeg | DialOut | MuteRecording
    | BackToLine | ForwardLeg | ConsultNumber | Await | JoinAll | LookAgain
    | WriteMembers | SendLeg | WriteClosed | Promise | CallBack | NotePlace | StartFlow | TellWaiting
    | AskNumber | PlaceAttempt | StandBy | JoinStandby | StandAgain | ReadReceipt
)  # fmt: skip

ToStore = IdentifyCaller | OpenCampaign | FindLeads

Effect = ToSwitch | ToStore | Keep | PopCustomer | ShowRecord | AnswerCommand | GiveReceipt
