"""The interpreter: one session is one caller's way through one flow.

It holds the flow's position and nothing else: it waits for nobody and knows no telephone. Whoever
runs it does each step and comes back with the outcome:

    step = session.start(now=…)
    while not isinstance(step, Leave):
        step = session.resume(await do(step), now=…)

A session always ends. A checked flow leads even a caller who does nothing to an end (checks.py); what
a file's checks cannot promise is bounded here: moves between two steps by the number of nodes (more
would be a circle), and steps by `MOST_STEPS` (a caller, or a noisy line, that plays with the keys).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ctid.ivr.flow import CallState, Exit, Flow, Move
from ctid.ivr.path import Hop
from ctid.ivr.steps import (
    Admitted,
    Ask,
    AskQueue,
    HungUp,
    Keys,
    Leave,
    NoKeys,
    Outcome,
    Play,
    Played,
    Step,
    Turned,
)
from ctid.model.hours import Calendar
from ctid.model.languages import Language

MOST_STEPS = 200

_ANSWERS: Mapping[type[Step], tuple[type[Outcome], ...]] = {
    Play: (Played,),
    Ask: (Keys, NoKeys),
    AskQueue: (Admitted, Turned),
    Leave: (),
}

_NO_CALENDARS: Mapping[str, Calendar] = {}


class Session:
    """A caller in a flow. `calendars` must hold all that the flow's schedules name.

    `language`, where it is one of the flow's, is what is known of the caller beforehand.
    """

    def __init__(
        self,
        flow: Flow,
        *,
        calendars: Mapping[str, Calendar] = _NO_CALENDARS,
        language: Language | None = None,
    ) -> None:
        self.flow = flow
        first = language if language in flow.languages else None
        self._state = CallState(first or flow.languages[0], calendars)
        self._asked: Step | None = None
        self._steps = 0
        self._left: list[Hop] = []

    @property
    def node(self) -> str:
        """The node where the call stands, "" before the start."""
        return self._state.node

    @property
    def language(self) -> Language:
        """The language that the caller hears."""
        return self._state.language

    @property
    def variables(self) -> dict[str, str]:
        """What was collected and set, secrets included."""
        return self._state.variables

    @property
    def failures(self) -> int:
        """How many bad entries the node has had since it was entered."""
        return self._state.failures

    @property
    def path(self) -> tuple[Hop, ...]:
        """The nodes that the call has come through and how it left each; the last is where it stands."""
        return (*self._left, Hop(self.node)) if self.node else ()

    def start(self, *, now: datetime) -> Step:
        """Begin at the flow's start (`now`: aware) and return the first step."""
        return self._move(self.flow.start, now)

    def resume(self, outcome: Outcome, *, now: datetime) -> Step:
        """Take the outcome of the last step and return the next one; after `HungUp` it is Leave("").

        Raises ValueError for an outcome that does not answer the last step: the telephone's mistake.
        """
        if isinstance(outcome, HungUp):
            return self._hand_out(Leave(""))
        if self._asked is None or not isinstance(outcome, _ANSWERS[type(self._asked)]):
            raise ValueError(f"{outcome} does not answer {self._asked}")
        self._state.now = now
        return self._move(self.flow.nodes[self.node].resume(outcome, self._state), now)

    def _move(self, move: Move, now: datetime) -> Step:
        """Go from node to node until one asks for a step; a circle is left without a verb."""
        state = self._state
        state.now = now
        for _ in self.flow.nodes:
            if not isinstance(move, str | Exit):
                break
            self._go_on(move)
            move = self.flow.nodes[state.node].enter(state)
        return self._hand_out(Leave("") if isinstance(move, str | Exit) else move)

    def _go_on(self, move: Exit | str) -> None:
        """Come to the next node; the first is come to from nowhere."""
        state = self._state
        if state.node:
            taken = self._way_to(move) if isinstance(move, str) else move
            self._left.append(Hop(state.node, taken.label))
        state.node, state.failures = move if isinstance(move, str) else move.target, 0

    def _way_to(self, name: str) -> Exit:
        """Return the way from here to a node; a node that leads on where it has no way is a ValueError."""
        for way in self.flow.nodes[self.node].exits():
            if way.target == name:
                return way
        raise ValueError(f"no way leads from {self.node} to {name}")

    def _hand_out(self, step: Step) -> Step:
        self._steps += 1
        if self._steps > MOST_STEPS and not isinstance(step, Leave):
            step = Leave("hangup")
        notes, self._state.notes = tuple(self._state.notes), []
        self._asked = replace(step, notes=notes)
        return self._asked
