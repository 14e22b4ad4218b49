"""One simulated call: the production interpreter, a caller's keys and a virtual clock.

The trial runs on by itself until the flow asks the caller for keys; then the caller presses, waits, stays
silent or hangs up. Keys behave as on a line (ctid/asterisk/ivr_session.py does the same with a real one): an
entry is over at its last digit, at its end key or when the digit timeout has passed; keys that are left over
are taken by the next entry if they may cut its prompt short, and lost in what is played to the end.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from ctid.ivr import steps
from ctid.ivr.flow import Flow, FlowNode
from ctid.ivr.path import Hop
from ctid.ivr.session import Session
from ctid.ivr.sim.given import Given, Outside, Turns, outcome_of
from ctid.ivr.sim.speech import Speech
from ctid.ivr.speech import Vocabulary
from ctid.ivr.values import written
from ctid.model.hours import Calendar
from ctid.model.ids import FlowName

NEVER = datetime.min.replace(tzinfo=UTC)
A_KEY = timedelta(milliseconds=250)
A_WORD = timedelta(seconds=1)  # and the silence that shows its end
HUNG_UP, STUCK = "hung_up", "stuck"


@dataclass(frozen=True, slots=True)
class World:
    """What stays the same from call to call: the site's flows and calendars, how long prompts take."""

    flows: Mapping[FlowName, Flow]
    calendars: Mapping[str, Calendar]
    speech: Speech


@dataclass(frozen=True, slots=True)
class Did:
    """A step and what came of it. `keys` are what was pressed, the end key included.

    `came` are the nodes passed on the way here, `changed` the variables that have another value now, as they
    are written (a secret one is masked), `spoken` how long the prompts take to their end.
    """

    began: datetime
    ended: datetime
    came: tuple[Hop, ...]
    node: str
    step: steps.Step
    spoken: timedelta
    outcome: steps.Outcome
    keys: str
    changed: Mapping[str, str]


