"""Exact figures against an independent computation. Erlang C and A have theirs in unit/metrics."""

import pytest
from floor.theory import NModel, bounded, n_model, two_priorities

from ctid.metrics.erlang import erlang_c


def test_ninety_agents_and_thirty_places_to_wait() -> None:
    it = bounded(90, 84, 600, places=120)
    let_in = 1 - it.blocked
    assert it.blocked == pytest.approx(0.00364, abs=5e-6)
    assert it.expected.asa == pytest.approx(27.0014, abs=1e-4)
    assert it.expected.occupancy == pytest.approx(0.92993, abs=5e-6)
    assert it.expected.wait_probability / let_in == pytest.approx(0.37971, abs=5e-6)
    assert it.expected.service_level / let_in == pytest.approx(0.69907, abs=5e-6)


def test_places_without_end_make_it_erlang_c() -> None:
    it, free = bounded(10, 8, 240, places=400), erlang_c(10, 8, 240)
    assert it.blocked == pytest.approx(0, abs=1e-12)
    assert it.expected.wait_probability == pytest.approx(free.wait_probability)
    assert it.expected.service_level == pytest.approx(free.service_level)
    assert it.expected.asa == pytest.approx(free.asa)


def test_two_priorities_share_the_wait_of_one_line() -> None:
    high, low = two_priorities(50, 15, 30, 240)
    assert (high, low) == (pytest.approx(2.4951, abs=1e-4), pytest.approx(24.9507, abs=1e-4))
    assert (high + 2 * low) / 3 == pytest.approx(erlang_c(50, 45, 240).asa)


def test_the_n_model_as_a_chain() -> None:
    plain, scarce = n_model(NModel(6, 3, 4.6, 2.6, 240, 120))
    assert scarce.wait_probability == pytest.approx(0.54321, abs=1e-5)
    assert scarce.abandonment == pytest.approx(0.26751, abs=1e-5)
    assert plain.wait_probability == pytest.approx(0.16415, abs=1e-5)
    assert plain.abandonment == pytest.approx(0.04722, abs=1e-5)
