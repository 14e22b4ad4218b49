"""What a caller does, item by item, and how it is carried out in a trial.

A caller who listens for something (`Hear`) says nothing until they hear it; who has done everything on the
list says nothing until the call ends.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ctid.ivr.sim.speech import Texts, key_of, text_of
from ctid.ivr.sim.trial import Trial
from ctid.ivr.steps import Sound


@dataclass(frozen=True, slots=True)
class Hear:
    """Listen until a prompt of this key is said, or one whose text holds `like`."""

    key: str = ""
    like: str = ""

    def is_it(self, sound: Sound, texts: Texts) -> bool:
        """Say whether this is what is listened for."""
        if self.key:
            return key_of(sound) == self.key
        return self.like.casefold() in text_of(sound, texts).casefold()


@dataclass(frozen=True, slots=True)
class Press:
    """Press keys: when the prompt has been said, or in the middle of it."""

    keys: str
    interrupting: bool = False


@dataclass(frozen=True, slots=True)
class Say:
    """Say words (a–z, with spaces between them) instead of pressing keys."""

    words: str


@dataclass(frozen=True, slots=True)
class Wait:
    """Let time pass; None is until the flow takes the silence for no input."""

    span: timedelta | None = None


@dataclass(frozen=True, slots=True)
class HangUp:
    """Leave."""


Act = Hear | Press | Say | Wait | HangUp


@dataclass(frozen=True, slots=True)
class Missed:
    """The call was over before this could be done (its place in the list, from 0)."""

    number: int
    act: Act


def follow(trial: Trial, acts: Sequence[Act], texts: Texts) -> Missed | None:
    """Carry a caller's acts out to the call's end; say which could not be done."""
    listening = _Listening(trial, texts)
    for number, act in enumerate(acts):
        if isinstance(act, Hear):
            if not listening.until(act):
                return Missed(number, act)
        elif trial.asked is None:
            return Missed(number, act)
        else:
            do(trial, act)
    while trial.asked is not None:
        trial.silent()
    return None


def do(trial: Trial, act: Press | Say | Wait | HangUp) -> None:
    """Carry out one act that needs no listening; something must be asked."""
    match act:
        case Press(keys, interrupting):
            trial.press(keys, interrupting=interrupting)
        case Say(words):
            trial.say(words)
        case Wait(None):
            trial.silent()
        case Wait(timedelta() as span):
            trial.wait(span)
        case HangUp():
            trial.hang_up()


class _Listening:
    """Goes along what is said; nothing is heard twice."""

    def __init__(self, trial: Trial, texts: Texts) -> None:
        self._trial = trial
        self._texts = texts
        self._next = 0

    def until(self, wanted: Hear) -> bool:
        while True:
            said = self._trial.heard()
            for place in range(self._next, len(said)):
                if wanted.is_it(said[place], self._texts):
                    self._next = place + 1
                    return True
            self._next = len(said)
            if self._trial.asked is None:
                return False
            self._trial.silent()
