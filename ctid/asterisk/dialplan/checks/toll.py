"""D151: a stranger who can dial out at your cost (toll fraud).

From the contexts where calls from outside begin, everything is followed that a caller can come to,
extension by extension: what they may dial there, includes, jumps. Told is a Dial out of the house whose
number came from what was dialled, filtered or not. Out of the house leads `TECHNOLOGY/number@trunk`,
`TECHNOLOGY/trunk/number` and `${TRUNK}/number`; `PJSIP/number` alone rings a phone.
"""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from ctid.asterisk.dialplan.checks.caller_data import each_assigned
from ctid.asterisk.dialplan.checks.ground import Ground, Way
from ctid.asterisk.dialplan.checks.steps import Call, Step
from ctid.asterisk.dialplan.checks.targets import Arrival, included
from ctid.asterisk.dialplan.checks.words import wrong
from ctid.asterisk.dialplan.jumps import split_outside
from ctid.asterisk.dialplan.model import Extension
from ctid.model.mistakes import Mistake

_DIALS = frozenset({"dial", "retrydial", "page", "originate", "transfer"})
_NAMES = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_LETS_DIAL = frozenset({"background", "waitexten"})

Path = tuple[str, ...]


def toll(ground: Ground) -> Iterator[Mistake]:
    """Tell every step at which a caller from outside can dial out, with the way there."""
    if not ground.inbound or not any(step.app in _DIALS for step in ground.steps):
        return
    following = _Following(ground)
    told: set[int] = set()
    for root in sorted(ground.inbound):
        for extension, path in following.from_root(root).items():
            for step, call in following.outward(extension):
                if id(step.priority) not in told:
                    told.add(id(step.priority))
                    yield wrong("D151", step.place(call), path=" → ".join(path), root=root)


class _Following:
    """Follows calls from extension to extension; these are known by their `id`."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self._steps: dict[int, list[Step]] = {
            key: list(steps) for key, steps in groupby(ground.steps, key=lambda step: id(step.extension))
        }
        self._ways: dict[int, list[Way]] = defaultdict(list)
        for way in ground.ways:
            self._ways[id(way.step.extension)].append(way)
        self._chosen = _chosen(ground.steps)

    def from_root(self, root: str) -> Mapping[int, Path]:
        """Return the extensions that a call which begins in a context may come to, with the way there.

        The last of the way is the context that the call is in; steps of what that includes lead back to it.
        """
        found: dict[tuple[str, int], Path] = {}
        waiting: list[tuple[Extension, Path]] = [(each, (root,)) for each in self._dialled(root)]
        while waiting:
            extension, path = waiting.pop()
            if (path[-1], id(extension)) in found:
                continue
            found[path[-1], id(extension)] = path
            waiting += self._on_from(extension, path)
        return {extension: path for (_, extension), path in found.items()}

    def _on_from(self, extension: Extension, path: Path) -> Iterator[tuple[Extension, Path]]:
        for way in self._ways[id(extension)]:
            stays = way.jump.context is None
            here = set(included(self._ground.dialplan, path[-1])) if stays else set()
            for each in way.arrivals:
                if not stays:
                    yield each.extension, _into(path, way, each)
                elif each.context in here:
                    yield each.extension, path
        if any(step.app in _LETS_DIAL for step in self._steps.get(id(extension), ())):
            yield from ((each, path) for each in self._dialled(path[-1]))

    def outward(self, extension: int) -> Iterator[tuple[Step, Call]]:
        """Go through the steps of an extension that dial out a number that the caller chose."""
        for step in self._steps.get(extension, ()):
            for call in step.calls:
                if call.app in _DIALS and any(map(self._leads_out, _destinations(call))):
                    yield step, call

    def _dialled(self, context: str) -> Iterator[Extension]:
        for name in included(self._ground.dialplan, context):
            yield from self._ground.dialplan.contexts[name].extensions

    def _leads_out(self, destination: str) -> bool:
        technology, slash, rest = destination.partition("/")
        number, at, _ = rest.rpartition("@") if "@" in rest else (rest, "", "")
        if not slash or technology.strip().lower() == "local" or not self._chosen & {*_NAMES.findall(rest)}:
            return False
        chosen = self._chosen & {*_NAMES.findall(number)}
        return bool(chosen) and bool(at or "/" in number or "$" in technology)


def _into(path: Path, way: Way, arrival: Arrival) -> Path:
    """Go on into the context that a jump names; where that is a variable, into the one arrived at."""
    named = way.jump.context
    context = arrival.context if named is None or "$" in named else named
    return path if path[-1] == context else (*path, context)


def _destinations(call: Call) -> Sequence[str]:
    return split_outside(split_outside(call.data, ",")[0], "&")


def _chosen(steps: Sequence[Step]) -> frozenset[str]:
    """Return the variables that hold what was dialled, wherever they were set."""
    chosen = {"EXTEN"}
    assigned = [
        (name, frozenset(_NAMES.findall(value)))
        for step in steps
        for call in step.calls
        if "set" in call.app
        for name, value, _ in each_assigned(call.app, call.data)
    ]
    while more := {name for name, used in assigned if used & chosen} - chosen:
        chosen |= more
    return frozenset(chosen)
