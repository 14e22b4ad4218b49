"""Targets of the dialplan besides jumps: what another channel, or this one later, will do.

Local channels, `Originate`, `DISA`, `Directory`, Dial's `b` and `B`, hang-up handlers, and the context for a
phone's own transfer.
"""

import re
from collections.abc import Iterator

from ctid.asterisk.dialplan.jumps import Jump, split_outside

_LOCAL = re.compile(r"\bLocal/(?P<extension>[^@/&,()]+)@(?P<context>[^/&,;()|]+)", re.IGNORECASE)
_HANDLER = re.compile(
    r"\s*(?:CHANNEL\(hangup_handler_(?:push|wipe)\))\s*=\s*(?P<target>[^()]+)", re.IGNORECASE
)
_TRANSFER = re.compile(r"\s*_{0,2}(?:TRANSFER_CONTEXT|FORWARD_CONTEXT)=(?P<context>[^,]+)")
_BEFORE = re.compile(r"(?<=[,a-zA-Z)])[bB]\((?P<target>[^()]+)")
_CONTEXT_AT = {"disa": 1, "directory": 1}
_DIALS = frozenset({"dial", "queue", "followme", "page"})
ANY = "${EXTEN}"  # whatever is dialled there


def elsewhere(app: str, data: str, begin: int = 0) -> Iterator[Jump]:
    """Go through the targets of an application (in small letters); `begin` is where its data stand."""
    if "@" in data:
        for local in _LOCAL.finditer(data):
            at = begin + local.start("extension")
            yield Jump(local["context"], local["extension"], "1", at, returns=False)
    if app == "set":
        yield from _later(data, begin)
    elif app in _DIALS and "(" in data:
        for found in _BEFORE.finditer(data):
            yield _caret(found["target"], begin + found.start("target"))
    elif app == "originate":
        yield from _originated(data, begin)
    elif app in _CONTEXT_AT:
        parts = split_outside(data, ",")
        if len(parts) > 1 and parts[1].strip():
            yield Jump(parts[1].strip(), ANY, "1", begin + len(parts[0]) + 1, returns=False)


def _later(data: str, begin: int) -> Iterator[Jump]:
    if (handler := _HANDLER.match(data)) is not None:
        parts = [part.strip() for part in handler["target"].split(",")][:3]
        context, extension = ([None, None, *parts[:-1]])[-2:]
        yield Jump(context, extension, parts[-1], begin + handler.start("target"), returns=True)
    elif (transfer := _TRANSFER.match(data)) is not None:
        yield Jump(transfer["context"], ANY, "1", begin + transfer.start("context"), returns=False)


def _caret(target: str, at: int) -> Jump:
    *before, last = target.split("^")[:3]
    context, extension = ([None, None, *before])[-2:]
    return Jump(context, extension, last, at, returns=True)


def _originated(data: str, begin: int) -> Iterator[Jump]:
    parts = split_outside(data, ",")
    if len(parts) > 2 and parts[1].strip().lower() == "exten":
        at = begin + len(parts[0]) + len(parts[1]) + 2
        context, extension, priority = (part.strip() for part in (*parts[2:5], "", "")[:3])
        yield Jump(context, extension or "s", priority or "1", at, returns=False)
