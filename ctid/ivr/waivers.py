"""`# ctid:ignore I108 reason` in a flow: what somebody has looked at and means so.

    welcome:                      # ctid:ignore I109 nobody is there to talk to
    # ctid:ignore I108,I106 the law asks for every word of it
    rules:

It stands behind what is found, or on a line of its own before it; comments between do not count. Without a
reason it waives nothing, and one that waives nothing (any more) is told itself (I118). What would break the
promise that every call ends, or leave a line silent, cannot be waived.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ctid.model.mistakes import Mistake, Place, Severity, Text

CODE = "I118"
WAIVABLE = frozenset({"I102", "I106", "I108", "I109", "I110", "I114", "I115", "I116", "I117"})

_WAIVER = re.compile(
    r"(?:^|\s)(?P<mark># *ctid:ignore)\b(?:\s+(?P<codes>[A-Z]\d{3}(?:,[A-Z]\d{3})*))?\s*(?P<reason>.*)$"
)
_NOTHING = re.compile(r"\s*(#.*)?$")  # an empty line, or a comment


@dataclass(frozen=True, slots=True)
class Waiver:
    """One code that is waived for what is found on `line`; `place` is where that stands."""

    code: str
    line: int
    reason: str
    place: Place


@dataclass(frozen=True, slots=True)
class Waived:
    """What is wrong and meant so."""

    mistake: Mistake
    reason: str


def waive(found: Sequence[Mistake], text: str, file: str) -> tuple[list[Mistake], list[Waived]]:
    """Part what is found into what is told, with what is wrong with the waivers, and what is waived."""
    waivers = list(_waivers(text, file))
    told, waived = [], []
    used = set()
    for mistake in found:
        waiver = next((one for one in waivers if _covers(one, mistake)), None)
        if waiver is None:
            told.append(mistake)
        else:
            used.add(waiver)
            waived.append(Waived(mistake, waiver.reason))
    told += [_amiss(waiver) for waiver in waivers if waiver not in used]
    return told, waived


def _covers(waiver: Waiver, mistake: Mistake) -> bool:
    where = (mistake.code, mistake.place.line)
    return where == (waiver.code, waiver.line) and bool(waiver.reason) and waiver.code in WAIVABLE


def _waivers(text: str, file: str) -> Iterator[Waiver]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        written = _WAIVER.search(line)
        if written is None:
            continue
        place = Place(file, number, written.start("mark") + 1)
        about = number if not _NOTHING.match(line) else _next(lines, number)
        for code in (written["codes"] or "").split(","):
            yield Waiver(code, about, written["reason"].strip(), place)


def _next(lines: Sequence[str], after: int) -> int:
    """Return the number of the next line that says something."""
    said = (number for number, line in enumerate(lines[after:], after + 1) if not _NOTHING.match(line))
    return next(said, after)


def _amiss(waiver: Waiver) -> Mistake:
    if not waiver.code:
        what = Text("it is not said which code is meant", "没有写明要忽略的代码")
        mend = Text("write: # ctid:ignore I108 reason", "请写：# ctid:ignore I108 原因")
    elif waiver.code not in WAIVABLE:
        what = Text(f"{waiver.code} cannot be waived", f"{waiver.code} 不能被忽略")
        mend = Text("mend what is told, and delete this", "请修正所报问题，并删除此注释")
    elif not waiver.reason:
        what = Text(f"no reason is given for waiving {waiver.code}", f"没有写明忽略 {waiver.code} 的原因")
        mend = Text("add the reason behind the code", "请在代码后写明原因")
    else:
        what = Text(f"nothing of {waiver.code} is found here", f"此处并没有 {waiver.code}")
        mend = Text("delete it", "请删除它")
    why = Text("it would hide what comes later", "它会掩盖以后出现的问题")
    return Mistake(CODE, waiver.place, what, why, mend, Severity.WARNING)
