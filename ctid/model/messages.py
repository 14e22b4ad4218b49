"""A message that a caller left for the centre, and its life: new, in an agent's hands, closed.

A message is named after the leg that left it. Taking the same one over twice is therefore no second message,
and whoever hands messages over need not know what was handed over before.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, StrEnum, auto
from typing import NewType

from ctid.model.ids import AgentId, InteractionId, LegId, QueueName
from ctid.model.languages import Language

MessageId = NewType("MessageId", str)


class MessageKind(StrEnum):
    """What was left: words to listen to, or only the wish to be called."""

    VOICEMAIL = "voicemail"
    CALLBACK_REQUEST = "callback_request"


class MessageState(StrEnum):
    """Nobody's yet, somebody's, done with."""

    NEW = "new"
    ASSIGNED = "assigned"
    CLOSED = "closed"


class MessageMove(Enum):
    """What people do with a message."""

    ASSIGN = auto()  # take it, or give it to somebody
    CLOSE = auto()
    REOPEN = auto()


S, M = MessageState, MessageMove

TRANSITIONS: dict[tuple[MessageState, MessageMove], MessageState] = {
    (S.NEW, M.ASSIGN): S.ASSIGNED,
    (S.NEW, M.CLOSE): S.CLOSED,  # nothing to be done about it
    (S.ASSIGNED, M.ASSIGN): S.ASSIGNED,  # handed on
    (S.ASSIGNED, M.CLOSE): S.CLOSED,
    (S.CLOSED, M.REOPEN): S.NEW,  # closed by mistake: anybody may take it
}


def advance(state: MessageState, move: MessageMove) -> MessageState | None:
    """Return the state after `move`, or None when the move has no place in `state`."""
    return TRANSITIONS.get((state, move))


@dataclass(frozen=True, slots=True)
class Message:
    """The record of a message. `number` (E.164, "" if none) is the one to call back."""

    id: MessageId
    kind: MessageKind
    interaction: InteractionId  # the call in which it was left; its row may be written later, or never
    left_at: datetime
    ani: str = ""  # the caller's number as it came
    keyed: str = ""  # the number as the caller keyed it in, "" for their own
    number: str = ""
    dnis: str = ""
    queue: QueueName | None = None
    language: Language = Language.EN
    sound: str = ""  # a file's name in our own folder; "" = nothing to hear
    duration: timedelta = timedelta()
    state: MessageState = MessageState.NEW
    agent: AgentId | None = None
    assigned_at: datetime | None = None
    assigned_by: str = ""
    closed_at: datetime | None = None
    closed_by: str = ""  # an agent's id, or the name of a supervisor or of a program
    disposition: str = ""  # what came of it: a code of the site
    note: str = ""


def message_id(kind: MessageKind, leg: LegId) -> MessageId:
    """Name the message of that kind that `leg` left: a caller leaves at most one of each."""
    return MessageId(f"{_PREFIX[kind]}{leg}")


_PREFIX = {MessageKind.VOICEMAIL: "vm-", MessageKind.CALLBACK_REQUEST: "cb-"}
