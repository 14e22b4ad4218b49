"""Whether everything that a pattern matches is matched by one of several others.

A pattern is a row of sets of characters, perhaps with an open end; a set is a number with a bit a
character, as `patterns.rank` has it. Place by place the set is parted by what the others take there; each
part goes on with those that took it. Open ends: `.` takes one character and all that follow, `!` none and
all that follow. That a union of closed patterns covers an open one is never said, though it could in
theory.
"""

from collections.abc import Sequence
from functools import lru_cache

from ctid.asterisk.dialplan.patterns import ANY, EARLY, rank

Places = tuple[int, ...]
DOT, BANG = -1, -2  # open ends
_ALL = (1 << 256) - 1
_NO_CHARACTER = 0x30000


@lru_cache(maxsize=65536)
def places(name: str) -> Places | None:
    """Return the places of an extension's name; None for a pattern that is broken."""
    if not name.startswith("_"):
        return tuple(1 << 255 - code for code in name.replace("-", "").encode(errors="surrogateescape"))
    row: list[int] = []
    order = rank(name)[1]
    for weight, characters in order if isinstance(order, tuple) else ():
        if weight in {ANY, EARLY}:
            return (*row, DOT if weight == ANY else BANG)
        if weight == _NO_CHARACTER:
            return tuple(row)
        if weight > _NO_CHARACTER:
            return None
        row.append(_ALL - int.from_bytes(characters))
    return tuple(row)


def may_begin(name: str, text: str) -> bool:
    """Say whether something that an extension matches begins with a text."""
    row = places(name)
    if row is None:
        return False
    for at, code in enumerate(text.replace("-", "").encode(errors="surrogateescape")):
        if at >= len(row) or row[at] < 0:
            return at < len(row)
        if not row[at] & 1 << 255 - code:
            return False
    return True


def covered(row: Places, others: Sequence[Places]) -> bool:
    """Say whether all that `row` matches is matched by one of the others."""
    return _covered(row, tuple(others), 0)


def _covered(row: Places, live: Sequence[Places], at: int) -> bool:
    if any(at < len(other) and other[at] == BANG for other in live):
        return True
    if at == len(row):
        return any(len(other) == at for other in live)
    if row[at] in {DOT, BANG}:
        open_here = any(at < len(other) and other[at] == DOT for other in live)
        return open_here and (row[at] == DOT or any(len(other) == at for other in live))
    return all(_covered(row, part, at + 1) for part in _parted(row[at], live, at))


def _parted(wanted: int, live: Sequence[Places], at: int) -> list[Sequence[Places]]:
    """Part a set of characters by who takes them; return for each part those that do."""
    parts: list[tuple[int, list[Places]]] = [(wanted, [])]
    for other in live:
        if at >= len(other):
            continue
        taken = _ALL if other[at] == DOT else other[at]
        # What `.` took here it takes on: from now it is open as `!` is.
        goes_on = (*other[:at], 0, BANG) if other[at] == DOT else other
        split: list[tuple[int, list[Places]]] = []
        for characters, takers in parts:
            if characters & taken:
                split.append((characters & taken, [*takers, goes_on]))
            if characters & ~taken:
                split.append((characters & ~taken, takers))
        parts = split
    return [takers for _, takers in parts]