class Trial:
    """A call. `did` is what has happened, `asked` what the caller is asked now (None: the call is over)."""

    def __init__(self, flow: Flow, given: Given, world: World, *, now: datetime = NEVER) -> None:
        """`now` (aware) is when the call is, if `given` has no hour of its own."""
        self.flow = flow
        self.given = given
        self.now = self.began = given.at or now
        self.did: list[Did] = []
        self.left: steps.Leave | None = None
        self.lost = ""  # keys that nobody took
        self._world = world
        self._session = Session(flow, flows=world.flows, calendars=world.calendars)
        self._session.know(given.all_facts)
        self._answers = Turns(given.mocks)
        self._hung_up = False
        self._ahead = ""
        self._known = self.variables
        self._step: steps.Step = self._session.start(now=self.now)
        self._spoken, self._came = timedelta(), self._session.path
        self._run_on()

    # --- what is to be seen -----------------------------------------------------------------------
    @property
    def asked(self) -> steps.Ask | None:
        """What the caller is asked."""
        return self._step if isinstance(self._step, steps.Ask) else None

    @property
    def node(self) -> str:
        """The node where the call stands."""
        return self._session.node

    @property
    def here(self) -> FlowNode:
        """The node itself."""
        return self.node_at(self.node)

    def node_at(self, name: str) -> FlowNode:
        """Find a node by the name that the session gives it: in a subflow `flow/node`."""
        inner, slash, node = name.rpartition("/")
        return self._world.flows[FlowName(inner)].nodes[node] if slash else self.flow.nodes[name]

    @property
    def position(self) -> tuple[object, ...]:
        """What decides how the call may go on."""
        return (*self._session.position, tuple(sorted(self.variables.items())))

    @property
    def failures(self) -> int:
        """How many bad entries there were at this node."""
        return self._session.failures

    @property
    def path(self) -> tuple[Hop, ...]:
        """The way so far."""
        return self._session.path

    @property
    def variables(self) -> Mapping[str, str]:
        """What was collected and set, as it is written; the language included."""
        known = {name: written(value) for name, value in self._session.variables.items()}
        return {**known, "language": str(self._session.language)}

    @property
    def seconds(self) -> float:
        """How long the call has lasted."""
        return (self.now - self.began).total_seconds()

    @property
    def asked_at(self) -> datetime:
        """When what is asked now began."""
        return self._began

    @property
    def came(self) -> tuple[Hop, ...]:
        """The nodes passed on the way to where the call stands; none where it is asked again."""
        return self._came

    @property
    def end(self) -> str:
        """How the call ended: `queue/NAME`, a verb, `hung_up`, `stuck` (in a circle); "" while it lasts."""
        if self.left is None:
            return ""
        if self._hung_up:
            return HUNG_UP
        asked = [did.step for did in self.did if isinstance(did.step, steps.AskQueue)]
        return f"queue/{asked[-1].queue}" if self.left.verb == "wait" else self.left.verb or STUCK

    def heard(self) -> list[steps.Sound]:
        """Return all that the caller has begun to hear, what is asked now included."""
        said = [sound for did in self.did for sound in sounds_of(did.step)]
        return said + list(sounds_of(self._step))

    # --- what the caller does ---------------------------------------------------------------------
    def press(self, keys: str, *, interrupting: bool = False) -> None:
        """Press keys, at the end of the prompt or in the middle of it; needs something that is asked."""
        ask = self._need_ask()
        end_of_prompt = self._began + self._spoken
        if interrupting and not ask.barge_in:
            self.lost += keys
            return
        if not interrupting:
            self.now = max(self.now, end_of_prompt)
        self._enter(ask, keys)
        self._run_on()

    def say(self, words: str) -> None:
        """Say words, with a pause between them; one that may not be said is not understood.

        Where keys alone are taken nobody hears them: they are lost.
        """
        ask = self._need_ask()
        if ask.speech is None:
            self.lost += words
            return
        self.now = max(self.now, self._began + self._spoken)
        self._resume(self._understood(ask, ask.speech, words), "")
        self._run_on()

    def silent(self) -> None:
        """Say nothing until the entry's time is over."""
        ask = self._need_ask()
        self.now = self._began + self._spoken + ask.timeout
        self._resume(steps.NoKeys(), "")
        self._run_on()

    def wait(self, span: timedelta) -> None:
        """Let time pass; entries whose time is over meanwhile count as no input."""
        until = self.now + span
        while (ask := self.asked) is not None and self._began + self._spoken + ask.timeout <= until:
            self.silent()
        if self.asked is not None:
            self.now = max(self.now, until)

    def hang_up(self) -> None:
        """Leave in the middle."""
        self._need_ask()
        self._hung_up = True
        self._resume(steps.HungUp(), "")
        self._run_on()

    # --- the telephone ----------------------------------------------------------------------------
    def _need_ask(self) -> steps.Ask:
        if self.asked is None:
            raise ValueError("the call is over")
        return self.asked

    def _run_on(self) -> None:
        """Do every step up to the next that only the caller can answer."""
        while self.left is None:
            step = self._step
            self._began = self.now
            self._spoken = sum(map(self._world.speech, sounds_of(step)), timedelta())
            if isinstance(step, steps.Leave):
                self.left = step
            elif isinstance(step, steps.Ask):
                if not (self._ahead and step.barge_in):
                    self.lost, self._ahead = self.lost + self._ahead, ""
                    return
                self._enter(step, self._ahead)
            else:
                self._resume(self._answer(step), "")

    def _answer(self, step: steps.Play | Outside) -> steps.Outcome:
        self.lost, self._ahead = self.lost + self._ahead, ""
        if isinstance(step, steps.Play):
            self.now += self._spoken
            return steps.Played()
        if isinstance(step, steps.Record):
            self.now += self._spoken
        outcome, took = outcome_of(step, self._answers.next(self.node, step), self.now)
        self.now += took
        return outcome

    def _enter(self, ask: steps.Ask, keys: str) -> None:
        """Let an entry take its part of the keys."""
        digits, taken = "", 0
        while taken < len(keys) and len(digits) < ask.max_digits:
            taken += 1
            if keys[taken - 1] == ask.terminator:
                break
            digits += keys[taken - 1]
        else:
            if len(digits) < ask.max_digits:
                self.now += ask.digit_timeout
        self._ahead = keys[taken:]
        self.now += taken * A_KEY
        self._resume(steps.Keys(digits) if digits else steps.NoKeys(), keys[:taken])

    def _understood(self, ask: steps.Ask, speech: Vocabulary, words: str) -> steps.Keys | steps.Unclear:
        """Take words as a recogniser does that is never wrong: a choice is one word, an entry so many."""
        digits, said = "", []
        for word in words.split():
            self.now += A_WORD
            if word not in speech.keys:
                return steps.Unclear("")
            digits += speech.keys[word]
            said.append(word)
            if not ask.into or len(digits) >= ask.max_digits:
                break
        else:
            self.now += ask.timeout
        return steps.Keys(digits, " ".join(said))

    def _resume(self, outcome: steps.Outcome, keys: str) -> None:
        step, node, came = self._step, self.node, self._came
        passed = len(self._session.path)
        self._step = self._session.resume(outcome, now=self.now)
        self._came = self._session.path[passed:] and self._session.path[passed - 1 :]
        known = self.variables
        changed = {name: value for name, value in known.items() if self._known.get(name) != value}
        self._known = known
        self.did.append(Did(self._began, self.now, came, node, step, self._spoken, outcome, keys, changed))


def sounds_of(step: steps.Step) -> tuple[steps.Sound, ...]:
    """Return what a step lets the caller hear."""
    return step.prompts if isinstance(step, steps.Play | steps.Ask | steps.Record) else ()
