"""The steps of a dialplan as checks look at them: with the applications that others carry inside.

`ExecIf(…?Playback(x):Goto(y,1))` does three things; each is a `Call`. Where a call stands in the step's
data is kept. What is read of a text is remembered by the text: real dialplans say the same thing a
thousand times.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ctid.asterisk.dialplan.checks.elsewhere import elsewhere
from ctid.asterisk.dialplan.jumps import Jump, find_outside, jumps_of
from ctid.asterisk.dialplan.model import HINT, Context, Dialplan, Extension, Priority
from ctid.model.mistakes import Place

_CARRIERS = frozenset({"exec", "tryexec"})


@dataclass(frozen=True, slots=True)
class Call:
    """An application with its data, which begin at `at` of the step's own; the name at `name_at` (-1: the
    step's). `app` is in small letters, `name` as it is written.
    """

    app: str
    name: str
    data: str
    at: int = 0
    name_at: int = -1


@dataclass(frozen=True, slots=True)
class Step:
    """A priority where it stands, and what it does."""

    context: Context
    extension: Extension
    priority: Priority
    calls: Sequence[Call]

    @property
    def app(self) -> str:
        """The application's name in small letters."""
        return self.calls[0].app

    def place(self, call: Call) -> Place:
        """Say where the name of a call stands."""
        return self.priority.place if call.name_at < 0 else self.priority.data_place(call.name_at)


def steps(dialplan: Dialplan) -> Sequence[Step]:
    """Return all steps that are executed, context by context; hints are none."""
    return tuple(
        Step(context, extension, priority, calls_of(priority.app, priority.data))
        for context in dialplan.contexts.values()
        for extension in context.extensions
        for priority in extension.priorities
        if priority.number != HINT
    )


@lru_cache(maxsize=65536)
def calls_of(name: str, data: str) -> Sequence[Call]:
    """Return the application itself, then those that it carries."""
    app = name.lower()
    carried: Iterator[Call] = iter(())
    if app == "execif":
        question = find_outside(data, "?")
        colon = find_outside(data, ":", question + 1)
        parts = ((question + 1, colon), (colon + 1, len(data)))
        carried = (call for begin, end in parts for call in _carried(data, begin, end))
    elif app in _CARRIERS:
        carried = _carried(data, 0, len(data))
    return (Call(app, name, data), *carried)


def _carried(data: str, begin: int, end: int) -> Iterator[Call]:
    name, parenthesis, rest = data[begin:end].partition("(")
    if name.strip():
        inside = rest.rpartition(")")[0] if ")" in rest else rest
        at = begin + len(name) + len(parenthesis)
        yield Call(name.strip().lower(), name.strip(), inside, at, begin + len(name) - len(name.lstrip()))


@lru_cache(maxsize=65536)
def ways_of(calls: Sequence[Call]) -> Sequence[Jump]:
    """Return where calls lead: jumps of their own, and what they hand to other channels or moments."""
    return tuple(
        jump
        for call in calls
        for find in (jumps_of, elsewhere)
        for jump in find(call.app, call.data, call.at)
    )
