"""What is learnt of answers and of work, from literal days."""

from random import Random

import numpy as np
import pytest

from ctid.dialer.pacing.answers import Ages
from ctid.dialer.pacing.handling import Handling
from ctid.dialer.pacing.rate import Rate

EDGES = (3.0, 6.0, 9.0, 12.0)


def fed(rate: Rate, share: float, calls: int, chance: float | None = None) -> Rate:
    """Calls of which this share is answered, in no order."""
    draws = Random(7)
    for _ in range(calls):
        rate.learn(chance, answered=draws.random() < share)
    return rate


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_the_rate_of_a_quiet_day_is_found_and_taken_a_little_higher(share) -> None:
    assert share * 0.9 < fed(Rate(), share, 3000).of(None) < share * 1.25


def test_a_step_of_the_rate_is_followed_within_a_hundred_calls() -> None:
    rate = fed(fed(Rate(), 0.15, 3000), 0.45, 100)
    assert rate.of(None) > 0.4


def test_a_rate_of_which_little_is_known_is_taken_much_higher() -> None:
    assert fed(Rate(), 0.0, 5).of(None) > 0.2


def test_a_model_that_is_right_is_believed_and_one_that_promises_double_is_halved() -> None:
    assert fed(Rate(), 0.2, 3000, chance=0.2).of(0.5) == pytest.approx(0.5, rel=0.2)
    assert fed(Rate(), 0.2, 3000, chance=0.4).of(0.5) == pytest.approx(0.25, rel=0.2)


def answered_at_ten() -> Ages:
    ages = Ages(wanting=11.0, ending=22.0)
    for _ in range(200):
        ages.learn(10.0, wanted=True)
        ages.learn(22.0, wanted=False)
    return ages


def test_a_call_is_foreseen_by_its_age() -> None:
    young, due, late = answered_at_ten().within([0.0, 8.0, 15.0], np.full(3, 0.5), EDGES)
    assert young[2] < 0.1
    assert young[3] > 0.4
    assert due[0] > 0.4
    assert late[3] < 0.1


def test_a_call_that_did_not_fail_at_once_is_likelier_to_be_answered() -> None:
    ages = answered_at_ten()
    for _ in range(200):
        ages.learn(1.0, wanted=False)
    begun, ringing = ages.within([0.0, 5.0], np.full(2, 0.3), EDGES)
    assert ringing[3] > 1.2 * begun[3] > 0.3


def test_what_may_come_of_a_call_grows_with_time_and_never_beyond_its_chance() -> None:
    within = answered_at_ten().within([0.0, 3.0, 9.0], np.array([0.1, 0.5, 0.9]), EDGES)
    assert (np.diff(within, axis=1) >= 0).all()
    assert within[0, 3] <= 0.1 + 1e-9


def work(talk: float, wrap: float, *, machine: bool = False, handling: Handling | None = None) -> Handling:
    handling = handling or Handling()
    for _ in range(200):
        handling.learn(talk, wrap, None, machine=machine)
    return handling


def test_an_agent_is_free_after_talk_and_wrap_up() -> None:
    early, due = work(60.0, 6.0).free_within("talk", [20.0, 60.0], EDGES)
    assert early[3] < 0.05
    assert due[1] < 0.2 < due[3]


def test_who_has_talked_for_long_does_not_talk_to_a_machine() -> None:
    handling = work(150.0, 20.0, handling=work(6.0, 1.0, machine=True))
    fresh, long = handling.free_within("talk", [1.0, 40.0], EDGES)
    assert fresh[3] > 0.4
    assert long[3] < 0.05
    assert handling.returns(EDGES)[3] > 0.3


def test_the_end_of_a_talk_that_an_agent_foretells_is_learnt() -> None:
    handling = Handling()
    for _ in range(200):
        handling.learn(100.0, 2.0, 4.0, machine=False)
    assert handling.free_within("closing", [0.5], EDGES)[0, 3] > 0.8
