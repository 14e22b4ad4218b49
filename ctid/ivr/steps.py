"""What a session asks the world to do, and what the world answers.

A step is one thing to do with the caller, or one question to somebody outside; exactly one outcome answers
it (`ANSWERS` says which may), or `HungUp` at any time. Steps also carry notes: what happened since the step
before, ready to be kept and shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

from ctid.ivr.speech import Vocabulary
from ctid.ivr.values import Value
from ctid.model.ids import QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reasons import Reason


@dataclass(frozen=True, slots=True)
class Note:
    """What happened at `node` (inside a subflow: `flow/node`).

    `what` is heard, said, pressed, entered, no_input, no_match, unclear, chose, answered, failed, greeted
    or returned. `value` is the prompt heard, the keys pressed, the value chosen or the outcome; a secret one
    is `MASK`. `into` names the variable it went into, "" if none; `reason` says why, if a rule decided.
    """

    node: str
    what: str
    value: str = ""
    into: str = ""
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Prompt:
    """A recording to play: a language-neutral key ([a-z0-9-]+) and the language to play it in."""

    key: str
    language: Language


class Form(StrEnum):
    """How a value is said."""

    NUMBER = "number"
    DIGITS = "digits"
    MONEY = "money"
    DATE = "date"
    TIME = "time"
    TEXT = "text"
    RECORDING = "recording"


@dataclass(frozen=True, slots=True)
class Said:
    """A value to say in a form (saying.py finds the recordings). Never a secret.

    `currency` (ISO 4217) is that of money.
    """

    form: Form
    value: Value
    language: Language
    currency: str = ""


Sound = Prompt | Said


# --- steps ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Play:
    """Play the prompts to their end; answered by `Played`.

    With `barge_in` a key cuts them short, and is the first key of the next `Ask`.
    """

    prompts: tuple[Sound, ...]
    notes: tuple[Note, ...] = ()
    barge_in: bool = False


@dataclass(frozen=True, slots=True)
class Ask:
    """Play the prompts and take keys; answered by `Keys` or `NoKeys`.

    Entry is over after `max_digits` keys, at `terminator` ("" for none), or `digit_timeout` after a key.
    `timeout` runs from the end of the prompts to the first key. With `barge_in` a key cuts the prompts
    short and counts. A `secret` entry must not be logged. `into` names what is asked for, "" for a choice.
    What `speech` holds may be said instead; `Unclear` answers that, too.
    """

    prompts: tuple[Sound, ...]
    timeout: timedelta
    digit_timeout: timedelta
    max_digits: int
    terminator: str
    barge_in: bool
    secret: bool
    into: str
    notes: tuple[Note, ...] = ()
    speech: Vocabulary | None = None


@dataclass(frozen=True, slots=True)
class AskQueue:
    """Ask the centre whether the queue takes the caller; answered by `Admitted` or `Turned`.

    `requires` (skill → least level) is added to what the queue itself requires; a higher `priority` is
    served first; `last_agent` is how long the caller waits for whom they talked to last.
    """

    queue: QueueName
    requires: Mapping[SkillName, int]
    priority: int
    notes: tuple[Note, ...] = ()
    last_agent: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """Play the prompts and record the caller until the terminator, `silence` or `longest`.

    Answered by `Recorded`, or by `NothingRecorded` when nothing was said.
    """

    prompts: tuple[Sound, ...]
    longest: timedelta
    silence: timedelta
    terminator: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Dial:
    """Call a number (as it is dialled here) and join the caller to it; answered by `Dialled`."""

    number: str
    ring: timedelta
    notes: tuple[Note, ...] = ()


class Source(StrEnum):
    """Who outside the flow is asked."""

    LOOKUP = "lookup"  # about a customer, a ticket or an order
    ACTION = "action"  # a function of the site
    WEBHOOK = "webhook"  # a server of the site
    CENTRE = "centre"  # whether a number may be called


@dataclass(frozen=True, slots=True)
class Request:
    """Ask somebody outside; answered by `Answered` with one of `outcomes`, or by `Failed`.

    `name` is the record looked up, the action (`orders.status`) or the URL. Whoever asks gives up after
    `timeout`, and plays `wait` once if no answer has come after about a second. The arguments may hold
    secrets: they are not to be logged, and `repr` leaves them out.
    """

    source: Source
    name: str
    arguments: Mapping[str, Value] = field(repr=False)
    outcomes: tuple[str, ...]
    timeout: timedelta
    wait: tuple[Sound, ...] = ()
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """End the session; the dialplan does the verb, "" is none.

    Verbs are wait, voicemail, callback, closed, forward and hangup.
    `number` is where to, for `forward` (a transfer) and `callback` ("" is the number they called from).
    """

    verb: str
    notes: tuple[Note, ...] = ()
    number: str = ""


Step = Play | Ask | AskQueue | Record | Dial | Request | Leave


# --- outcomes ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Played:
    """The prompts were played."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The caller pressed keys (0–9, *, #, but no terminator), or said the words for them."""

    digits: str
    said: str = ""


@dataclass(frozen=True, slots=True)
class NoKeys:
    """The caller pressed nothing within the timeout."""


@dataclass(frozen=True, slots=True)
class Unclear:
    """The caller said something; `word` is what it may have been, "" for none of the words."""

    word: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """The queue takes the caller, who waits since `entered_at`."""

    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Turned:
    """The queue does not take the caller."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Recorded:
    """The caller was recorded; `name` is what the recording is found by."""

    name: str
    lasts: timedelta


@dataclass(frozen=True, slots=True)
class NothingRecorded:
    """The caller said nothing."""


class Call(StrEnum):
    """What came of a number that was called."""

    ANSWERED = "answered"  # they talked, and the other party has left
    BUSY = "busy"
    NO_ANSWER = "no_answer"
    FAILED = "failed"  # not reachable, or not allowed


@dataclass(frozen=True, slots=True)
class Dialled:
    """The number was called."""

    result: Call
    reason: Reason | None = None


@dataclass(frozen=True, slots=True)
class Answered:
    """The one who was asked answered; `values` are what the outcome comes with."""

    outcome: str
    values: Mapping[str, Value] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Failed:
    """The one who was asked did not answer, or not as they should; `reason` says which."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone."""


Outcome = (
    Played | Keys | NoKeys | Unclear | Admitted | Turned
    | Recorded | NothingRecorded | Dialled | Answered | Failed | HungUp
)  # fmt: skip

ANSWERS: Mapping[type[Step], tuple[type[Outcome], ...]] = {
    Play: (Played,),
    Ask: (Keys, NoKeys, Unclear),
    AskQueue: (Admitted, Turned),
    Record: (Recorded, NothingRecorded),
    Dial: (Dialled,),
    Request: (Answered, Failed),
    Leave: (),
}
