"""Everything that callers could do, tried: every state that a flow can be in, and callers drawn at random.

A state is the node, the bad entries there and the variables; what a caller could do next is tried once in
each state, up to a bound, and that in many worlds: one where all who are asked outside answer well, and one
for each other answer of each. Three things must hold, and what breaks one is given back as a call that shows
it:

- a flow never breaks, and never gives a call up because it goes round in a circle;
- from every state, a caller who does nothing any more comes to an end, and within `PATIENCE`;
- a caller who presses at random comes to an end before the session gives them up (`MOST_STEPS`).
"""

from collections import deque
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Protocol, TypeVar

from ctid.ivr.flow import Flow
from ctid.ivr.path import Hop
from ctid.ivr.sim.choices import SILENCE, Answers, Choice, of_caller, worlds
from ctid.ivr.sim.dialog import Act, HangUp, Press, do
from ctid.ivr.sim.given import ASKED_OUTSIDE, Answer, Given, answers_to, name_of
from ctid.ivr.sim.trial import STUCK, Trial, World

T = TypeVar("T")

PATIENCE = timedelta(minutes=10)
MOST_STATES = 5_000
HOURS = (0, 8, 16)  # from now
_WEEK_S = 7 * 24 * 3600

BROKE, ENDLESS = "broke", "endless"
_HANGS_UP, _SILENT, _AT_RANDOM, _INTERRUPTS = 0.05, 0.15, 0.15, 0.3


class Chance(Protocol):
    """A source of chance; `random.Random` is one."""

    def random(self) -> float:
        """Draw from [0, 1)."""
        ...


@dataclass(frozen=True, slots=True)
class Counterexample:
    """A call that must not be: `what` is broke (`why` is the error), stuck or endless."""

    what: str
    given: Given
    acts: tuple[Act, ...]
    why: str = ""


@dataclass(slots=True)
class Explored:
    """What was tried: `outside` are those who were asked and what they could answer, `bounded` says that
    there were more states than are looked at.
    """

    outside: dict[str, tuple[str, ...]] = field(default_factory=dict)
    calls: int = 0
    states: int = 0
    bounded: bool = False
    longest: float = 0.0  # seconds
    paths: set[tuple[Hop, ...]] = field(default_factory=set)
    found: list[Counterexample] = field(default_factory=list)

    def see(self, trial: Trial) -> None:
        """Remember the way of a call, and whom it asked."""
        self.paths.add(trial.path)
        for did in trial.did:
            if isinstance(did.step, ASKED_OUTSIDE):
                self.outside.setdefault(name_of(did.step), answers_to(did.step))

    def note(self, trial: Trial) -> None:
        """Count a call that is over."""
        self.see(trial)
        self.calls += 1
        self.longest = max(self.longest, trial.seconds)


def explore(flow: Flow, given: Given, world: World, *, now: datetime) -> Explored:
    """Try every choice in every state; if no hour is given, also at other hours where calls go other ways."""
    explored = Explored()
    known: list[set[tuple[Hop, ...]]] = []
    for hours in HOURS if given.at is None else HOURS[:1]:
        then = replace(given, at=given.at or now + timedelta(hours=hours))
        all_well = Explored()
        _Search(flow, then, world, all_well).run()
        if all_well.paths not in known:
            known.append(all_well.paths)
            _explore_worlds(flow, then, world, explored)
    return explored


def _explore_worlds(flow: Flow, given: Given, world: World, explored: Explored) -> None:
    tried: list[Mapping[str, str]] = []
    ahead: list[Mapping[str, str]] = [{}]
    while ahead and not explored.found:
        tried.append(ahead[0])
        _Search(flow, _with(given, ahead[0]), world, explored).run()
        ahead = [answers for answers in worlds(explored.outside) if answers not in tried]


def _with(given: Given, answers: Mapping[str, str]) -> Given:
    """Return the circumstances where these answer so; what was mocked by hand stays."""
    mocks = {name: (Answer(answer),) for name, answer in answers.items()}
    return replace(given, mocks={**mocks, **given.mocks})


