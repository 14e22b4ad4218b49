"""The look-ahead beside the best that is possible, both computed, in a world without memory."""

from bisect import bisect
from functools import cache

import numpy as np
import pytest

from ctid.dialer.pacing.lookahead import Crowd, expected_losses
from ctid.sim.dialing.markov import Memoryless, best_at

pytestmark = pytest.mark.slow

STEP, STEPS = 3.0, 9
ENDS = np.arange(1, STEPS + 1) * STEP
PRICES = np.geomspace(0.03, 0.16, 12)


def targets(world: Memoryless, price: float) -> list[int]:
    """How many calls the look-ahead keeps in flight, by the number of busy agents."""
    answer = world.answers * (1 - np.exp(-ENDS / world.line))
    release = 1 - np.exp(-(ENDS - STEP / 2) / world.handle)
    found = []
    for busy in range(world.agents + 1):
        releases = Crowd.of(np.tile(release, (busy, 1))).steps()

        @cache
        def losses(flight: int, idle: int = world.agents - busy, releases=releases) -> float:
            return expected_losses(idle, 0, releases, Crowd.of(np.tile(answer, (flight, 1))).steps())

        flight = world.agents - busy
        while losses(flight + 1) - losses(flight) <= price * world.answers:
            flight += 1
        found.append(flight)
    return found


def played(world: Memoryless, keeps: list[int]) -> tuple[float, float]:
    """Share of persons lost and utilisation of the chain (busy agents, calls in flight)."""
    size = max(keeps) + 1
    rates = np.zeros((world.agents + 1, size, world.agents + 1, size))
    for busy in range(world.agents + 1):
        for flight in range(keeps[busy], size):
            ends, full = flight / world.line, busy == world.agents
            taken = 0.0 if full else ends * world.answers
            for rate, then, left in (
                (busy / world.handle, busy - 1, flight),
                (taken, busy + 1, flight - 1),
                (ends - taken, busy, flight - 1),
            ):
                if rate:
                    rates[busy, flight, then, max(left, keeps[then])] += rate
    flow = rates.reshape((world.agents + 1) * size, -1)
    equations = flow.T - np.diag(flow.sum(axis=1))
    stays = flow.sum(axis=1) == 0  # states below their target, which are never entered
    equations[stays] = np.eye(len(flow))[stays]
    equations[keeps[0]] = 1.0
    chances = np.linalg.solve(equations, np.eye(len(flow))[keeps[0]]).reshape(-1, size)
    answered = chances @ np.arange(size)
    busy = chances.sum(axis=1) @ np.arange(world.agents + 1)
    return float(answered[-1] / answered.sum()), float(busy) / world.agents


@pytest.mark.parametrize("agents", [5, 10, 20])
def test_the_look_ahead_is_as_good_as_the_best_rule_there_is(agents: int) -> None:
    world = Memoryless(agents)

    @cache
    def point(price: float) -> tuple[float, float]:
        return played(world, targets(world, price))

    dearer = bisect(PRICES, 0.03, key=lambda price: point(price)[0])  # who pays more per person loses more
    lost, utilisation = zip(*map(point, PRICES[dearer - 1 : dearer + 1]), strict=True)
    assert lost[0] < 0.03 < lost[1]
    assert np.interp(0.03, lost, utilisation) == pytest.approx(best_at(world, 0.03), abs=0.0015)
