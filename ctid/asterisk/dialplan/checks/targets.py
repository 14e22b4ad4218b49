"""What a jump arrives at, found as Asterisk finds it: by patterns, through includes, label by label.

A step of an included context is done in the context that includes it: `Goto(s,1)` there means the `s` of
any of those. So a target is missing only if it is in none of these homes. What is a variable is left
alone, and so is what a switch may answer.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from ctid.asterisk.dialplan.checks.covered import may_begin
from ctid.asterisk.dialplan.checks.steps import Step
from ctid.asterisk.dialplan.jumps import Jump
from ctid.asterisk.dialplan.lookup import Asked, candidates
from ctid.asterisk.dialplan.model import Dialplan, Extension, Priority, Switch
from ctid.asterisk.dialplan.patterns import matches

EVERY = None  # all priorities of an extension may be meant


@dataclass(frozen=True, slots=True)
class Arrival:
    """An extension that a jump arrives at, with the priority; EVERY where that is a variable."""

    context: str
    extension: Extension
    priority: Priority | None


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there: the context (`code` D131), the extension (D132), the priority (D133)."""

    code: str
    context: str
    extension: str
    priority: str


class Targets:
    """Finds what jumps arrive at; what was found is remembered."""

    def __init__(self, dialplan: Dialplan) -> None:
        self._dialplan = dialplan
        self._homes = homes(dialplan)
        self._found: dict[tuple[str, str], Sequence[tuple[str, Extension | Switch]]] = {}
        self._reached: dict[tuple[Jump, str, str], tuple[Sequence[Arrival], Missing | None]] = {}

    def of(self, jump: Jump, step: Step) -> tuple[Sequence[Arrival], Missing | None]:
        """Return what a jump of a step arrives at, and what is missing of it."""
        extension = step.extension.name if jump.extension is None else ""
        key = (jump, step.context.name, extension)
        if key not in self._reached:
            self._reached[key] = self._of(jump, step)
        return self._reached[key]

    def _of(self, jump: Jump, step: Step) -> tuple[Sequence[Arrival], Missing | None]:
        if jump.context is None:
            contexts = self._homes[step.context.name]
        elif "$" in jump.context:
            return self._somewhere(jump), None
        elif jump.context not in self._dialplan.contexts:
            return (), Missing("D131", jump.context, "", "")
        else:
            contexts = (jump.context,)
        arrivals: list[Arrival] = []
        lacking: Missing | None = None
        for context in contexts:
            found, missing = self._in(context, jump, step)
            arrivals += found
            lacking = lacking or missing
        return tuple(arrivals), None if arrivals else lacking

    def _somewhere(self, jump: Jump) -> Sequence[Arrival]:
        """Return what a variable context may mean: any that begins as it does."""
        begins = (jump.context or "").partition("$")[0]
        extension = jump.extension or "$"
        reached = [
            (name, each)
            for name, context in self._dialplan.contexts.items()
            if name.startswith(begins)
            for each in context.extensions
            if _may_be(each.name, extension)
        ]
        return tuple(_arrivals(reached, _wanted(jump.priority)))

    def _in(self, context: str, jump: Jump, step: Step) -> tuple[list[Arrival], Missing | None]:
        wanted = _wanted(jump.priority)
        if jump.extension is None:
            reached = [(step.context.name, step.extension)]
            if wanted is not EVERY and _has(step.extension, wanted) is None:
                reached += _extensions(self._candidates(context, step.extension.name))[:1]
        elif "$" in jump.extension:
            reached = self._all(context, jump.extension.partition("$")[0])
            arrivals = _arrivals(reached, wanted)
            code = "D133" if reached else "D132"
            return arrivals, None if arrivals else Missing(code, context, jump.extension, jump.priority)
        else:
            found = self._candidates(context, jump.extension)
            if any(isinstance(what, Switch) for _, what in found):
                return _arrivals(_extensions(found), wanted) or _arrivals(_extensions(found), EVERY), None
            reached = _extensions(found)
            if not reached:
                return [], Missing("D132", context, jump.extension, jump.priority)
        arrivals = _arrivals(reached, wanted)[: None if wanted is EVERY else 1]
        shown = jump.extension or step.extension.name
        return arrivals, None if arrivals else Missing("D133", context, shown, jump.priority)

    def _candidates(self, context: str, number: str) -> Sequence[tuple[str, Extension | Switch]]:
        key = (context, number)
        if key not in self._found:
            asked = Asked(number)
            found = candidates(self._dialplan, context, asked)
            self._found[key] = tuple((each.context, each.what) for each in found)
        return self._found[key]

    def _all(self, context: str, begins: str) -> list[tuple[str, Extension]]:
        """Return the extensions that what begins so may reach."""
        return [
            (name, extension)
            for name in included(self._dialplan, context)
            for extension in self._dialplan.contexts[name].extensions
            if may_begin(extension.name, begins)
        ]


def _may_be(name: str, written: str) -> bool:
    """Say whether an extension may be reached by what is written, perhaps with a variable in it."""
    begins, variable, _ = written.partition("$")
    return may_begin(name, begins) if variable else matches(name, written)


def _extensions(found: Sequence[tuple[str, Extension | Switch]]) -> list[tuple[str, Extension]]:
    return [(context, what) for context, what in found if isinstance(what, Extension)]


def _arrivals(reached: Sequence[tuple[str, Extension]], wanted: str | None) -> list[Arrival]:
    if wanted is EVERY:
        return [Arrival(context, extension, EVERY) for context, extension in reached]
    steps = ((context, extension, _has(extension, wanted)) for context, extension in reached)
    return [Arrival(context, extension, step) for context, extension, step in steps if step is not None]


def _wanted(priority: str) -> str | None:
    return EVERY if "$" in priority or priority[:1] in {"+", "-", ""} else priority


def _has(extension: Extension, wanted: str) -> Priority | None:
    return extension.numbered(int(wanted)) if wanted.isdecimal() else extension.labelled(wanted)


def included(dialplan: Dialplan, context: str) -> Sequence[str]:
    """Return a context and all that it includes, directly or not, in the order of the search."""
    found: dict[str, None] = {}
    waiting = [context]
    while waiting:
        name = waiting.pop()
        if name not in found and name in dialplan.contexts:
            found[name] = None
            waiting += [each.context for each in reversed(dialplan.contexts[name].includes)]
    return tuple(found)


def homes(dialplan: Dialplan) -> Mapping[str, Sequence[str]]:
    """Return for each context those in which its steps may be done: itself first, then who includes it."""
    including: dict[str, list[str]] = defaultdict(list)
    for name, context in dialplan.contexts.items():
        for include in context.includes:
            including[include.context].append(name)
    return {name: _upwards(name, including) for name in dialplan.contexts}


def _upwards(name: str, including: Mapping[str, Sequence[str]]) -> Sequence[str]:
    found: dict[str, None] = {}
    waiting = [name]
    while waiting:
        each = waiting.pop()
        if each not in found:
            found[each] = None
            waiting += including.get(each, ())
    return tuple(found)
