"""A flow as a value: named nodes, each of which knows how it runs and where it leads.

A node is told the state of the call and answers with a move: a step for the world to do, the way out that is
taken, a subflow to go into, or the way back out of one. When a step comes back with its outcome,
the same node is told and moves again. That is the whole machine; everything particular stands in one file a
kind under `nodes/`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, tzinfo
from typing import Protocol

from ctid.ivr.speech import Vocabulary
from ctid.ivr.steps import Note, Outcome, Prompt, Step
from ctid.ivr.values import Value, written
from ctid.model.hours import Calendar
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.mistakes import Place
from ctid.model.reasons import Reason

LANGUAGE = "language"  # the variable that is the session's language: setting it changes the language
REFUSED = "refused"  # the variable that holds the reason code of the last queue that turned the caller away


@dataclass(frozen=True, slots=True)
class Into:
    """Go into a subflow: what it returns comes back to this node as `Answered(outcome)`."""

    flow: FlowName


@dataclass(frozen=True, slots=True)
class Back:
    """Leave the subflow with an outcome."""

    outcome: str


@dataclass(slots=True)
class CallState:
    """What a call remembers between its moves.

    `facts` are what was known of the call before it began, `node` is where it stands (in a subflow:
    `flow/node`), `failures` counts bad entries, `done` what a node has behind it and `keys_only` is set
    when a caller was not understood, all since it was entered; `tries` counts for the whole call; `now`
    (aware) and `zone` (the flow's) are set before a move.
    """

    language: Language
    calendars: Mapping[str, Calendar] = field(default_factory=dict)
    facts: Mapping[str, Value] = field(default_factory=dict)
    node: str = ""
    failures: int = 0
    done: int = 0
    keys_only: bool = False
    tries: dict[str, int] = field(default_factory=dict)
    variables: dict[str, Value] = field(default_factory=dict)
    notes: list[Note] = field(default_factory=list)
    zone: tzinfo = UTC
    now: datetime = field(init=False)

    def note(self, what: str, value: str = "", into: str = "", reason: Reason | None = None) -> None:
        """Write down what happened at the node where the call stands."""
        self.notes.append(Note(self.node, what, value, into, reason))

    def value(self, variable: str) -> Value:
        """Return a variable's value, None while it has none."""
        if variable == LANGUAGE:
            return str(self.language)
        return self.variables[variable] if variable in self.variables else self.facts.get(variable)

    def text(self, variable: str) -> str:
        """Return a variable's value as it is written, "" while it has none."""
        return written(self.value(variable))

    def assign(self, variable: str, value: Value) -> None:
        """Give a variable its value."""
        if variable == LANGUAGE:
            self.language = Language(str(value))
        else:
            self.variables[variable] = value

    def may_say(self, words: Vocabulary | None) -> Vocabulary | None:
        """Return what may be said now: nothing in another language, or by who was not understood."""
        return words if words and words.language is self.language and not self.keys_only else None

    def spoken(self, keys: Iterable[str]) -> tuple[Prompt, ...]:
        """Return the prompts in the session's language."""
        return tuple(Prompt(key, self.language) for key in keys)


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a node.

    `label` says when it is taken: a key, `match`, `no_input`, `no_match`, `max_failures`, an outcome of
    whoever was asked, `error`, a case, `default`, `next` … `by_caller` says that the caller must do something
    right to take it. `sets` are the variables that have a value afterwards.
    """

    label: str
    target: str
    by_caller: bool = False
    sets: tuple[str, ...] = ()


Move = Step | Exit | str | Into | Back
"""A way out may be given by the name of the next node alone where only one leads there."""


class FlowNode(Protocol):
    """What every kind of node answers."""

    @property
    def ends(self) -> bool:
        """Say whether the session, or the subflow, can end here."""

    def exits(self) -> tuple[Exit, ...]:
        """Return all ways on to other nodes."""

    def enter(self, state: CallState) -> Move:
        """Move when the call comes here."""

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Move when the outcome of what this node asked for is known."""


class Passing:
    """What the kinds share that move on at once: they ask for nothing, so nothing is answered to them."""

    __slots__ = ()
    ends = False

    def resume(self, outcome: Outcome, state: CallState) -> Move:
        """Refuse: no step was asked for. Raises ValueError."""
        raise ValueError(f"{outcome} answers nothing: {self} asks for no step")


@dataclass(frozen=True, slots=True)
class Mention:
    """A name that a node's text mentions, and where; `guarded` where it is asked whether it is `known`."""

    name: str
    place: Place
    guarded: bool = False


@dataclass(frozen=True, slots=True)
class Written:
    """How a node stands in its file, for whoever checks, draws or edits flows.

    `reads` are the variables that it looks at, `prompts` the recordings that it may play, `keys` those of a
    menu.
    """

    kind: str
    place: Place
    reads: tuple[Mention, ...] = ()
    prompts: tuple[Mention, ...] = ()
    keys: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Flow:
    """A checked flow. `languages[0]` is spoken until the caller has chosen.

    `takes` are the variables that those set who go into it as a subflow, and `returns` the outcomes with
    which it gives them back. `zone` is the time in which its expressions count hours and days; `written` has
    every node. One that is `personal` (or goes into others) wants to know who calls.
    """

    name: FlowName
    languages: tuple[Language, ...]
    start: str
    nodes: Mapping[str, FlowNode]
    takes: tuple[str, ...] = ()
    returns: tuple[str, ...] = ()
    zone: tzinfo = UTC
    written: Mapping[str, Written] = field(default_factory=dict)
    personal: bool = False
    _labels: dict[tuple[str, str], str] = field(default_factory=dict, init=False, repr=False, compare=False)

    def label(self, node: str, target: str) -> str:
        """Return the label of a node's first way to another. Raises ValueError where there is none."""
        found = self._labels.get((node, target))
        if found is None:
            ways = {way.target: way.label for way in reversed(self.nodes[node].exits())}
            if target not in ways:
                raise ValueError(f"no way leads from {node} to {target}")
            found = self._labels[node, target] = ways[target]
        return found
