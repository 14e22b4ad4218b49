"""Chances that are wrong cost talk, not people: the books set them right before the law is broken."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from ctid.dialer.pacing.predictive import Predictive
from ctid.dialer.pacing.terms import CallEnded, CallSeen, Decision, Observation
from ctid.sim.dialing.floor import Floor
from ctid.sim.dialing.scenarios import SCENARIOS

SHORT = replace(SCENARIOS["scored"], hours=2.0)


class Told:
    """The predictive dialer, told other chances than the true ones."""

    def __init__(self, tell: Callable[[float], float]) -> None:
        self._tell, self._controller = tell, Predictive()

    def decide(self, seen: Observation, now: float) -> Decision:
        calls = [self._wrong(call) for call in seen.calls]
        ended = [self._wrong(call) for call in seen.ended]
        chances = [self._tell(chance) for chance in seen.chances]
        return self._controller.decide(replace(seen, calls=calls, ended=ended, chances=chances), now)

    def _wrong(self, call: CallSeen | CallEnded) -> CallSeen | CallEnded:
        assert call.chance is not None
        return replace(call, chance=self._tell(call.chance))


@pytest.mark.parametrize(
    "tell",
    [lambda true: 1.5 * true, lambda true: true / 1.5],
    ids=["high", "low"],
)
def test_wrong_chances_lose_no_more_people_than_the_law_allows(tell: Callable[[float], float]) -> None:
    day = Floor(SHORT, Told(tell), lambda name: Random(f"wrong 1 {name}")).play()
    assert day.live > 600
    assert day.abandonment <= 0.03
