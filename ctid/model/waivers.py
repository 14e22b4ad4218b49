"""`# ctid:ignore I108 reason` in a file: what somebody has looked at and means so.

    welcome:                      # ctid:ignore I109 nobody is there to talk to
    # ctid:ignore I108,I106 the law asks for every word of it
    rules:

It stands behind what is found, or on a line of its own before it; comments between do not count. Without a
reason it waives nothing, and one that waives nothing (any more) is told itself. Each language has its
`Habits`: the sign before a comment, and what may be waived at all.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from ctid.model.mistakes import Mistake, Place, Severity, Text


@dataclass(frozen=True, slots=True)
class Habits:
    """How a language begins a comment, what may be waived, and the code of what is wrong with a waiver."""

    sign: str
    waivable: Collection[str]
    code: str

    @property
    def written(self) -> re.Pattern[str]:
        """Return how a waiver looks."""
        codes = r"(?:\s+(?P<codes>[A-Z]\d{3}(?:,[A-Z]\d{3})*))?"
        return re.compile(rf"(?:^|\s)(?P<mark>{self.sign} *ctid:ignore)\b{codes}\s*(?P<reason>.*)$")

    def says_nothing(self, line: str) -> bool:
        """Say whether a line is empty, or a comment."""
        return not line.strip() or line.lstrip().startswith(self.sign)


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


def waive(
    found: Sequence[Mistake], text: str, file: str, habits: Habits
) -> tuple[list[Mistake], list[Waived]]:
    """Part what is found into what is told, with what is wrong with the waivers, and what is waived."""
    waivers = list(_waivers(text, file, habits))
    sound = [waiver for waiver in waivers if waiver.reason and waiver.code in habits.waivable]
    told, waived = [], []
    used = set()
    for mistake in found:
        where = (mistake.code, mistake.place.line)
        waiver = next((one for one in sound if (one.code, one.line) == where), None)
        if waiver is None:
            told.append(mistake)
        else:
            used.add(waiver)
            waived.append(Waived(mistake, waiver.reason))
    told += [_amiss(waiver, habits) for waiver in waivers if waiver not in used]
    return told, waived


def _waivers(text: str, file: str, habits: Habits) -> Iterator[Waiver]:
    lines = text.splitlines()
    for number, line in enumerate(lines, 1):
        written = habits.written.search(line)
        if written is None:
            continue
        place = Place(file, number, written.start("mark") + 1)
        about = _next(lines, number, habits) if habits.says_nothing(line) else number
        for code in (written["codes"] or "").split(","):
            yield Waiver(code, about, written["reason"].strip(), place)


def _next(lines: Sequence[str], after: int, habits: Habits) -> int:
    """Return the number of the next line that says something."""
    said = (number for number, line in enumerate(lines[after:], after + 1) if not habits.says_nothing(line))
    return next(said, after)


def _amiss(waiver: Waiver, habits: Habits) -> Mistake:
    if not waiver.code:
        what = Text("it is not said which code is meant", "没有写明要忽略的代码")
        mend = Text("write: ctid:ignore CODE reason", "请写：ctid:ignore 代码 原因")
    elif waiver.code not in habits.waivable:
        what = Text(f"{waiver.code} cannot be waived", f"{waiver.code} 不能被忽略")
        mend = Text("mend what is told, and delete this", "请修正所报问题，并删除此注释")
    elif not waiver.reason:
        what = Text(f"no reason is given for waiving {waiver.code}", f"没有写明忽略 {waiver.code} 的原因")
        mend = Text("add the reason behind the code", "请在代码后写明原因")
    else:
        what = Text(f"nothing of {waiver.code} is found here", f"此处并没有 {waiver.code}")
        mend = Text("delete it", "请删除它")
    why = Text("it would hide what comes later", "它会掩盖以后出现的问题")
    return Mistake(habits.code, waiver.place, what, why, mend, Severity.WARNING)
