"""Where a step of the dialplan leads besides the next one: Goto, Gosub and their kin, options of Dial, and
tones that are heard.

A target is told as it is written; what is a variable there stays one. A missing context or extension is the
step's own.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from ctid.asterisk.dialplan.model import Priority

_GOSUB = frozenset({"gosub", "gosubif"})
_PLAIN = frozenset({"goto", "gosub"})
_CONDITIONAL = frozenset({"gotoif", "gotoiftime", "gosubif"})
_CARETS = re.compile(r"(?<=[,a-zA-Z)])(?P<option>[FGUb])\((?P<target>[^()]+)\)")
_HEARD = re.compile(r"(?<=[,a-z)])[gh]\((?P<target>[^()]+)\)")  # g: received, h: sent
_WITH_OPTIONS = frozenset({"dial", "bridge", "queue", "followme"})


@dataclass(frozen=True, slots=True)
class Jump:
    """A target: `context`, `extension` (None: the step's own) and `priority`, a number, a label or a
    variable.

    It begins at `data[at]`; `returns` tells a subroutine.
    """

    context: str | None
    extension: str | None
    priority: str
    at: int
    returns: bool


def jumps(step: Priority) -> Iterator[Jump]:
    """Go through the targets of a step."""
    app = step.app.lower()
    if app == "execif":
        yield from _wrapped(step)
    else:
        yield from jumps_of(app, step.data)


def jumps_of(app: str, data: str, begin: int = 0) -> Iterator[Jump]:
    """Go through the targets of an application (in small letters); `begin` is where its data stand."""
    returns = app in _GOSUB
    if app in _PLAIN:
        yield from _target(data, begin, returns=returns)
    elif app in _CONDITIONAL:
        question = find_outside(data, "?")
        if question < len(data):
            colon = find_outside(data, ":", question + 1)
            yield from _target(data[question + 1 : colon], begin + question + 1, returns=returns)
            yield from _target(data[colon + 1 :], begin + colon + 1, returns=returns)
    elif app in _WITH_OPTIONS:
        for found in _CARETS.finditer(data):
            yield from _carets(found["option"], found["target"], begin + found.start("target"))
    elif app == "set" and data.startswith("TONE_DETECT("):
        for found in _HEARD.finditer(data):
            yield from _target(found["target"], begin + found.start("target"), returns=False)


def _wrapped(step: Priority) -> Iterator[Jump]:
    """Look into ExecIf(condition?app(data):app(data))."""
    question = find_outside(step.data, "?")
    colon = find_outside(step.data, ":", question + 1)
    for begin, end in ((question + 1, colon), (colon + 1, len(step.data))):
        app, parenthesis, data = step.data[begin:end].partition("(")
        if parenthesis:
            inside = data.rpartition(")")[0]
            yield from jumps_of(app.strip().lower(), inside, begin + len(app) + 1)


def _target(text: str, begin: int, *, returns: bool) -> Iterator[Jump]:
    """Read `[[context,]extension,]priority[(arguments)]`."""
    if not text.strip():
        return
    parts = split_outside(text, ",")[:3]
    *before, last = (part.strip() for part in parts)
    context, extension = ([None, None, *before])[-2:]
    priority = last.partition("(")[0] if returns else last
    yield Jump(context, extension, priority, begin + len(text) - len(text.lstrip()), returns)


def _carets(option: str, target: str, begin: int) -> Iterator[Jump]:
    """Read `context^extension^priority` of F, of G (who is called goes one step further) and of b, before
    the call; U names the context of a subroutine, with its arguments.
    """
    if option == "U":
        yield Jump(target.partition("^")[0], "s", "1", begin, returns=True)
        return
    *before, last = target.split("^")[:3]
    context, extension = ([None, None, *before])[-2:]
    yield Jump(context, extension, last, begin, returns=option == "b")
    if option == "G" and last.isdigit():
        yield Jump(context, extension, str(int(last) + 1), begin, returns=False)


def find_outside(text: str, wanted: str, begin: int = 0) -> int:
    """Find a character outside of quotes and brackets; the length of the text, if it is nowhere."""
    depth = 0
    quoted = False
    for at in range(begin, len(text)):
        character = text[at]
        if character == wanted and not depth and not quoted:
            return at
        quoted ^= character == '"'
        if not quoted:
            depth = max(0, depth + (character in "({[") - (character in ")}]"))
    return len(text)


def split_outside(text: str, separator: str) -> list[str]:
    """Split at a character outside of quotes and brackets."""
    parts: list[str] = []
    begin = 0
    while (at := find_outside(text, separator, begin)) < len(text):
        parts.append(text[begin:at])
        begin = at + 1
    return [*parts, text[begin:]]
