"""Skill expressions as people write them: `billing >= 2 and (english or mandarin >= 3) and not trainee`.

    expression = all {"or" all}
    all        = one {"and" one}
    one        = "not" one | "(" expression ")" | "everybody" | skill [">=" level]

A skill alone means level 1. The four words are written small, and no skill is named like one of them.
"""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum, auto
from typing import NoReturn

from ctid.routing.skills import EVERYBODY, All, Any, AtLeast, Expression, Not

LEVELS = range(1, 6)
WORDS = frozenset({"and", "or", "not", "everybody"})
MOST_CONDITIONS = 24
DEEPEST = 8

_TOKEN = re.compile(r"[A-Za-z0-9_-]+|>=|\S")
_WORD = re.compile(r"[A-Za-z0-9_-]+")


class Slip(Enum):
    """What may be wrong with the text of an expression."""

    NOTHING = auto()  # a condition or a level is missing: the text is empty, or ends too early
    UNPAIRED = auto()  # a parenthesis without its partner
    STRAY = auto()  # something that does not belong where it stands
    TOO_LONG = auto()  # more conditions than MOST_CONDITIONS, or nested deeper than DEEPEST
    NO_SKILL = auto()  # a skill that is not known
    NO_LEVEL = auto()  # a level outside LEVELS


@dataclass(frozen=True, slots=True)
class Found:
    """A slip: where it begins (characters from 0) and what stands there."""

    slip: Slip
    at: int
    written: str = ""


class Unreadable(ValueError):
    """Raised with every unknown skill and level; or with the first place that breaks the grammar."""

    def __init__(self, found: Sequence[Found]) -> None:
        self.found = tuple(found)
        super().__init__(", ".join(f"{one.slip.name} at {one.at}" for one in found))


def parse(text: str, skills: Collection[str]) -> Expression:
    """Read an expression over `skills`; raises Unreadable."""
    return _Reading(text, skills).whole()


def in_words(wanted: Expression) -> str:
    """Write an expression so that `parse` reads it again: the same one, if it came from there."""
    match wanted:
        case AtLeast(skill, level):
            return skill if level == 1 else f"{skill} >= {level}"
        case All(()):
            return "everybody"
        case Any(()):
            return "not everybody"
        case All(parts):
            return " and ".join(map(_as_one, parts))
        case Any(parts):
            return " or ".join(in_words(part) if isinstance(part, All) else _as_one(part) for part in parts)
        case Not(part):
            return f"not {_as_one(part)}"


def _as_one(part: Expression) -> str:
    if isinstance(part, All) and len(part.parts) == 1:
        return _as_one(part.parts[0])
    joined = isinstance(part, All | Any) and part.parts
    return f"({in_words(part)})" if joined else in_words(part)


class _Reading:
    """One pass from left to right. Unknown skills and levels are noted; all else ends it."""

    def __init__(self, text: str, skills: Collection[str]) -> None:
        self._skills = skills
        self._tokens = [(match[0], match.start()) for match in _TOKEN.finditer(text)]
        self._tokens.append(("", len(text.rstrip())))  # the end
        self._next = 0
        self._conditions = 0
        self._found: list[Found] = []

    def whole(self) -> Expression:
        expression = self._any(0)
        written, _ = self._tokens[self._next]
        if written:
            self._refuse(Slip.UNPAIRED if written == ")" else Slip.STRAY)
        if self._found:
            raise Unreadable(self._found)
        return expression

    def _any(self, depth: int) -> Expression:
        parts = [self._all(depth)]
        while self._took("or"):
            parts.append(self._all(depth))
        return parts[0] if len(parts) == 1 else Any(tuple(parts))

    def _all(self, depth: int) -> Expression:
        parts = [self._one(depth)]
        while self._took("and"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else All(tuple(parts))

    def _one(self, depth: int) -> Expression:
        if depth > DEEPEST:
            self._refuse(Slip.TOO_LONG)
        if self._took("not"):
            return Not(self._one(depth + 1))
        opened = self._next
        if self._took("("):
            inner = self._any(depth + 1)
            if self._tokens[self._next][0] == "":
                self._refuse(Slip.UNPAIRED, opened)
            if not self._took(")"):
                self._refuse(Slip.STRAY)
            return inner
        return EVERYBODY if self._took("everybody") else self._condition()

    def _condition(self) -> AtLeast:
        written, at = self._tokens[self._next]
        if written in WORDS or written in ("", ")"):
            self._refuse(Slip.NOTHING)
        if not _WORD.fullmatch(written):
            self._refuse(Slip.STRAY)
        self._conditions += 1
        if self._conditions > MOST_CONDITIONS:
            self._refuse(Slip.TOO_LONG)
        if written not in self._skills:
            self._found.append(Found(Slip.NO_SKILL, at, written))
        self._next += 1
        return AtLeast(written, self._level() if self._took(">=") else 1)

    def _level(self) -> int:
        written, at = self._tokens[self._next]
        if not written:
            self._refuse(Slip.NOTHING)
        self._next += 1
        level = int(written) if written.isascii() and written.isdigit() and len(written) < 4 else 0
        if level not in LEVELS:
            self._found.append(Found(Slip.NO_LEVEL, at, written))
        return level

    def _took(self, word: str) -> bool:
        taken = self._tokens[self._next][0] == word
        self._next += taken
        return taken

    def _refuse(self, slip: Slip, token: int | None = None) -> NoReturn:
        written, at = self._tokens[self._next if token is None else token]
        raise Unreadable([*self._found, Found(slip, at, written)])
