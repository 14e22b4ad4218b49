"""D161, D162: brackets and quotes that do not close, and what stands behind the closing parenthesis."""

from collections.abc import Iterator
from functools import lru_cache

from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.inside import Piece, Sort, all_pieces, pieces
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.model.mistakes import Mistake


def brackets(ground: Ground) -> Iterator[Mistake]:
    """D161: `${`, `$[`, a function's parenthesis, or a quote or parenthesis within an expression."""
    for step in ground.steps:
        if "$" in step.priority.data and (found := _open(step.priority.data)) is not None:
            said, at = found
            yield wrong("D161", step.priority.data_place(at), said=said)


@lru_cache(maxsize=65536)
def _open(data: str) -> tuple[str, int] | None:
    """Return the innermost that is not closed, with its place."""
    found: tuple[str, int] | None = None
    for piece in all_pieces(data):
        if not piece.closed:
            opening = "$[" if piece.sort is Sort.EXPRESSION else f"${{{piece.name}"
            found = (f"{opening}(" if piece.sort is Sort.FUNCTION else opening, piece.at)
        elif piece.sort is Sort.EXPRESSION and (sign := _unbalanced(piece)):
            found = sign, piece.at
    return found


def _unbalanced(expression: Piece) -> str:
    """Return the sign that does not close in an expression; what stands in `${…}` within it is no part."""
    text = expression.inside
    for piece in reversed(pieces(text)):
        end = piece.inside_at + len(piece.inside) + (2 if piece.sort is Sort.FUNCTION else 1)
        text = text[: piece.at] + text[end:]
    if text.replace('\\"', "").count('"') % 2:
        return '"'
    bare = "".join(text.split('"')[::2])
    return "(" if bare.count("(") != bare.count(")") else ""


def behind(ground: Ground) -> Iterator[Mistake]:
    """D162: text that stands behind an application's closing parenthesis."""
    for step in ground.steps:
        priority = step.priority
        end = priority.data_at + len(priority.data)
        rest = priority.entry.value[end + 1 :].strip()
        if rest and priority.entry.value[end : end + 1] == ")":
            yield wrong("D162", priority.entry.place(end + 1), said=rest)
