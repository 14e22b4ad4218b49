"""Our own statistics against published tables."""

from math import comb, inf

import pytest

from ctid.metrics.incomplete_beta import incomplete_beta, student_t
from ctid.metrics.intervals import estimate


@pytest.mark.parametrize(("freedom", "t"), [(1, 12.706), (4, 2.776), (9, 2.262), (19, 2.093), (120, 1.980)])
def test_students_t_is_that_of_the_tables(freedom, t) -> None:
    assert student_t(0.95, freedom) == pytest.approx(t, abs=5e-4)


@pytest.mark.parametrize("x", [0.01, 0.3, 0.5, 0.77, 0.999])
@pytest.mark.parametrize(("a", "b"), [(1, 1), (3, 9), (26, 4), (101, 300)])
def test_the_incomplete_beta_function_is_a_tail_of_the_binomial(a, b, x) -> None:
    n = a + b - 1
    tail = sum(comb(n, k) * x**k * (1 - x) ** (n - k) for k in range(a, n + 1))
    assert incomplete_beta(a, b, x) == pytest.approx(tail, rel=1e-10)


def test_the_incomplete_beta_function_is_0_and_1_at_its_ends() -> None:
    assert (incomplete_beta(2, 3, 0), incomplete_beta(2, 3, 1)) == (0, 1)


def test_an_interval_holds_what_lies_within_its_half_width() -> None:
    it = estimate([1, 2, 3, 4, 5])
    assert (it.mean, it.half) == pytest.approx((3, 1.963), abs=1e-3)
    assert it.holds(4.9)
    assert not it.holds(5.0)


def test_one_day_says_nothing_of_the_spread() -> None:
    assert estimate([0.8]).half == inf
