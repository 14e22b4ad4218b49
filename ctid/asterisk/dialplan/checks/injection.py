"""D152–D155: what a caller could have written, unfiltered where it does harm."""

from collections.abc import Iterator
from itertools import groupby

from ctid.asterisk.dialplan.checks.caller_data import Known, Leak, Whose, followed
from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.inside import Sort, all_pieces
from ctid.asterisk.dialplan.checks.steps import Call, Step
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.asterisk.dialplan.jumps import find_outside
from ctid.model.mistakes import Mistake

_DANGEROUS = frozenset(
    {"dial", "retrydial", "system", "trysystem", "agi", "eagi", "deadagi", "externalivr", "originate", "page",
     "mixmonitor", "record", "transfer", "readfile", "chanspy"}
)  # fmt: skip
_RUNS = frozenset({"exec", "tryexec"})  # any application, by a name
_FUNCTIONS = frozenset(
    {"SHELL", "FILE", "CURL", "DB", "DB_DELETE", "DB_KEYS", "DB_KEYCOUNT", "EVAL", "ENV", "REALTIME",
     "REALTIME_FIELD", "STAT", "AST_CONFIG", "SYSINFO", "EXPORT", "IMPORT"}
)  # fmt: skip


def injection(ground: Ground) -> Iterator[Mistake]:
    """Follow each extension step by step."""
    for _, steps in groupby(ground.steps, key=lambda step: id(step.extension)):
        for step, known in followed(tuple(steps)):
            if "$" in step.priority.data:
                yield from _step(step, known)


def _step(step: Step, known: Known) -> Iterator[Mistake]:
    for call in step.calls:
        if call.app in _DANGEROUS or (call.app in _RUNS and _runs_what_is_told(call, known)):
            for leak in known.leaks(call.data, call.at):
                code = "D152" if leak.whose is Whose.DIALLED else "D153"
                yield _told(code, step, leak, app=call.name)
        elif call.app == "set":
            yield from _set(step, call, known)
    for piece in all_pieces(step.priority.data):
        if piece.sort is Sort.FUNCTION and (piece.name in _FUNCTIONS or piece.name.startswith("ODBC_")):
            for leak in known.leaks(piece.inside, piece.inside_at):
                yield _told("D154", step, leak, name=piece.name)
        elif piece.sort is Sort.EXPRESSION:
            for leak in known.leaks(piece.inside, piece.inside_at):
                yield _told("D155", step, leak)


def _runs_what_is_told(call: Call, known: Known) -> bool:
    return any(True for _ in known.leaks(call.data[: find_outside(call.data, "(")]))


def _set(step: Step, call: Call, known: Known) -> Iterator[Mistake]:
    """Look at Set(FUNCTION(arguments)=value) of a dangerous function."""
    name, parenthesis, _ = call.data.partition("(")
    name = name.strip()
    if parenthesis and (name in _FUNCTIONS or name.startswith("ODBC_")):
        for leak in known.leaks(call.data, call.at):
            yield _told("D154", step, leak, name=name)


def _told(code: str, step: Step, leak: Leak, **facts: str) -> Mistake:
    return wrong(code, step.priority.data_place(leak.at), source=leak.source, **facts)
