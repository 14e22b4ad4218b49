"""Expressions as people write them: `customer.tier in ('gold', 'silver') and hour() < 18`.

    expression = all {"or" all}
    all        = one {"and" one}
    one        = "not" one | sum [comparison sum | ["not"] "in" "(" sum {"," sum} ")"]
    sum        = atom {("+" | "-") atom}
    atom       = number | 'text' | "text" | 2026-12-31 | true | false | variable
               | function "(" [expression {"," expression}] ")" | "(" expression ")"

Comparisons are = != < <= > >=. The first place that breaks the grammar ends the reading.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import Enum, auto

from ctid.ivr.expression import (
    COMPARISONS,
    Among,
    Apply,
    Compare,
    Every,
    Expression,
    Literal,
    Not,
    Plus,
    Some,
    Tree,
    Variable,
)

LONGEST = 400  # characters
DEEPEST = 12  # parentheses in parentheses
WORDS = frozenset({"and", "or", "not", "in", "true", "false"})

_TOKEN = re.compile(
    r"""(?P<date>[0-9]{4}-[0-9]{2}-[0-9]{2})|(?P<number>[0-9]+(?:\.[0-9]+)?)
      |(?P<text>'[^']*'|"[^"]*")|(?P<name>[A-Za-z][A-Za-z0-9_.]*)|(?P<sign><=|>=|!=|==|\S)""",
    re.VERBOSE,
)


class Slip(Enum):
    """What may be wrong with the text of an expression."""

    NOTHING = auto()  # a value is missing: the text is empty, or ends too early
    STRAY = auto()  # something that does not belong where it stands
    UNPAIRED = auto()  # a parenthesis without its partner
    TOO_LONG = auto()  # more than LONGEST characters, or nested deeper than DEEPEST
    NO_DATE = auto()  # 2026-02-30


class Unreadable(ValueError):
    """Raised with what is wrong, where (characters from 0) and what stands there."""

    def __init__(self, slip: Slip, at: int, written: str = "") -> None:
        self.slip, self.at, self.written = slip, at, written
        super().__init__(f"{slip.name} at {at}: {written!r}")


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str  # a group of _TOKEN, or "end"
    written: str
    at: int


def parse(text: str) -> Expression:
    """Read an expression. Raises Unreadable. Which names and functions there are is not looked at."""
    if len(text) > LONGEST:
        raise Unreadable(Slip.TOO_LONG, LONGEST, str(LONGEST))
    return Expression(text.strip(), _Reading(text).whole())


class _Reading:
    """One pass from left to right."""

    def __init__(self, text: str) -> None:
        found = _TOKEN.finditer(text)
        self._tokens = [_Token(str(match.lastgroup), match[0], match.start()) for match in found]
        self._tokens.append(_Token("end", "", len(text.rstrip())))
        self._next = 0
        self._depth = 0

    @property
    def _here(self) -> _Token:
        return self._tokens[self._next]

    def whole(self) -> Tree:
        tree = self._any()
        if self._here.kind != "end":
            raise self._slip(Slip.UNPAIRED if self._here.written == ")" else Slip.STRAY)
        return tree

    def _any(self) -> Tree:
        at, parts = self._here.at, [self._all()]
        while self._took("or"):
            parts.append(self._all())
        return parts[0] if len(parts) == 1 else Some(tuple(parts), at)

    def _all(self) -> Tree:
        at, parts = self._here.at, [self._one()]
        while self._took("and"):
            parts.append(self._one())
        return parts[0] if len(parts) == 1 else Every(tuple(parts), at)

    def _one(self) -> Tree:
        at, negations = self._here.at, 0
        while self._took("not"):
            negations += 1
        tested = self._test()
        return Not(tested, at) if negations % 2 else tested

    def _test(self) -> Tree:
        left, token = self._sum(), self._here
        if token.written in COMPARISONS:
            self._next += 1
            return Compare(token.written, left, self._sum(), token.at)
        turned = token.written == "not" and self._tokens[self._next + 1].written == "in"
        self._next += turned
        if not self._took("in"):
            return left
        among = Among(left, self._list(self._sum), token.at)
        return Not(among, token.at) if turned else among

    def _sum(self) -> Tree:
        left = self._atom()
        while self._here.written in ("+", "-"):
            token = self._here
            self._next += 1
            left = Plus(left, self._atom(), token.written == "-", token.at)
        return left

    def _atom(self) -> Tree:
        token = self._here
        if token.kind == "end" or token.written in (")", ","):
            raise self._slip(Slip.NOTHING)
        if token.written == "(":
            return self._list(self._any, most=1)[0]
        if token.kind == "sign" or token.written in WORDS - {"true", "false"}:
            raise self._slip(Slip.STRAY)
        self._next += 1
        if token.kind != "name" or token.written in WORDS:
            return Literal(_literal(token), token.at)
        if self._here.written != "(":
            return Variable(token.written, token.at)
        if self._tokens[self._next + 1].written == ")":
            self._next += 2
            return Apply(token.written, (), token.at)
        return Apply(token.written, self._list(self._any), token.at)

    def _list(self, read: Callable[[], Tree], most: int = LONGEST) -> tuple[Tree, ...]:
        """Read what stands in parentheses, with commas between."""
        opened = self._here
        self._depth += 1
        if self._depth > DEEPEST:
            raise self._slip(Slip.TOO_LONG)
        if not self._took("("):
            raise self._slip(Slip.NOTHING if opened.kind == "end" else Slip.STRAY)
        found = [read()]
        while len(found) < most and self._took(","):
            found.append(read())
        if self._here.kind == "end":
            raise Unreadable(Slip.UNPAIRED, opened.at, "(")
        if not self._took(")"):
            raise self._slip(Slip.STRAY)
        self._depth -= 1
        return tuple(found)

    def _took(self, word: str) -> bool:
        taken = self._here.written == word and self._here.kind != "text"
        self._next += taken
        return taken

    def _slip(self, slip: Slip) -> Unreadable:
        return Unreadable(slip, self._here.at, self._here.written)


def _literal(token: _Token) -> str | int | float | bool | date:
    match token.kind:
        case "text":
            return token.written[1:-1]
        case "number":
            return float(token.written) if "." in token.written else int(token.written)
        case "date":
            try:
                return date.fromisoformat(token.written)
            except ValueError:
                raise Unreadable(Slip.NO_DATE, token.at, token.written) from None
        case _:
            return token.written == "true"
