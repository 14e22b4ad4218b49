"""The interpreter: one session is one caller's way through one flow and its subflows.

It holds the flow's position and nothing else: it waits for nobody and knows no telephone. Whoever
runs it does each step and comes back with the outcome:

    step = session.start(now=…)
    while not isinstance(step, Leave):
        step = session.resume(await do(step), now=…)

What the session does follows from its flows, its facts, the instants and the outcomes alone: the same
again gives the same steps and notes again, which is what simulation, replay and their agreement rest on.

A session always ends. A checked flow leads even a caller who does nothing to an end (checks/ways.py); what
a file's checks cannot promise is bounded here: moves between two steps (more would be a circle), subflows
in subflows, and steps by `MOST_STEPS` (a caller, or a noisy line, that plays with the keys).
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from ctid.ivr.facts import KNOWN_LANGUAGE
from ctid.ivr.flow import Back, CallState, Exit, Flow, Into, Move
from ctid.ivr.path import INTO, Hop
from ctid.ivr.steps import ANSWERS, Answered, HungUp, Leave, Outcome, Step
from ctid.ivr.values import Value
from ctid.model.hours import Calendar
from ctid.model.ids import FlowName
from ctid.model.languages import Language

MOST_STEPS = 200
MOST_MOVES = 500
DEEPEST = 8  # subflows in subflows

_NO_CALENDARS: Mapping[str, Calendar] = {}
_NO_FLOWS: Mapping[FlowName, Flow] = {}
_NO_FACTS: Mapping[str, Value] = {}


class Session:
    """A caller in a flow. `calendars` and `flows` must hold all that its schedules and subflows name.

    `language`, where it is one of the flow's, is what is known of the caller beforehand; `facts` are what
    else is known (`facts.py` names them).
    """

    def __init__(
        self,
        flow: Flow,
        *,
        calendars: Mapping[str, Calendar] = _NO_CALENDARS,
        flows: Mapping[FlowName, Flow] = _NO_FLOWS,
        facts: Mapping[str, Value] = _NO_FACTS,
        language: Language | None = None,
    ) -> None:
        self.flow = flow
        self._flows = flows
        first = language if language in flow.languages else None
        self._state = CallState(first or flow.languages[0], calendars, facts)
        self._way: list[tuple[Flow, str]] = []  # the node where each flow stands, the innermost last
        self._asked: Step | None = None
        self._steps = 0
        self._left: list[Hop] = []

    def know(self, facts: Mapping[str, Value]) -> None:
        """Take what is known of the call, before it starts; a language that is known is spoken at once."""
        self._state.facts = {**self._state.facts, **facts}
        known = facts.get(KNOWN_LANGUAGE)
        if known in self.flow.languages:
            self._state.language = Language(str(known))

    @property
    def node(self) -> str:
        """The node where the call stands, in a subflow `flow/node`; "" before the start."""
        return self._state.node

    @property
    def language(self) -> Language:
        """The language that the caller hears."""
        return self._state.language

    @property
    def variables(self) -> Mapping[str, Value]:
        """What was collected and set; secrets are `Secret`."""
        return self._state.variables

    @property
    def position(self) -> tuple[object, ...]:
        """What decides, with the variables, how the call may go on: two calls of one position are alike."""
        state = self._state
        return (
            tuple(name for _, name in self._way),
            state.failures,
            state.keys_only,
            state.done,
            *sorted(state.tries.items()),
        )

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
        self._way = [(self.flow, "")]
        self._state.now = now
        return self._follow(self.flow.start)

    def resume(self, outcome: Outcome, *, now: datetime) -> Step:
        """Take the outcome of the last step and return the next one; after `HungUp` it is Leave("").

        Raises ValueError for an outcome that does not answer the last step: the telephone's mistake.
        """
        if isinstance(outcome, HungUp):
            return self._hand_out(Leave(""))
        if self._asked is None or not isinstance(outcome, ANSWERS[type(self._asked)]):
            raise ValueError(f"{outcome} does not answer {self._asked}")
        self._state.now = now
        return self._follow(self._told(outcome))

    def _follow(self, move: Move) -> Step:
        """Go from node to node until one asks for a step; a circle is left without a verb."""
        for _ in range(MOST_MOVES):
            match move:
                case str() | Exit():
                    move = self._enter(move)
                case Into(flow):
                    move = self._go_into(flow)
                case Back(outcome):
                    move = self._come_back(outcome)
                case step:
                    return self._hand_out(step)
        return self._hand_out(Leave(""))

    def _enter(self, move: Exit | str) -> Move:
        flow, here = self._way[-1]
        if here:
            label = flow.label(here, move) if isinstance(move, str) else move.label
            self._left.append(Hop(self.node, label))
        name = move if isinstance(move, str) else move.target
        self._stand(flow, name)
        self._state.failures = self._state.done = 0
        self._state.keys_only = False
        return flow.nodes[name].enter(self._state)

    def _told(self, outcome: Outcome) -> Move:
        flow, name = self._way[-1]
        return flow.nodes[name].resume(outcome, self._state)

    def _go_into(self, name: FlowName) -> Move:
        if len(self._way) > DEEPEST:
            return Leave("")
        flow = self._flows[name]
        self._left.append(Hop(self.node, INTO))
        self._way.append((flow, ""))
        return flow.start

    def _come_back(self, outcome: str) -> Move:
        """Return to the flow that came here; whoever came from nowhere leaves."""
        self._way.pop()
        if not self._way:
            return Leave("hangup")
        self._left.append(Hop(self.node))
        self._stand(*self._way[-1])
        return self._told(Answered(outcome))

    def _stand(self, flow: Flow, name: str) -> None:
        self._way[-1] = (flow, name)
        self._state.node = name if len(self._way) == 1 else f"{flow.name}/{name}"
        self._state.zone = flow.zone

    def _hand_out(self, step: Step) -> Step:
        self._steps += 1
        if self._steps > MOST_STEPS and not isinstance(step, Leave):
            step = Leave("hangup")
        if self._state.notes:
            notes, self._state.notes = tuple(self._state.notes), []
            step = replace(step, notes=notes)
        self._asked = step
        return step
