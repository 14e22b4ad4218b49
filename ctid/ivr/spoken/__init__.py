"""What a value sounds like: numbers, money, dates and times as sequences of recorded words. Pure.

Asterisk has a grammar of its own for Chinese numbers; it says 110 without its second “one”, knows no 两 and
ends below a thousand million. So values are put into words here, and each word is a prompt like any other
(`vocabulary.py`): an engineer who has them recorded by a speaker has all values in that speaker's voice.

`values.py` says what can be spoken, `chinese.py` and `english.py` how: one function a kind of value. Both
answer with words in order, so that the same result is played to a caller, printed by the simulator and
tested.
"""

from ctid.ivr.spoken import chinese, english
from ctid.ivr.spoken.values import Amount, Clock, Count, Day, Digits, Measure, Money, Spoken
from ctid.ivr.spoken.vocabulary import KEYS, PAUSE
from ctid.model.languages import Language

__all__ = [
    "PAUSE",
    "Amount",
    "Clock",
    "Count",
    "Day",
    "Digits",
    "Measure",
    "Money",
    "Spoken",
    "as_prompts",
    "as_text",
    "words",
]

_LANGUAGES = {Language.EN: english.words, Language.ZH: chinese.words}
_BETWEEN = {Language.EN: " ", Language.ZH: ""}


def words(value: Spoken, language: Language) -> tuple[str, ...]:
    """Put a value into words. Raises ValueError if it is larger than anybody says (10¹⁶ and more)."""
    return _LANGUAGES[language](value)


def as_prompts(value: Spoken, language: Language) -> tuple[str, ...]:
    """Return the keys of the prompts that say a value, in order."""
    return tuple(KEYS[language][word] for word in words(value, language))


def as_text(value: Spoken, language: Language) -> str:
    """Write a value as it is spoken; pauses are not written."""
    return _BETWEEN[language].join(word for word in words(value, language) if word != PAUSE)
