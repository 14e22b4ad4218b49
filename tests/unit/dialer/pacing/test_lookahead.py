"""Distributions of free agents: against worlds small enough to be reckoned by hand or step by step."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.pacing.lookahead import Crowd, expected_losses

NOBODY = Crowd(np.zeros(1), np.zeros(1))
chances = st.lists(st.floats(0.01, 0.99), min_size=1, max_size=8)


def crowd(*chances: float) -> Crowd:
    """Events of one step with these probabilities."""
    return Crowd.of(np.array(chances)[:, None])


def losses(free: int, releases: Crowd, answers: Crowd, waiting: int = 0) -> float:
    return expected_losses(free, waiting, releases.steps(), answers.steps())


@given(chances)
def test_the_steps_of_a_crowd_have_its_mean_and_sum_to_one(each) -> None:
    steps = crowd(*each).steps()
    assert steps.sum() == pytest.approx(1, abs=2e-3)
    assert steps[0] @ np.arange(steps.shape[1]) == pytest.approx(sum(each), rel=0.02)


@given(st.integers(1, 12), st.floats(0.05, 0.6))
def test_a_crowd_of_events_alike_is_their_binomial_distribution(count, chance) -> None:
    steps = crowd(*[chance] * count).steps()[0]
    assert steps[0] == pytest.approx((1 - chance) ** count, abs=1e-6)
    assert len(steps) <= count or steps[count] == pytest.approx(chance**count, abs=1e-6)


@given(st.integers(0, 3), st.integers(1, 4), st.floats(0.05, 0.95), st.integers(1, 4), st.floats(0.05, 0.95))
def test_losses_of_one_step_are_those_of_every_combination(free, busy, freed, flying, answered) -> None:
    expected = 0.0
    for ends in product((True, False), repeat=busy + flying):
        releases, answers = sum(ends[:busy]), sum(ends[busy:])
        likely = freed**releases * (1 - freed) ** (busy - releases)
        likely *= answered**answers * (1 - answered) ** (flying - answers)
        expected += likely * max(answers - releases - free, 0)
    found = losses(free, crowd(*[freed] * busy), crowd(*[answered] * flying))
    assert found == pytest.approx(expected, abs=1e-6)


def test_who_waits_is_lost_unless_an_agent_comes_free() -> None:
    assert losses(0, NOBODY, NOBODY, waiting=2) == pytest.approx(2, abs=1e-6)
    assert losses(2, NOBODY, NOBODY, waiting=2) == pytest.approx(0, abs=1e-6)
    assert losses(0, crowd(0.5), NOBODY, waiting=1) == pytest.approx(0.5, abs=1e-6)


def test_an_agent_who_comes_too_late_saves_nobody() -> None:
    late, soon = (Crowd.of(np.array([row])) for row in ([0.0, 0.9], [0.9, 0.9]))
    now, then = (Crowd.of(np.array([row])) for row in ([0.8, 0.8], [0.0, 0.8]))
    assert losses(0, late, now) == pytest.approx(0.8, abs=0.01)
    assert losses(0, soon, now) < 0.1
    assert losses(0, late, then) < 0.1


@given(st.integers(0, 6), chances, st.lists(st.floats(0.01, 0.6), min_size=1, max_size=8))
def test_the_more_calls_the_more_the_next_one_adds(free, releases, answers) -> None:
    flying, one = crowd(*answers), crowd(0.4)
    lost = [losses(free, crowd(*releases), flying + one.times(count)) for count in range(0, 17, 4)]
    added = np.diff(lost)
    assert (added >= -1e-6).all()
    assert (np.diff(added) >= -0.05).all()  # trials are whole
