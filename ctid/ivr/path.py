"""A call's way through a flow: its nodes in turn, each with the way out that was taken.

Written on one line, as events carry it and people read it: `welcome 1 > main_menu 2 > to_billing`. The last
node is where the session ended, so it has no way out: it left the flow there, or the caller hung up.
"""

from collections.abc import Iterable
from dataclasses import dataclass

INTO = "into"  # the way into a subflow; the way back has no label, as an end has none
_BETWEEN = " > "


@dataclass(frozen=True, slots=True)
class Hop:
    """A node and the label of the exit it was left by (`Exit.label`), "" for none."""

    node: str
    way: str = ""

    def __str__(self) -> str:
        return f"{self.node} {self.way.replace(_BETWEEN, ' ')}" if self.way else self.node


def write_path(hops: Iterable[Hop]) -> str:
    """Write a path on one line."""
    return _BETWEEN.join(map(str, hops))


def read_path(text: str) -> tuple[Hop, ...]:
    """Read it back."""
    return tuple(Hop(*part.split(" ", 1)) for part in text.split(_BETWEEN)) if text else ()