class _Search:
    """One world, breadth first; to come to a state again, everything is done again: a call has no copy."""

    def __init__(self, flow: Flow, given: Given, world: World, explored: Explored) -> None:
        self._flow, self._given, self._world = flow, given, world
        self._explored = explored
        self._seen: set[object] = set()

    def run(self) -> None:
        waiting: deque[tuple[Choice, ...]] = deque([()])
        while waiting and not self._explored.found:
            if len(self._seen) >= MOST_STATES:
                self._explored.bounded = True
                return
            waiting.extend(self._visit(waiting.popleft()))

    def _visit(self, acts: tuple[Choice, ...]) -> Iterator[tuple[Choice, ...]]:
        try:
            trial = self._again(acts)
            self._explored.see(trial)
            if trial.asked is None:
                self._over(trial, acts)
                return
            if trial.position in self._seen:
                return
            self._seen.add(trial.position)
            self._explored.states += 1
            choices = of_caller(trial.here, trial.asked)
            self._stay_silent(trial, acts)
        except (LookupError, ValueError) as error:
            self._find(BROKE, acts, repr(error))
            return
        yield from ((*acts, choice) for choice in choices)

    def _again(self, acts: Sequence[Choice]) -> Trial:
        trial = Trial(self._flow, self._given, self._world)
        for act in acts:
            do(trial, act)
        return trial

    def _over(self, trial: Trial, acts: tuple[Choice, ...]) -> None:
        self._explored.note(trial)
        if trial.end == STUCK:
            self._find(STUCK, acts)

    def _stay_silent(self, trial: Trial, acts: tuple[Choice, ...]) -> None:
        since = trial.now
        while trial.asked is not None:
            trial.silent()
        self._explored.note(trial)
        if given_up(trial) or trial.now - since > PATIENCE:
            self._find(ENDLESS, acts)

    def _find(self, what: str, acts: tuple[Choice, ...], why: str = "") -> None:
        self._explored.found.append(Counterexample(what, self._given, acts, why))


def given_up(trial: Trial) -> bool:
    """Say whether the session was ended because it had too many steps, or in a circle."""
    return trial.end == STUCK or (trial.end == "hangup" and not trial.here.ends)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Callers who press at random at any hour of a week; whoever is asked answers at random (`outside`)."""

    flow: Flow
    given: Given
    world: World
    outside: Answers
    chance: Chance

    def call(self, now: datetime) -> Trial | Counterexample:
        """Let one of them call; return the call that is over, or what it broke."""
        chance = self.chance
        answers = {name: _one_of(possible, chance) for name, possible in self.outside.items()}
        at = self.given.at or now + timedelta(seconds=int(chance.random() * _WEEK_S))
        given = replace(_with(self.given, answers), at=at)
        acts: list[Act] = []
        try:
            trial = Trial(self.flow, given, self.world)
            while (ask := trial.asked) is not None:
                act = _drawn(of_caller(trial.here, ask), chance)
                acts.append(act)
                do(trial, act)
        except (LookupError, ValueError) as error:
            return Counterexample(BROKE, given, tuple(acts), repr(error))
        if given_up(trial):
            return Counterexample(STUCK if trial.end == STUCK else ENDLESS, given, tuple(acts))
        return trial


def _drawn(choices: Sequence[Choice], chance: Chance) -> Press | HangUp | Choice:
    draw = chance.random()
    if draw < _HANGS_UP:
        return HangUp()
    if draw < _HANGS_UP + _SILENT:
        return SILENCE
    if draw < _HANGS_UP + _SILENT + _AT_RANDOM:
        return Press(_one_of("0123456789*#", chance), interrupting=chance.random() < _INTERRUPTS)
    return _one_of(choices, chance)


def _one_of(drawn_from: Sequence[T], chance: Chance) -> T:
    return drawn_from[int(chance.random() * len(drawn_from))]
