"""D108, D141: steps that nothing comes to, by their numbers or because the step before ends or leads away."""

from collections.abc import Iterator
from itertools import pairwise

from ctid.asterisk.dialplan.checks.ground import Ground
from ctid.asterisk.dialplan.checks.steps import Call, calls_of
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.asterisk.dialplan.jumps import find_outside
from ctid.asterisk.dialplan.model import HINT, Extension
from ctid.model.mistakes import Mistake, Text

_ENDS = frozenset({"hangup", "goto", "return", "busy", "congestion"})
_NOTHING = Text("there is no priority 1", "没有优先级 1")


def unnumbered(ground: Ground) -> Iterator[Mistake]:
    """D108: a priority that follows no other, and that nothing jumps to."""
    for extension in _extensions(ground):
        last = 0
        for step in extension.priorities:
            if step.number not in {HINT, last + 1} and not ground.enters(extension, step.number):
                before = Text(f"{last} comes before it", f"前一个是 {last}") if last else _NOTHING
                yield wrong(
                    "D108", step.entry.place(), number=step.number, extension=extension.name, before=before
                )
            last = max(0, step.number)


def never_done(ground: Ground) -> Iterator[Mistake]:
    """D141: a priority behind one that never goes on, and that nothing jumps to."""
    for extension in _extensions(ground):
        for before, step in pairwise(extension.priorities):
            follows = step.number == before.number + 1 and _ends(calls_of(before.app, before.data)[0])
            if follows and not ground.enters(extension, step.number):
                yield wrong("D141", step.place, app=before.app)


def _extensions(ground: Ground) -> Iterator[Extension]:
    for context in ground.dialplan.contexts.values():
        yield from context.extensions


def _ends(call: Call) -> bool:
    """Say whether nothing comes after an application."""
    if call.app == "gotoif":
        question = find_outside(call.data, "?")
        colon = find_outside(call.data, ":", question + 1)
        return bool(call.data[question + 1 : colon].strip() and call.data[colon + 1 :].strip())
    return call.app in _ENDS
