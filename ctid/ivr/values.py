"""What variables hold: text, a number, a truth, a date; or a secret, which is text that nobody gets to see.

A secret has no text of its own: printed, logged, compared with a literal or put into a sentence it is `MASK`.
Only whoever is handed it as an argument may `reveal` it. Nothing at all (None) is what a variable has before
it is set.
"""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

MASK = "••••"


@dataclass(frozen=True, slots=True)
class Secret:
    """A PIN, a card's number: carried about, never shown."""

    _text: str = field(repr=False)

    def reveal(self) -> str:
        """Return what was keyed in."""
        return self._text

    def __repr__(self) -> str:
        return MASK

    __str__ = __repr__


Value = str | int | float | bool | date | Secret | None


class Sort(StrEnum):
    """The sorts of value, as flow files and actions name them."""

    TEXT = "text"
    NUMBER = "number"
    TRUTH = "truth"
    DATE = "date"
    SECRET = "secret"


def sort_of(value: Value) -> Sort | None:
    """Say of which sort a value is; None of nothing."""
    match value:
        case None:
            return None
        case bool():
            return Sort.TRUTH
        case int() | float():
            return Sort.NUMBER
        case date():
            return Sort.DATE
        case Secret():
            return Sort.SECRET
        case str():
            return Sort.TEXT


def written(value: Value) -> str:
    """Write a value as it is noted and shown: a secret as `MASK`, nothing as ""."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case float() if value.is_integer():
            return str(int(value))
        case _:
            return str(value)
