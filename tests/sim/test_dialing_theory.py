"""The simulated dialing floor beside what is known exactly: a closed form, Erlang B, the best that can be."""

from collections.abc import Callable
from functools import partial
from random import Random

import pytest

from ctid.dialer.pacing.terms import Decision, Observation, PacingController
from ctid.metrics.erlang import erlang_b
from ctid.metrics.intervals import Estimate, estimate
from ctid.model.reasons import Reason
from ctid.sim.dialing.floor import Floor
from ctid.sim.dialing.markov import Memoryless, best_at, solve
from ctid.sim.dialing.peers.ratio import Ratio
from ctid.sim.dialing.peers.targets import Targets
from ctid.sim.dialing.scenarios import markov
from ctid.sim.dialing.tape import Measures
from ctid.sim.dialing.world import Line, Pace, World
from ctid.sim.plan import Span

pytestmark = pytest.mark.slow

AT_ONCE = Pace(gap=0.0)
LINE, ANSWERS, HANDLE = 15.0, 0.3, 140.0  # of the world without memory
DAYS = 8


def days(world: World, rule: Callable[[str], PacingController], pace: Pace = AT_ONCE) -> list[Measures]:
    names = [f"{world.agents} agents, {world.answers[0]:g}, day {number}" for number in range(DAYS)]
    return [Floor(world, rule(day), lambda name, day=day: Random(day + name), pace).play() for day in names]


def utilisation(played: list[Measures]) -> Estimate:
    return estimate([day.utilisation for day in played])


def abandonment(played: list[Measures]) -> Estimate:
    return estimate([day.abandonment for day in played])


@pytest.mark.parametrize(("agents", "answers"), [(1, 0.3), (10, 0.3), (20, 0.15), (20, 0.5)])
def test_progressive_dialing_reaches_its_closed_form(agents: int, answers: float) -> None:
    """An agent works for H and then waits for as many dials as it takes until a person answers."""
    line = Line(gives_up=None, unanswered=Span(20.5))
    world = World(agents=agents, answers=(answers,), line=line)
    dial = answers * 10.5 + (0.9 - answers) * 22.0 + 0.1 * 2.2
    assert utilisation(days(world, lambda _: Ratio(1.0))).holds(140 / (140 + dial / answers))


class Poisson:
    """Starts calls at random moments, `rate` a second, blind to all that happens."""

    def __init__(self, rate: float, day: str) -> None:
        self._rate, self._chance = rate, Random(day)
        self._next = 0.0

    def decide(self, observation: Observation, now: float) -> Decision:
        lines = 0
        while self._next <= now:
            self._next += self._chance.expovariate(self._rate)
            lines += 1
        return Decision(lines, Reason("poisson"))


@pytest.mark.parametrize(("agents", "load"), [(5, 2.5), (10, 7.0), (30, 25.0)])
def test_blind_dialing_loses_what_erlang_b_says(agents: int, load: float) -> None:
    blind = partial(Poisson, load / HANDLE / ANSWERS)
    played = days(markov(agents), blind, Pace(gap=0.5, tick=0.5))
    blocked = erlang_b(agents, load)
    assert abandonment(played).holds(blocked)
    assert utilisation(played).holds(load * (1 - blocked) / agents)


@pytest.mark.parametrize(("agents", "price"), [(5, 3.0), (10, 5.0)])
def test_the_best_rule_does_on_the_floor_what_it_does_in_theory(agents: int, price: float) -> None:
    found = solve(Memoryless(agents), price)
    played = days(markov(agents), lambda _: Targets(found.targets))
    assert utilisation(played).holds(found.taken * HANDLE / agents)
    assert abandonment(played).holds(found.abandonment)


@pytest.mark.parametrize(("agents", "best"), [(5, 0.803), (10, 0.842), (20, 0.886)])
def test_the_best_at_three_percent_is_what_others_have_found(agents: int, best: float) -> None:
    """`script/bench dialer` has the team of 50 too: 0.933."""
    assert best_at(Memoryless(agents), 0.03) == pytest.approx(best, abs=0.0006)


def test_no_price_beats_the_frontier_and_a_dear_person_is_lost_less() -> None:
    world = Memoryless(5)
    cheap, dear = solve(world, 1.0), solve(world, 20.0)
    assert dear.abandonment < cheap.abandonment
    assert dear.taken < cheap.taken
    assert cheap.taken * HANDLE / 5 == pytest.approx(best_at(world, cheap.abandonment), abs=0.002)


def test_who_may_lose_nobody_dials_as_progressive_does() -> None:
    found = solve(Memoryless(4), 1e6)
    assert found.targets == (4, 3, 2, 1, 0)
    assert found.taken * HANDLE / 4 == pytest.approx(HANDLE / (HANDLE + LINE / ANSWERS), abs=1e-6)
