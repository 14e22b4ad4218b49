"""What stands inside `${…}` and `$[…]`: variables, functions, expressions, each with its place."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

_FUNCTION = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?=\()")
_CLOSING = {"{": "}", "[": "]"}


class Sort(Enum):
    """What a piece is."""

    VARIABLE = "variable"
    FUNCTION = "function"
    EXPRESSION = "expression"


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece, its `$` at `at`. `inside` is a function's arguments or an expression, from `inside_at` on.

    Of a variable, `inside` is its name as it is written, without the part that is cut out of it (`:2:8`).
    """

    sort: Sort
    name: str
    inside: str
    at: int
    inside_at: int
    closed: bool


@lru_cache(maxsize=65536)
def pieces(text: str) -> Sequence[Piece]:
    """Return the outermost pieces of a text."""
    return tuple(_pieces(text)) if "$" in text else ()


def all_pieces(text: str, begin: int = 0) -> Iterator[Piece]:
    """Go through the pieces of a text and those within them; their places are those in the whole text."""
    for piece in pieces(text):
        yield Piece(
            piece.sort, piece.name, piece.inside, piece.at + begin, piece.inside_at + begin, piece.closed
        )
        yield from all_pieces(piece.inside, piece.inside_at + begin)


def _pieces(text: str) -> Iterator[Piece]:
    at = text.find("$")
    while at >= 0:
        opening = text[at + 1 : at + 2]
        if opening not in _CLOSING:
            at = text.find("$", at + 1)
            continue
        end, closed = _end(text, at + 2, opening)
        yield _piece(text, at, end, closed=closed)
        at = text.find("$", end)


def _end(text: str, begin: int, opening: str) -> tuple[int, bool]:
    """Find the bracket that closes, as Asterisk does: it counts only the same kind."""
    closing, depth = _CLOSING[opening], 1
    for at in range(begin, len(text)):
        character = text[at]
        depth += (character == opening) - (character == closing)
        if not depth:
            return at, True
    return len(text), False


def _piece(text: str, at: int, end: int, *, closed: bool) -> Piece:
    inside = text[at + 2 : end]
    if text[at + 1] == "[":
        return Piece(Sort.EXPRESSION, "", inside, at, at + 2, closed)
    function = _FUNCTION.match(inside)
    if function is None:
        return Piece(Sort.VARIABLE, inside.partition(":")[0], inside.partition(":")[0], at, at + 2, closed)
    begin = function.end() + 1
    last = inside.rfind(")")
    arguments = inside[begin:last] if last >= begin else inside[begin:]
    return Piece(Sort.FUNCTION, function[0], arguments, at, at + 2 + begin, closed and last >= 0)
