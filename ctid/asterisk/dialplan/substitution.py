"""`${…}` as Asterisk replaces it while it loads a dialplan, with no channel (main/pbx_variables.c).

Only variables can be known here. A function or an expression is Asterisk's to evaluate: it is left as it
stands and reported, so that whoever compares knows why.
"""

import re
from collections.abc import Callable, Mapping

_DEEPEST = 20  # names within names; more is nobody's dialplan
_SLICE = re.compile(r"[ \t-\r]*([+-]?[0-9]+)(?::[ \t-\r]*([+-]?[0-9]+))?")


def substitute(text: str, variables: Mapping[str, str], report: Callable[[str], None]) -> str:
    """Replace all `${…}` in `text`; `report` gets each function or expression that is left as it stands."""
    if "$" not in text:
        return text
    parts: list[str] = []
    at = 0
    while (dollar := text.find("$", at)) >= 0:
        opening = text[dollar + 1 : dollar + 2]
        if opening not in {"{", "["}:
            parts.append(text[at : dollar + 1])
            at = dollar + 1
            continue
        parts.append(text[at:dollar])
        close = _close(text, dollar + 2, opening)
        end = min(close + 1, len(text))
        inside = text[dollar + 2 : close]
        if opening == "{":
            parts.append(_variable(inside, variables, report))
        else:
            report(text[dollar:end])
            parts.append(text[dollar:end])
        at = end
    parts.append(text[at:])
    return "".join(parts)


def _close(text: str, begin: int, opening: str) -> int:
    """Return the place of the bracket that closes; the end of the text, if none does."""
    closing = {"{": "}", "[": "]"}[opening]
    depth = 1
    for at in range(begin, len(text)):
        depth += (text[at] == opening) - (text[at] == closing)
        if not depth:
            return at
    return len(text)


def _variable(inside: str, variables: Mapping[str, str], report: Callable[[str], None]) -> str:
    deep = inside.count("${") > _DEEPEST
    name = inside if deep else substitute(inside, variables, report)
    name, colon, cut = _cut(name)
    if deep or "(" in name:
        report(f"${{{inside}}}")
        return f"${{{inside}}}"
    value = variables.get(name, "")
    return _slice(value, cut) if colon else value


def _cut(text: str) -> tuple[str, str, str]:
    """Part a name from its `:offset:length`; a colon within parentheses belongs to the name."""
    depth = 0
    for at, character in enumerate(text):
        depth += (character == "(") - (character == ")")
        if character == ":" and not depth:
            return text[:at], ":", text[at + 1 :]
    return text, "", ""


def _slice(value: str, cut: str) -> str:
    found = _SLICE.match(cut)
    offset = int(found[1]) if found else 0
    length = int(found[2]) if found and found[2] else len(value)
    begin = max(0, len(value) + offset) if offset < 0 else min(offset, len(value))
    rest = value[begin:]
    return rest[:length]
