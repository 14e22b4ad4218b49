"""How long people are willing to wait, where most waits were cut short by an answer."""

import random
from math import exp

import pytest

from ctid.metrics.survival import kaplan_meier


def test_without_answers_it_is_the_share_who_were_still_there() -> None:
    assert kaplan_meier([1, 2, 2, 5], []) == ((1, 0.75), (2, pytest.approx(0.25)), (5, 0.0))


def test_who_was_answered_counts_as_waiting_until_then() -> None:
    # Five at 1 s, of whom one leaves; three at 3 s (one was answered at 2 s), of whom one leaves.
    assert kaplan_meier([1, 3], [2, 4, 4]) == ((1, pytest.approx(4 / 5)), (3, pytest.approx(4 / 5 * 2 / 3)))


def test_nobody_who_left_gives_no_step() -> None:
    assert kaplan_meier([], [1, 2]) == ()


def test_it_finds_the_patience_of_which_most_was_not_seen() -> None:
    chance = random.Random(7)
    gave_up, answered = [], []
    for _ in range(20_000):
        patience, answer = chance.expovariate(1 / 120), chance.expovariate(1 / 40)
        (gave_up if patience < answer else answered).append(min(patience, answer))
    curve = dict(kaplan_meier(gave_up, answered))
    for t in (30, 60, 120):
        longer = min(share for at, share in curve.items() if at <= t)
        assert longer == pytest.approx(exp(-t / 120), abs=0.02)
