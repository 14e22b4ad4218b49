"""How rules of pacing are compared: each sweep read at the same share of people lost, day by day."""

from collections.abc import Sequence

import pytest
from dialing.frontier import Cell, in_question, read

from ctid.sim.dialing.tape import Measures

LIVE = 1000


def swept(lost: int, *utilisations: float) -> Cell:
    """A rule that has lost so many of a thousand each day."""
    return Cell([_day(lost, each) for each in utilisations])


def _day(lost: int, utilisation: float) -> Measures:
    return Measures(utilisation, utilisation, LIVE, lost, 0, 0.0, 0.0, 0.0, 0.0, 0, 0)


def test_between_two_settings_each_day_is_interpolated_to_the_limit() -> None:
    reading = read([swept(20, 0.80, 0.82), swept(60, 0.88, 0.86)])
    assert reading.days == pytest.approx([0.82, 0.83])
    assert reading.sign == ""


@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_two_settings_nearest_to_the_limit_are_taken_in_whatever_order_they_come(
    order: Sequence[int],
) -> None:
    cells = [swept(0, 0.7), swept(29, 0.8), swept(31, 0.9)]
    assert read([cells[number] for number in order]).mean == pytest.approx(0.85)


def test_a_sweep_that_ends_below_the_limit_says_so_and_gives_its_best() -> None:
    reading = read([swept(0, 0.7), swept(10, 0.8)])
    assert (reading.sign, reading.mean) == ("≥", pytest.approx(0.8))


def test_a_sweep_that_always_loses_too_many_says_so() -> None:
    assert read([swept(40, 0.9), swept(80, 0.95)]).sign == "!"


def test_a_setting_that_was_played_on_fewer_days_is_not_read() -> None:
    reading = read([swept(20, 0.80, 0.80), swept(29, 0.99), swept(40, 0.90, 0.90)])
    assert reading.days == pytest.approx([0.85, 0.85])


def test_a_setting_well_below_the_limit_counts_if_it_is_the_best() -> None:
    assert read([swept(10, 0.9), swept(28, 0.7), swept(32, 0.8)]).mean == pytest.approx(0.9)


def test_a_sweep_goes_on_with_the_two_beside_the_limit_and_the_best_below_it() -> None:
    assert in_question([swept(60, 0.9), swept(31, 0.9), swept(28, 0.7), swept(20, 0.8), swept(0, 0.9)]) == [
        1,
        2,
        4,
    ]


def test_a_sweep_that_lies_on_one_side_of_the_limit_goes_on_with_its_nearest() -> None:
    assert in_question([swept(10, 0.7), swept(20, 0.8)]) == [1]
    assert in_question([swept(80, 0.9), swept(40, 0.9)]) == [1]


def test_a_sweep_with_a_setting_not_yet_played_does_not_go_on() -> None:
    assert in_question([swept(10, 0.7), swept(20)]) == []


def test_a_sweep_that_was_not_played_reads_nothing() -> None:
    assert read([swept(0), swept(0)]).days == []


def test_what_was_lost_is_pooled_over_the_days_and_holds_those_taken_for_machines() -> None:
    busy = Measures(0.9, 0.9, 3000, 100, 20, 0.0, 0.0, 0.0, 0.0, 0, 0)
    quiet = Measures(0.5, 0.5, 1000, 0, 0, 0.0, 0.0, 0.0, 0.0, 0, 0)
    assert Cell([busy, quiet]).abandonment == pytest.approx(0.03)
