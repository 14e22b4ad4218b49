"""What callers do, and what their sessions ask."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import LegId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.messages import MessageId, MessageKind
from ctid.model.reasons import Reason


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
    """The caller's session moved: `what` is one of those of `ctid.ivr.steps.Note`.

    `value` is what was keyed ("" for none, masked by the flow where it is secret); `into` names what it is.
    `reason` says why, where a rule of the flow or somebody outside decided.
    """

    leg: LegId
    node: str
    what: str
    value: str = ""
    into: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class QueueAsked:
    """The flow wants the caller to wait in `queue`; the answer is an `AnswerQueueAsk`.

    `since` says that they have waited already, where the switch held them while we were away.
    """

    leg: LegId
    queue: QueueName
    requires: Mapping[SkillName, int]
    priority: int
    language: Language
    since: datetime | None = None


@dataclass(frozen=True, slots=True)
class IvrLeft:
    """The caller's session ended with `verb` (wait, voicemail, …); "" when it broke or they hung up.

    `flow` was followed, and `path` are its nodes that they came through (ctid.ivr.path); "" where none was.
    """

    leg: LegId
    verb: str
    flow: str = ""
    path: str = ""


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
