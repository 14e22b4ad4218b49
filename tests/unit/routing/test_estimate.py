"""Estimates of the wait, what they learn from, and what callers are told of them."""

from dataclasses import replace
from math import inf, log

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.routing.estimate import Announcement, Learnt, Standing, announce, expected_wait, standing

aheads = st.floats(0, 5000)
agents = st.integers(1, 500)
lessons = st.builds(
    Learnt,
    worked=st.floats(10, 10_000),
    done=st.floats(1, 200),
    waited=st.floats(1, 100_000),
    lost=st.floats(0, 200),
)


@given(aheads, aheads, agents, lessons)
def test_the_estimate_is_never_negative_and_never_falls_with_the_place(ahead, more, agents, learnt) -> None:
    nearer = expected_wait(Standing(ahead, agents), learnt)
    farther = expected_wait(Standing(ahead + more, agents), learnt)
    for near, far in ((nearer.mean, farther.mean), (nearer.p50, farther.p50), (nearer.p80, farther.p80)):
        assert 0 <= near <= far * (1 + 1e-9)
    assert nearer.p50 <= nearer.p80


def test_one_who_is_next_waits_for_the_first_of_the_agents() -> None:
    learnt = Learnt(worked=240, done=1, waited=1, lost=0)
    wait = expected_wait(Standing(0, 8), learnt)
    assert wait.mean == pytest.approx(30)
    assert wait.p50 == pytest.approx(30 * log(2), rel=0.02)
    assert wait.p80 == pytest.approx(30 * log(5), rel=0.01)


@pytest.mark.parametrize(("ahead", "lost"), [(3, 0), (3, 2), (31, 1), (32, 1), (400, 0), (400, 3), (5000, 1)])
def test_every_stage_counts_with_those_ahead_who_lose_patience(ahead, lost) -> None:
    learnt = Learnt(worked=300, done=1, waited=120, lost=lost)
    exact = sum(1 / (5 / 300 + i * lost / 120) for i in range(ahead + 1))
    assert expected_wait(Standing(ahead, 5), learnt).mean == pytest.approx(exact, rel=1e-4)


def test_where_nobody_works_the_wait_has_no_end_and_nothing_is_told() -> None:
    assert expected_wait(Standing(2, 0), Learnt()).mean == inf
    assert announce(Standing(2, 0), Learnt()) is None


def test_others_count_so_far_as_they_compete() -> None:
    english, spanish = {"ann", "bob", "eve"}, {"eve", "flo"}
    assert standing(spanish, [(4, spanish)]) == Standing(4, 2)
    assert standing(spanish, [(3, english), (1, spanish)]) == Standing(2, 2)  # one in three is eve
    assert standing(spanish, [(9, {"ann"}), (5, set())]) == Standing(0, 2)


def test_the_pace_is_learnt_and_what_was_believed_before_fades() -> None:
    learnt = Learnt()
    for _ in range(3000):
        learnt = learnt.after_work(90.0)
        learnt = learnt.after_wait(40.0, gave_up=False).after_wait(20.0, gave_up=True)
    assert learnt.handling == pytest.approx(90, rel=1e-3)
    assert learnt.impatience == pytest.approx(1 / 60, rel=0.01)


def test_who_did_not_wait_says_nothing_of_patience() -> None:
    assert Learnt().after_wait(0.0, gave_up=False) == Learnt()


def test_what_is_told_is_whole_minutes_and_at_least_one() -> None:
    learnt = Learnt(worked=300, done=1, waited=1, lost=0)
    soon, late = announce(Standing(0, 50), learnt), announce(Standing(9, 10), learnt)
    assert soon == Announcement(1, 1, Standing(0, 50))
    assert late is not None
    assert (late.least, late.most) == (5, 7)  # the mean of ten stages of 30 s is five minutes


SLOW = Learnt(worked=1200, done=1, waited=1, lost=0)


def told(at: Standing, learnt: Learnt, before: Announcement | None = None) -> Announcement:
    said = announce(at, learnt, before)
    assert said is not None
    return said


def test_longer_talks_alone_never_raise_what_was_told() -> None:
    first = told(Standing(9, 10), Learnt(worked=300, done=1, waited=1, lost=0))
    again = told(Standing(9, 10), SLOW, first)
    assert (again.least, again.most) == (first.least, first.most)


@pytest.mark.parametrize("worse", [Standing(9, 8), Standing(11, 10)], ids=["agents left", "overtaken"])
def test_fewer_agents_and_more_ahead_are_causes_to_tell_more(worse) -> None:
    learnt = Learnt(worked=300, done=1, waited=1, lost=0)
    first = told(Standing(9, 10), learnt)
    again = told(worse, replace(learnt, worked=600), first)
    assert again.least > first.least
    assert again.most > first.most


@given(st.lists(st.tuples(st.floats(0, 200), st.integers(1, 50), lessons), min_size=2, max_size=8))
def test_no_announcement_exceeds_the_one_before_without_a_cause(heard) -> None:
    said = None
    for ahead, count, learnt in heard:
        before, said = said, told(Standing(ahead, count), learnt, said)
        assert 1 <= said.least <= said.most
        if before is not None and count >= before.at.agents and ahead <= before.at.ahead:
            assert said.least <= before.least
            assert said.most <= before.most
