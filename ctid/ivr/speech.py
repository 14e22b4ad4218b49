"""What a caller may say instead of pressing keys, and what a recogniser makes of it.

Every word stands for keys, so a flow is the same whether its callers speak or press: `two` is the key 2.
A recogniser may be wrong where a key cannot: whoever it is not sure of is asked for keys.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from ctid.model.languages import Language


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words that may be said, each with the keys it stands for, and their language."""

    keys: Mapping[str, str]
    language: Language = Language.EN


_NAMES = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

DIGITS = Vocabulary({"oh": "0"} | {name: str(digit) for digit, name in enumerate(_NAMES)})
YES_NO = Vocabulary({"yes": "1", "no": "2"})
VOCABULARIES: Mapping[str, Vocabulary] = {"digits": DIGITS, "yes_no": YES_NO}


@dataclass(frozen=True, slots=True)
class Heard:
    """The likeliest of the words ("" if none of them was said), and whether that may be acted upon."""

    word: str
    confidence: float  # 0–1
    sure: bool


NOTHING = Heard("", 0.0, sure=False)
