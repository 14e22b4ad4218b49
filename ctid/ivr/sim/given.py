"""What is given before a simulated call begins: who calls, when, what is known of them, what others answer.

Whoever is asked outside is pretended. A mock stands under the name of the node that asks, or under the name
of what is asked: `queue.support`, `orders.status` (an action), `lookup.order`, `webhook`, `centre.may_call`,
`record`, `dial`. Several answers are given in turn, the last for good. What has no mock answers well: a
queue admits, a question gets its first outcome without values, a number that is dialled is answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from ctid.ivr import steps
from ctid.ivr.facts import KNOWN_LANGUAGE
from ctid.ivr.values import Value
from ctid.model.languages import Language
from ctid.model.reasons import Fact, Reason

ADMITTED = "admitted"
REFUSALS = ("nobody_signed_on", "queue_closed", "queue_closed_now", "queue_full", "unknown_queue")
SAID, NOTHING = "said", "nothing"
TIMEOUT, ERROR = "timeout", "error"
FAILURES = (TIMEOUT, ERROR)
ASKED_OUTSIDE = (steps.AskQueue, steps.Record, steps.Dial, steps.Request)

Outside = steps.AskQueue | steps.Record | steps.Dial | steps.Request

_TAKES = timedelta(milliseconds=200)
_A_TALK = timedelta(seconds=30)
_A_MESSAGE = timedelta(seconds=5)


@dataclass(frozen=True, slots=True)
class Answer:
    """An outcome and the values that come with it; or one of FAILURES."""

    outcome: str
    values: Mapping[str, Value] = field(default_factory=dict)


Mocks = Mapping[str, tuple[Answer, ...]]


@dataclass(frozen=True, slots=True)
class Given:
    """The circumstances. `at` is aware, None for now; `facts` are what is known of the customer."""

    ani: str = "+12025550123"
    dnis: str = ""
    at: datetime | None = None
    language: Language | None = None
    facts: Mapping[str, Value] = field(default_factory=dict)
    mocks: Mocks = field(default_factory=dict)

    @property
    def all_facts(self) -> Mapping[str, Value]:
        """What the session knows before it begins."""
        spoken = {} if self.language is None else {KNOWN_LANGUAGE: str(self.language)}
        return {"caller.number": self.ani, "caller.dialled": self.dnis, **self.facts, **spoken}


class Turns:
    """The pretended answers of one call, each in its turn."""

    def __init__(self, mocks: Mocks) -> None:
        self._mocks = mocks
        self._answered: dict[str, int] = {}

    def next(self, node: str, step: Outside) -> Answer:
        """Return the answer to a step of `node`."""
        name = node if node in self._mocks else name_of(step)
        answers = self._mocks.get(name) or (Answer(answers_to(step)[0]),)
        turn = self._answered.get(name, 0)
        self._answered[name] = turn + 1
        return answers[min(turn, len(answers) - 1)]


def name_of(step: Outside) -> str:
    """Name what is asked, as mocks do."""
    match step:
        case steps.AskQueue():
            return f"queue.{step.queue}"
        case steps.Request(steps.Source.ACTION):
            return step.name
        case steps.Request(steps.Source.WEBHOOK):
            return step.source
        case steps.Request():
            return f"{step.source}.{step.name}"
        case _:
            return type(step).__name__.casefold()


def answers_to(step: Outside) -> tuple[str, ...]:
    """Return what could be answered; the first is good."""
    match step:
        case steps.AskQueue():
            return (ADMITTED, *REFUSALS)
        case steps.Record():
            return (SAID, NOTHING)
        case steps.Dial():
            return tuple(steps.Call)
        case steps.Request():
            return (*step.outcomes, *FAILURES)


def outcome_of(step: Outside, answer: Answer, now: datetime) -> tuple[steps.Outcome, timedelta]:
    """Return what an answer means to the session, and how long it took."""
    said = answer.outcome
    match step:
        case steps.AskQueue():
            return _of_queue(step, said, now), timedelta()
        case steps.Record():
            if said == NOTHING:
                return steps.NothingRecorded(), step.silence
            return steps.Recorded("simulated", _A_MESSAGE), min(_A_MESSAGE, step.longest)
        case steps.Dial():
            result = steps.Call(said) if said in tuple(steps.Call) else steps.Call.FAILED
            return steps.Dialled(result), _A_TALK if result is steps.Call.ANSWERED else step.ring
        case steps.Request():
            if said in FAILURES and said not in step.outcomes:
                return steps.Failed(Reason(said)), step.timeout if said == TIMEOUT else _TAKES
            return steps.Answered(said, answer.values), _TAKES


def _of_queue(step: steps.AskQueue, said: str, now: datetime) -> steps.Admitted | steps.Turned:
    if said == ADMITTED:
        return steps.Admitted(now)
    facts: Mapping[str, Fact] = {"queue": step.queue, "skills": ", ".join(step.requires), "waiting": 0}
    return steps.Turned(Reason(said, facts))
