"""A flow as a value: named nodes, each of which knows how it runs and where it leads.

A node is told the state of the call and answers with a move: either a step for the telephone, or the
name of the node to go on at. When a step comes back with its outcome, the same node is told and moves
again. That is the whole machine; everything particular stands in one file a kind under `nodes/`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from ctid.ivr.steps import Note, Outcome, Prompt, Step
from ctid.model.hours import Calendar
from ctid.model.ids import FlowName
from ctid.model.languages import Language

LANGUAGE = "language"  # the variable that is the session's language: setting it changes the language
REFUSED = "refused"  # the variable that holds the reason code of the last queue that turned the caller away


@dataclass(slots=True)
class CallState:
    """What a call remembers between its moves.

    `failures` counts bad entries since the node was entered; `now` is set before every move.
    """

    language: Language
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    node: str = ""
    failures: int = 0
    variables: dict[str, str] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    now: datetime = field(init=False)

    def note(self, what: str, value: str = "", into: str = "") -> None:
        """Write down what happened at the node where the call stands."""
        self.notes.append(Note(self.node, what, value, into))

    def value(self, variable: str) -> str:
        """Return a variable's value, "" while it has none."""
        return str(self.language) if variable == LANGUAGE else self.variables.get(variable, "")

    def assign(self, variable: str, value: str) -> None:
        """Give a variable its value."""
        if variable == LANGUAGE:
            self.language = Language(value)
        else:
            self.variables[variable] = value

    def spoken(self, keys: Iterable[str]) -> tuple[Prompt, ...]:
        """Return the prompts in the session's language."""
        return tuple(Prompt(key, self.language) for key in keys)


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a node. `by_caller` says that the caller must do something right to take it."""

    label: str
    target: str
    by_caller: bool = False


Move = Step | Exit | str
"""A step, the way out that is taken, or the name of the next node where only one way leads there."""


class FlowNode(Protocol):
    """What every kind of node answers."""

    @property
    def ends(self) -> bool:
        """Say whether the session can end here."""

    def exits(self) -> tuple[Exit, ...]:
        """Return all ways on to other nodes."""

    def enter(self, state: CallState) -> Move:
        """Move when the call comes here."""

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Move when the outcome of the step that this node asked for is known."""


class Passing:
    """What the kinds share that move on at once: they ask for nothing, so nothing is answered to them."""

    __slots__ = ()
    ends = False

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Refuse: no step was asked for. Raises ValueError."""
        raise ValueError(f"{outcome} answers nothing: {self} asks for no step")


@dataclass(frozen=True, slots=True)
class Flow:
    """A checked flow. `languages[0]` is spoken until the caller has chosen."""

    name: FlowName
    languages: tuple[Language, ...]
    start: str
    nodes: Mapping[str, FlowNode]
