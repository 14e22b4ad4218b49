"""The functions that expressions know: a table, each with the sorts it takes and the sort it gives.

None can fail: a text without a number in it is the number 0, and what asks for a date that is not known gives
the blank of its sort.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from ctid.ivr.values import Sort, Value, written

_BLANKS: Mapping[Sort, Any] = {Sort.TEXT: "", Sort.NUMBER: 0, Sort.TRUTH: False}
MOST_DIGITS = 40  # of a text that is read as a number


@dataclass(frozen=True, slots=True)
class Function:
    """What it takes, what it gives, and how: `run` is given the moment (in the flow's zone) first."""

    takes: tuple[Sort, ...]
    gives: Sort
    run: Callable[..., Value]

    def __call__(self, arguments: Sequence[Value], moment: datetime) -> Value:
        """Apply it; of nothing it makes the blank of the sort, of no date the blank of the result."""
        given = [
            _BLANKS.get(sort) if value is None else value
            for sort, value in zip(self.takes, arguments, strict=True)
        ]
        return _BLANKS[self.gives] if None in given else self.run(moment, *given)


def _read_number(_: datetime, text: str) -> int | float:
    plain = text.removeprefix("-").replace(".", "", 1)
    if len(text) > MOST_DIGITS or not (plain.isascii() and plain.isdigit()):
        return 0
    return float(text) if "." in text else int(text)


def _is_birthday(moment: datetime, born: date) -> bool:
    """Say whether it is the day; who was born on 29 February has it on 1 March of other years."""
    today = moment.date()
    if (born.month, born.day) == (2, 29) and (today.month, today.day) == (3, 1):
        return not _is_leap(today.year)
    return (born.month, born.day) == (today.month, today.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_T, _N, _B, _D = Sort.TEXT, Sort.NUMBER, Sort.TRUTH, Sort.DATE

FUNCTIONS: Mapping[str, Function] = {
    "length": Function((_T,), _N, lambda _, text: len(text)),
    "upper": Function((_T,), _T, lambda _, text: text.upper()),
    "lower": Function((_T,), _T, lambda _, text: text.lower()),
    "starts": Function((_T, _T), _B, lambda _, text, with_: text.startswith(with_)),
    "contains": Function((_T, _T), _B, lambda _, text, part: part in text),
    "last": Function((_T, _N), _T, lambda _, text, count: text[-int(count) :] if count >= 1 else ""),
    "number": Function((_T,), _N, _read_number),
    "text": Function((_N,), _T, lambda _, number: written(number)),
    "today": Function((), _D, lambda moment: moment.date()),
    "weekday": Function((), _N, lambda moment: moment.isoweekday()),  # 1: Monday
    "hour": Function((), _N, lambda moment: moment.hour),
    "minute": Function((), _N, lambda moment: moment.minute),
    "days_until": Function((_D,), _N, lambda moment, day: (day - moment.date()).days),
    "birthday": Function((_D,), _B, _is_birthday),
}
