"""How Asterisk cuts the value of an `exten` into extension, priority, label, application and data."""

import re
from dataclasses import dataclass

from ctid.asterisk.dialplan.complaints import Kind
from ctid.asterisk.dialplan.lines import BLANKS

_NUMBER = re.compile(r"[ \t-\r]*([+-]?[0-9]+)")
_PHONE_FLUFF = "( )"


class Unreadable(Exception):
    """The words are not taken; `said` is what they were."""

    def __init__(self, kind: Kind, said: str) -> None:
        super().__init__(said)
        self.kind = kind
        self.said = said


@dataclass(frozen=True, slots=True)
class Step:
    """`priority(label)+more` and `app(data)`, with their places in the value they were cut from."""

    priority: str
    more: int
    label: str | None
    app: str
    data: str
    app_at: int
    data_at: int
    closed: bool  # False where the arguments' closing parenthesis is missing


def cut_extension(value: str) -> int:
    """Return where the extension ends: a comma within brackets or behind a backslash belongs to it."""
    square = 0
    escaped = False
    for at, character in enumerate(value):
        if escaped:
            escaped = False
        elif character == "[":
            square += 1
        elif character == "]":
            square = max(0, square - 1)
        elif character == "\\":
            escaped = True
        elif character == "," and not square:
            return at
    return len(value)


def cut_step(value: str, begin: int) -> Step:
    """Cut value[begin:] into what is done and when; raise `Unreadable`."""
    comma = value.find(",", begin)
    end = len(value) if comma < 0 else comma
    priority, parenthesis, rest = value[begin:end].strip(BLANKS).partition("(")
    if parenthesis and ")" not in rest:
        raise Unreadable(Kind.LABEL_OPEN, priority)
    label = rest.partition(")")[0] or None
    priority, _, more = priority.partition("+")
    app, app_at, data, data_at, closed = _application(value, min(end + 1, len(value)))
    return Step(priority, number_in(more) or 0, label, app, data, app_at, data_at, closed)


def _application(value: str, begin: int) -> tuple[str, int, str, int, bool]:
    whole = value[begin:]
    app, parenthesis, data = whole.partition("(")
    closed = True
    if "${" in app or "$[" in app or not parenthesis:
        app, data, data_at = whole, "", len(value)
    else:
        data_at = begin + len(app) + 1
        closed = ")" in data
        data = data.rpartition(")")[0] if closed else data
    stripped = app.lstrip(BLANKS)
    return stripped, begin + len(app) - len(stripped), data, data_at, closed


def number_in(text: str) -> int | None:
    """Read the number that a text begins with, as scanf(3) does."""
    found = _NUMBER.match(text)
    return int(found[1]) if found else None


def shrink_phone_number(number: str) -> str:
    """Take out what only helps to read a number: parentheses, blanks, dashes, and dots but the last."""
    kept: list[str] = []
    depth = 0
    for at, character in enumerate(number):
        depth += (character == "[") - (character == "]")
        last_dot = character == "." and at + 1 == len(number)
        if (depth and character == "-") or last_dot or character not in "-." + _PHONE_FLUFF:
            kept.append(character)
    return "".join(kept)


def without_blanks(name: str) -> str:
    """Take the blanks out of an extension's name, but for those within the brackets of a pattern."""
    if " " not in name:
        return name
    if not name.startswith("_"):
        return name.replace(" ", "")
    kept: list[str] = []
    inside = False
    for character in name:
        inside = character == "[" or (inside and character != "]")
        if character != " " or inside:
            kept.append(character)
    return "".join(kept)
