"""Which parts of a text a caller could have written: followed through functions and variables.

What was dialled (`EXTEN`) is dangerous where the extension is a pattern that takes more than digits:
`_X.` takes `1&PJSIP/…` as well. A number, a name or a header of the caller's side always is. `FILTER()`
and functions that answer something else (`LEN`, `DEVICE_STATE` …) make it harmless; `CUT`, `IF` and their
kin hand it on. Variables are followed within an extension.
"""

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from ctid.asterisk.dialplan.checks.inside import Piece, Sort, pieces
from ctid.asterisk.dialplan.checks.steps import Step
from ctid.asterisk.dialplan.jumps import find_outside, split_outside

_CALLERS = frozenset(
    {"CALLERID", "CONNECTEDLINE", "REDIRECTING", "PJSIP_HEADER", "PJSIP_HEADERS", "SIP_HEADER"}
)
_CALLERS_VARIABLES = frozenset({"SIPURI", "SIPDOMAIN", "SIPCALLID"})
_HANDS_ON = frozenset(
    {"REPLACE", "STRREPLACE", "SUBSTR", "TOLOWER", "TOUPPER", "PASSTHRU", "URIDECODE", "EVAL", "QUOTE",
     "CSV_QUOTE", "PJSIP_PARSE_URI", "LISTFILTER", "PUSH", "UNSHIFT", "STRBETWEEN", "TRIM", "LTRIM", "RTRIM"}
)  # fmt: skip
_BY_NAME = frozenset({"CUT", "REPLACE", "STRREPLACE", "SUBSTR", "SHIFT", "POP", "PASSTHRU", "GLOBAL"})
_ASSIGNED = re.compile(r"\s*(?P<sign>_{0,2})(?P<name>[A-Za-z][A-Za-z0-9_]*|(?:LOCAL|GLOBAL)\([^()]*\))\s*=")
_CHECKED = re.compile(r"FILTER\([^,]*,\$\{(\w+)\}\)")
_DIGITS = re.compile(r"_(?:[XNZxnz0-9*#+-]|\[[0-9*#+-]*\])*")


class Whose(Enum):
    """Who wrote it."""

    DIALLED = "dialled"
    TOLD = "told"


@dataclass(frozen=True, slots=True)
class Leak:
    """A caller's data, as it is written at `at` of a text."""

    whose: Whose
    source: str
    at: int


def leaks(text: str, dialled: Set[str], told: Set[str], begin: int = 0) -> Iterator[Leak]:
    """Go through a caller's data in a text; `dialled` and `told` are the variables that hold such."""
    for piece in pieces(text):
        if piece.sort is not Sort.EXPRESSION:
            yield from _leaks(piece, dialled, told, begin)


def _leaks(piece: Piece, dialled: Set[str], told: Set[str], begin: int) -> Iterator[Leak]:
    at = begin + piece.at
    if piece.sort is Sort.VARIABLE:
        if piece.name in dialled:
            yield Leak(Whose.DIALLED, f"${{{piece.name}}}", at)
        elif piece.name in told or piece.name in _CALLERS_VARIABLES:
            yield Leak(Whose.TOLD, f"${{{piece.name}}}", at)
        return
    if piece.name in _CALLERS:
        yield Leak(Whose.TOLD, f"${{{piece.name}({piece.inside})}}", at)
    elif piece.name == "IF":
        question = find_outside(piece.inside, "?")
        yield from leaks(piece.inside[question + 1 :], dialled, told, begin + piece.inside_at + question + 1)
    elif piece.name in _BY_NAME and (name := piece.inside.partition(",")[0].strip()) in dialled | told:
        whose = Whose.DIALLED if name in dialled else Whose.TOLD
        yield Leak(whose, f"${{{piece.name}({piece.inside})}}", at)
    elif piece.name in _HANDS_ON:
        yield from leaks(piece.inside, dialled, told, begin + piece.inside_at)


@lru_cache(maxsize=65536)
def takes_more_than_digits(name: str) -> bool:
    """Say whether a pattern takes what is no digit, `*`, `#` or `+`."""
    return name.startswith("_") and _DIGITS.fullmatch(name) is None


def assigned(data: str) -> Iterator[tuple[str, str, int]]:
    """Go through what Set assigns: the variable, its new value, and where that begins."""
    if (found := _ASSIGNED.match(data)) is not None:
        name = found["name"]
        name = name.partition("(")[2].rstrip(")") if "(" in name else name
        yield name, data[found.end() :], found.end()


def each_assigned(app: str, data: str) -> Iterator[tuple[str, str, int]]:
    """Go through what Set or MSet assigns."""
    if app == "set":
        yield from assigned(data)
    elif app == "mset":
        begin = 0
        for part in split_outside(data, ","):
            yield from ((name, value, begin + at) for name, value, at in assigned(part))
            begin += len(part) + 1


@dataclass(slots=True)
class Known:
    """The variables that hold a caller's data at a step, by who wrote it; `EXTEN` is one."""

    dialled: set[str]
    told: set[str]

    def leaks(self, text: str, begin: int = 0) -> Iterator[Leak]:
        """Go through a caller's data in a text."""
        return leaks(text, self.dialled, self.told, begin)

    def after(self, step: Step) -> None:
        """Take over what a step assigns, and what it has compared with what FILTER() leaves of it."""
        for call in step.calls:
            if "set" in call.app:
                for name, value, _ in each_assigned(call.app, call.data):
                    self._assign(name, {leak.whose for leak in self.leaks(value)})
            elif call.app == "gotoif" and "FILTER(" in call.data:
                checked = set(_CHECKED.findall(call.data)) - {"EXTEN"}
                self.dialled -= checked
                self.told -= checked

    def _assign(self, name: str, found: Set[Whose]) -> None:
        for whose, names in ((Whose.DIALLED, self.dialled), (Whose.TOLD, self.told)):
            (names.add if whose in found else names.discard)(name)


def followed(steps: Sequence[Step]) -> Iterator[tuple[Step, Known]]:
    """Go through the steps of one extension with what is known before each."""
    known = Known(set(), set())
    if steps and takes_more_than_digits(steps[0].extension.name):
        known.dialled.add("EXTEN")
    for step in steps:
        yield step, known
        known.after(step)
