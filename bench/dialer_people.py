"""Whom the dialer's drill calls: the ends of their numbers, what they do, and what must be said of it.

Who answers is a person, or a machine that was spoken into by one of espeak-ng's voices. What the switch's
detector is to tell apart is only heard where it listens; elsewhere people echo what they hear.
"""

import random
from collections.abc import Mapping
from dataclasses import dataclass

from speech_voices import Voice

from ctid.lab.parties import Manner
from ctid.model.attempts import AttemptOutcome
from refusing import REFUSING

Came = AttemptOutcome


@dataclass(frozen=True, slots=True)
class Called:
    """Somebody of whom `many` are called; `refusal` is what must be said of a call that they refuse."""

    manner: Manner
    many: int = 1
    refusal: AttemptOutcome | None = None
    says: tuple[Voice, str] | None = None
    machine: bool = False

    @property
    def answers(self) -> bool:
        """Say whether the call can be answered at all."""
        return self.refusal is None and self.manner.answer_after is not None


REFUSED = {end: Called(Manner(refusal=status), refusal=came) for end, (status, came) in REFUSING.items()}
SILENT = Called(Manner(answer_after=None), many=5)
TALKING = {
    "00": Called(Manner(answer_after=1.0, talk=6.0), many=16),
    "01": Called(Manner(answer_after=0.5, talk=20.0), many=8),
    "02": Called(Manner(answer_after=2.0, talk=0.5), many=3),  # leaves early
    "03": Called(Manner(answer_after=4.0, talk=9.0), many=6),
}
TOWN: Mapping[str, Called] = {**TALKING, **REFUSED, "09": SILENT}

_VOICES = (
    Voice("en-us", "", 160, 50),
    Voice("en-gb", "f2", 145, 60),
    Voice("en-us", "m3", 175, 40),
    Voice("en-gb-scotland", "", 130, 50),
)
_GREETINGS = ("hello", "yes hello", "who is this", "good morning, this is Example Telecom, how can I help")
_TAPES = (
    "you have reached the home of the example family, we cannot come to the phone right now, "
    "please leave a message after the tone",
    "the person you are calling is not available, please leave your name and your number after the beep",
)


def _speaking(
    texts: tuple[str, ...], first: int, many: int, talk: float, *, machine: bool
) -> dict[str, Called]:
    said = [(voice, text) for text in texts for voice in _VOICES]
    return {
        str(first + n): Called(Manner(answer_after=1.0, talk=talk), many, says=both, machine=machine)
        for n, both in enumerate(said)
    }


SPEAKING_TOWN: Mapping[str, Called] = {
    **_speaking(_GREETINGS, 20, 3, 8.0, machine=False),
    **_speaking(_TAPES, 40, 3, 15.0, machine=True),
    "10": REFUSED["10"],
    "09": SILENT,
}


def numbers(town: Mapping[str, Called], many: int, chance: random.Random) -> list[str]:
    """Draw the numbers of so many people, all different, each ending as somebody of the town."""
    ends = [end for end, called in town.items() for _ in range(called.many)]
    return [f"+1202555{n:02d}{chance.choice(ends)}" for n in range(many)]
