"""What a session asks the telephone to do, and what the telephone answers.

A step is one thing to do with the caller; exactly one outcome answers it (or `HungUp`, at any time).
Steps also carry notes: what the caller did since the step before, ready to be kept and shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from ctid.model.ids import QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reasons import Reason

MASK = "••••"


@dataclass(frozen=True, slots=True)
class Note:
    """What happened at `node`: heard, pressed, entered, no_input, no_match or chose.

    `value` is the prompt heard, the keys pressed or the value chosen; a secret one is `MASK`.
    `into` names the variable it went into, "" if none.
    """

    node: str
    what: str
    value: str = ""
    into: str = ""


@dataclass(frozen=True, slots=True)
class Prompt:
    """A recording to play: a language-neutral key ([a-z0-9-]+) and the language to play it in."""

    key: str
    language: Language


# --- steps ------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Play:
    """Play the prompts to their end; answered by `Played`."""

    prompts: tuple[Prompt, ...]
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Ask:
    """Play the prompts and take keys; answered by `Keys` or `NoKeys`.

    Entry is over after `max_digits` keys, at `terminator` ("" for none), or `digit_timeout` after a key.
    `timeout` runs from the end of the prompts to the first key. With `barge_in` a key cuts the prompts
    short and counts. The keys of a `secret` entry must not be logged. `into` names what is asked for,
    "" for a choice.
    """

    prompts: tuple[Prompt, ...]
    timeout: timedelta
    digit_timeout: timedelta
    max_digits: int
    terminator: str
    barge_in: bool
    secret: bool
    into: str
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class AskQueue:
    """Ask the centre whether the queue takes the caller; answered by `Admitted` or `Turned`.

    `requires` (skill → least level) is added to what the queue itself requires; a higher `priority` is
    served first.
    """

    queue: QueueName
    requires: Mapping[SkillName, int]
    priority: int
    notes: tuple[Note, ...] = ()


@dataclass(frozen=True, slots=True)
class Leave:
    """End the session; the dialplan does the verb: wait, voicemail, callback, closed, hangup; "" is none."""

    verb: str
    notes: tuple[Note, ...] = ()


Step = Play | Ask | AskQueue | Leave


# --- outcomes ---------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Played:
    """The prompts were played."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The caller pressed keys (0–9, *, #); the terminator is not among them."""

    digits: str


@dataclass(frozen=True, slots=True)
class NoKeys:
    """The caller pressed nothing within the timeout."""


@dataclass(frozen=True, slots=True)
class Admitted:
    """The queue takes the caller, who waits since `entered_at`."""

    entered_at: datetime


@dataclass(frozen=True, slots=True)
class Turned:
    """The queue does not take the caller."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class HungUp:
    """The caller is gone."""


Outcome = Played | Keys | NoKeys | Admitted | Turned | HungUp
