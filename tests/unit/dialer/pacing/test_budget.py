"""The law's windows and the price they leave."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.pacing.budget import Budget
from ctid.dialer.pacing.law import headroom, spent
from ctid.dialer.pacing.terms import Tally
from pacing_scenes import scene

TEN = scene(idle=1, talking=9, ringing=4)


def day(live: float, abandoned: float, limit: float = 0.03) -> Tally:
    return Tally("24 h", live, abandoned, limit)


def price(budget: Budget, *tallies: Tally, now: float = 0.0) -> float:
    return budget.price(replace(TEN, tallies=tallies), now)


def test_a_few_answers_are_not_judged() -> None:
    assert spent([day(10, 3)]) is None
    assert spent([day(10, 6)]) == day(10, 6)


@pytest.mark.parametrize(("live", "share"), [(1000, 0.038), (36_000, 0.0307)])
def test_a_window_is_spent_when_its_next_answers_cannot_mend_it(live, share) -> None:
    assert spent([day(live, 0.03 * live)]) is None
    assert spent([day(live, share * live)]) is not None


def test_one_spent_window_is_enough() -> None:
    assert spent([day(1000, 20), day(1000, 80), day(1000, 10)]) == day(1000, 80)


@given(st.floats(0, 50_000), st.floats(0, 0.06), st.floats(0.005, 0.05))
def test_the_head_falls_as_people_are_lost(live, share, limit) -> None:
    tally = day(live, share * live, limit)
    assert headroom(tally) > headroom(replace(tally, abandoned=tally.abandoned + 1))


def test_a_window_that_stands_at_its_aim_may_go_on_as_it_did() -> None:
    assert headroom(day(12_000, 12_000 * 0.0286)) == pytest.approx(0.0286, rel=0.01)


def test_the_fewer_are_counted_the_further_below_the_limit_is_aimed() -> None:
    assert headroom(day(0, 0)) < headroom(day(1000, 1000 * 0.0272)) < headroom(day(12_000, 12_000 * 0.0286))


def test_a_fixed_price_is_not_moved_by_any_window() -> None:
    assert price(Budget(fixed=0.05), day(1000, 900)) == 0.05


def test_the_tightest_window_makes_the_price() -> None:
    assert price(Budget(), day(1000, 5), day(1000, 28)) == price(Budget(), day(1000, 28))


def test_a_spent_window_leaves_no_price() -> None:
    assert price(Budget(), day(1000, 80)) == 0


def test_without_windows_the_price_is_that_of_three_percent() -> None:
    assert price(Budget()) == pytest.approx(price(Budget(), day(0, 0)))


def test_the_fewer_calls_are_in_flight_the_higher_is_the_price() -> None:
    few, many = (replace(TEN, agents=TEN.agents * times, tallies=(day(0, 0),)) for times in (1, 20))
    assert 0.03 < Budget().price(many, 0.0) < Budget().price(few, 0.0) < 0.1


def test_losses_that_were_not_foretold_bring_the_price_down_for_good() -> None:
    dear, cheap = Budget(), Budget()
    for live in range(0, 2000, 20):  # either ends at the same count
        price(dear, day(live, 0.04 * live))
        price(cheap, day(live, 0.02 * live))
    usual = price(Budget(), day(2000, 58))
    assert 0.3 * usual < price(dear, day(2000, 58)) < 0.95 * usual
    assert 1.05 * usual < price(cheap, day(2000, 58)) < 3 * usual


def test_another_window_tells_nothing_of_what_was_lost_since() -> None:
    budget = Budget()
    before = price(budget, day(1000, 28))
    price(budget, Tally("campaign", 5000, 140))
    assert price(budget, day(1000, 28)) == pytest.approx(before, rel=0.01)
