"""A context while it is loaded: extensions find their place, and what is taken twice is left out."""

from dataclasses import dataclass, field

from ctid.asterisk.dialplan.complaints import Kind
from ctid.asterisk.dialplan.lines import Line
from ctid.asterisk.dialplan.model import Context, Extension, Ignored, Include, Priority, Switch
from ctid.asterisk.dialplan.patterns import Rank, matches, rank

_NO_CID = (1, (2, b""))  # behind all that match a caller's number


@dataclass(slots=True)
class _Steps:
    name: str
    cid: str | None
    by_number: dict[int, Priority] = field(default_factory=dict)


class GrowingContext:
    """Holds what a context has so far."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.autohints = False
        self._sections: list[Line] = []
        self._extensions: dict[tuple[Rank, tuple[int, Rank]], _Steps] = {}
        self._includes: dict[str, Include] = {}
        self._switches: dict[tuple[str, str], Switch] = {}
        self._ignored: dict[str, Ignored] = {}

    def open(self, line: Line) -> None:
        """Note another section of this name."""
        self._sections.append(line)

    def add(self, step: Priority, cid: str | None) -> tuple[Kind, tuple[str, ...]] | None:
        """Take a step; return what keeps it or its label out."""
        key = (rank(step.extension), _NO_CID if cid is None else (0, rank(cid)))
        steps = self._extensions.get(key)
        if steps is None:
            steps = self._extensions[key] = _Steps(step.extension, cid)
        if step.number in steps.by_number:
            return Kind.PRIORITY_TAKEN, (step.extension, str(step.number))
        taken = step.label is not None and any(
            each.label == step.label and each.number < step.number for each in steps.by_number.values()
        )
        steps.by_number[step.number] = _without_label(step) if taken else step
        return (Kind.LABEL_TAKEN, (step.label or "",)) if taken else None

    def labelled(self, name: str, label: str, cid: str | None) -> int:
        """Find the number of a label in an extension, as a priority may be told by one; 0 if there is none."""
        for key in sorted(self._extensions):
            steps = self._extensions[key]
            if matches(steps.name, name) and (steps.cid is None or _calls(steps.cid, cid or "")):
                for each in steps.by_number.values():
                    if each.label == label:
                        return each.number
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
        extensions = tuple(
            Extension(steps.name, steps.cid, tuple(steps.by_number[at] for at in sorted(steps.by_number)))
            for _, steps in sorted(self._extensions.items(), key=lambda item: item[0])
        )
        return Context(
            self.name,
            extensions,
            tuple(self._includes.values()),
            tuple(self._switches.values()),
            tuple(self._ignored.values()),
            self.autohints,
            tuple(self._sections),
        )


def _calls(cid: str, number: str) -> bool:
    return matches(cid, number) if number else not cid


def _without_label(step: Priority) -> Priority:
    return Priority(
        step.extension, step.number, None, step.app, step.data, step.entry, step.app_at, step.data_at
    )
