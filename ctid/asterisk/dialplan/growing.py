"""A context while it is loaded: extensions find their place, and what is taken twice is left out.

One thing here may crash Asterisk (22.10; found by generated dialplans, cut down to these words): after a
priority was told by a label, be it a misspelt number, nothing may be added in the same context to an
extension that is spelt otherwise than Asterisk holds it (`_1xx` for its `_1XX`, any with a dash). Nothing
is seen until the next reload, which ends every call.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from operator import itemgetter

from ctid.asterisk.dialplan.complaints import Kind
from ctid.asterisk.dialplan.lines import Line
from ctid.asterisk.dialplan.model import Context, Extension, Ignored, Include, Priority, Switch
from ctid.asterisk.dialplan.patterns import Rank, is_for, matches, rank

_DASH = re.compile(r"-(?![^\[]*\])")  # not within brackets
_NO_CID = (1, (2, b""))  # behind all that match a caller's number


class GrowingContext:
    """Holds what a context has so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.autohints = False
        self._sections: list[Line] = []
        self._searched = False  # for a label
        self._extensions: dict[tuple[Rank, tuple[int, Rank]], dict[int, Priority]] = {}
        self._includes: dict[str, Include] = {}
        self._switches: dict[tuple[str, str], Switch] = {}
        self._ignored: dict[str, Ignored] = {}

    def open(self, line: Line) -> None:
        """Note another section of this name."""
        self._sections.append(line)

    def add(self, step: Priority) -> Iterator[tuple[Kind, tuple[str, ...]]]:
        """Take a step, going through what keeps it or its label out, or is dangerous."""
        key = (rank(step.extension), _NO_CID if step.cid is None else (0, rank(step.cid)))
        steps = self._extensions.setdefault(key, {})
        if self._searched and steps:
            spelt = _as_held(steps[min(steps)].extension)
            if spelt != step.extension:
                yield Kind.CRASHES, (spelt, step.extension)
        if step.number in steps:
            yield Kind.PRIORITY_TAKEN, (step.extension, str(step.number))
        elif step.label is not None and step.label in _seen_labels(steps, step.number):
            yield Kind.LABEL_TAKEN, (step.label,)
            steps[step.number] = replace(step, label=None)
        else:
            steps[step.number] = step

    def labelled(self, name: str, label: str, cid: str | None) -> int:
        """Find the number of a label in an extension, for a priority told by one; 0 if there is none."""
        self._searched = bool(self._extensions)
        for extension in self._sorted():
            reached = matches(extension.name, name) and is_for(extension.cid, cid or "")
            if reached and (step := extension.labelled(label)):
                return step.number
        return 0

    def include(self, include: Include) -> bool:
        """Search another context, too; False if it is searched already."""
        return self._includes.setdefault(include.text.lower(), include) is include

    def switch(self, switch: Switch) -> bool:
        """Ask a module, too; False if it is asked already."""
        return self._switches.setdefault((switch.name.lower(), switch.data.lower()), switch) is switch

    def ignore(self, ignored: Ignored) -> bool:
        """Keep the dial tone behind a pattern, too; False if it is kept already."""
        return self._ignored.setdefault(ignored.pattern.lower(), ignored) is ignored

    def grown(self) -> Context:
        """Return the context as it is then."""
        return Context(
            self.name,
            tuple(self._sorted()),
            tuple(self._includes.values()),
            tuple(self._switches.values()),
            tuple(self._ignored.values()),
            self.autohints,
            tuple(self._sections),
        )

    def _sorted(self) -> Iterator[Extension]:
        for _, steps in sorted(self._extensions.items(), key=itemgetter(0)):
            yield Extension(tuple(steps[number] for number in sorted(steps)))


def _as_held(name: str) -> str:
    """Return a name as Asterisk holds it: dashes are kept only within the brackets of a pattern."""
    return _DASH.sub("", name) if name.startswith("_") else name.replace("-", "")


def _seen_labels(by_number: dict[int, Priority], number: int) -> set[str | None]:
    """Return the labels that Asterisk sees when it looks for a place: those before it and the next after
    it.
    """
    after = min((each for each in by_number if each > number), default=number)
    return {each.label for each in by_number.values() if each.number <= after}
