"""The notes that the AGI scripts leave in the spool (agi_scripts/note.py), read as if a stranger wrote them.

What a message cannot be without (a kind, a call that could have left it) is required; what lacks it is no
note. All else is what some caller's telephone said of itself: it is made harmless and never loses a message.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ctid.asterisk.contract import read_language
from ctid.model.ids import NodeId, leg_id
from ctid.model.messages import MessageId, MessageKind, message_id
from ctid.model.reports import MessageLeft

LARGEST = 16 * 1024  # bytes
LONGEST = 80  # characters of what a caller's telephone said
ENDINGS = {MessageKind.VOICEMAIL: "", MessageKind.CALLBACK_REQUEST: "-callback"}

_CALL = re.compile(r"[0-9A-Za-z._-]{1,150}", re.ASCII)
_UNSAFE = re.compile(r"[^0-9A-Za-z.-]")
_KEYED = re.compile(r"[0-9]{1,15}", re.ASCII)
_QUEUE = re.compile(r"[A-Za-z0-9_-]{1,80}", re.ASCII)


class ForeignNoteError(ValueError):
    """What was read is no note of ours."""


@dataclass(frozen=True, slots=True)
class Note:
    """A note that could be one of ours. `call` is the Uniqueid; `left_at` may lie in the future."""

    kind: MessageKind
    call: str
    left_at: datetime
    ani: str
    keyed: str
    dnis: str
    queue: str
    language: str

    @property
    def stem(self) -> str:
        """What the names of its files begin with."""
        return _UNSAFE.sub("_", self.call) + ENDINGS[self.kind]

    def id(self, node: NodeId) -> MessageId:
        """Name the message."""
        return message_id(self.kind, leg_id(node, self.call))

    def left(self, node: NodeId, *, sound: str = "", duration: timedelta = timedelta()) -> MessageLeft:
        """Say it in the model's words."""
        return MessageLeft(
            self.id(node), self.kind, leg_id(node, self.call), self.left_at,
            ani=self.ani, keyed=self.keyed, dnis=self.dnis, queue=self.queue,
            language=read_language(self.language), sound=sound, duration=duration,
        )  # fmt: skip


def read_note(name: str, content: bytes, now: datetime) -> Note:
    """Read the note called `name` (without its ending). Raises `ForeignNoteError` for anything else."""
    try:
        said = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ForeignNoteError("it is no JSON") from error
    if not isinstance(said, dict):
        raise ForeignNoteError("it is no object")
    try:
        kind = MessageKind(said.get("kind", MessageKind.VOICEMAIL))
    except ValueError as error:
        raise ForeignNoteError("its kind is unknown") from error
    call = said.get("call")
    if not isinstance(call, str) or not _CALL.fullmatch(call):
        raise ForeignNoteError("it names no call")
    note = Note(
        kind, call, _instant(said.get("left_at", said.get("began_at")), now),
        ani=_harmless(said.get("ani")), keyed=_matching(_KEYED, said.get("keyed")),
        dnis=_harmless(said.get("dnis")), queue=_matching(_QUEUE, said.get("queue")),
        language=_harmless(said.get("language")),
    )  # fmt: skip
    if note.stem != name:
        raise ForeignNoteError("its name is not that of its call")
    return note


def _instant(seconds: object, now: datetime) -> datetime:
    """Read epoch seconds; what is none, or not yet, was just now."""
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        return now
    try:
        return min(datetime.fromtimestamp(seconds, UTC), now) if seconds > 0 else now
    except (ValueError, OverflowError, OSError):
        return now


def _harmless(value: object) -> str:
    """Keep the first characters that can be shown; the others become "?"."""
    if not isinstance(value, str):
        return ""
    return "".join(one if one.isprintable() else "?" for one in value[:LONGEST])


def _matching(pattern: re.Pattern[str], value: object) -> str:
    return value if isinstance(value, str) and pattern.fullmatch(value) else ""
