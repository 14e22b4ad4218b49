"""What the predictive mode makes of a moment, and what it never does."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.dialer.pacing.predictive import Predictive, last
from ctid.dialer.pacing.progressive import Progressive
from ctid.dialer.pacing.terms import CallSeen, Doing, Observation, Stage
from pacing_scenes import CALM, NOW, SPENT, agents, calls, day, moments, scene


def warm(price: float | None = None, learnt: Observation = day(90, 210)) -> Predictive:  # noqa: B008
    """A dialer who has seen a day."""
    controller = Predictive(fixed=price)
    controller.decide(learnt, 100.0)
    return controller


def lines(moment: Observation, *, learnt: Observation = day(90, 210), price: float = 0.06) -> int:  # noqa: B008
    return warm(price, learnt).decide(moment, NOW).lines


@given(moments, st.sampled_from((None, 0.0)))
@settings(deadline=None)
def test_it_never_starts_fewer_calls_than_progressive(moment, price) -> None:
    assert warm(price).decide(moment, NOW).lines >= Progressive().decide(moment, NOW).lines


@given(moments, st.sampled_from([{"reliable": False}, {"tallies": (SPENT,)}, {"tallies": (CALM, SPENT)}]))
@settings(deadline=None)
def test_it_dials_one_by_one_while_it_may_not_foresee(moment, more) -> None:
    moment = replace(moment, **more)
    decision = warm().decide(moment, NOW)
    assert decision.lines == Progressive().decide(moment, NOW).lines
    assert decision.reason.code in ("pacing_stale", "pacing_at_limit")


@pytest.mark.slow
@given(moments)
@settings(deadline=None)
def test_one_more_agent_who_is_idle_never_means_fewer_calls(moment) -> None:
    moment = replace(moment, room=1000, tallies=(CALM,))
    another = replace(moment, agents=(*moment.agents, *agents(Doing.IDLE, [0.0])))
    assert lines(another) >= lines(moment)


@pytest.mark.slow
@given(moments)
@settings(deadline=None)
def test_one_more_call_in_flight_never_means_more_calls(moment) -> None:
    moment = replace(moment, room=1000, tallies=(CALM,))
    another = replace(moment, calls=(*moment.calls, *calls(Stage.DIALLING, [0.0])))
    assert lines(another) <= lines(moment)


@pytest.mark.slow
@given(moments, st.floats(0.001, 0.3), st.floats(1, 5))
@settings(deadline=None)
def test_a_higher_price_never_means_fewer_calls(moment, price, times) -> None:
    assert lines(moment, price=price * times) >= lines(moment, price=price)


def test_it_calls_ahead_for_agents_who_will_be_free() -> None:
    busy = Observation(agents(Doing.WRAPPING, [30.0] * 10), ())
    assert lines(busy) > 0
    assert lines(Observation(agents(Doing.TALKING, [1.0] * 10), ())) == 0


@pytest.mark.parametrize("doing", [Doing.TALKING, Doing.WRAPPING])
def test_agents_who_are_about_to_leave_are_not_counted_on(doing) -> None:
    crew = scene(idle=4).agents
    stay, go = (agents(doing, [110.0] * 20, leaving=leaving) for leaving in (False, True))
    assert lines(Observation(crew + stay, ())) > lines(Observation(crew + go, ())) == lines(scene(idle=4))


def test_agents_whose_return_cannot_be_foreseen_are_not_counted_on() -> None:
    assert lines(Observation(agents(Doing.AWAY, [90.0] * 20), ())) == 0


def test_a_talk_whose_agent_says_that_it_is_ending_counts_for_more() -> None:
    talking = agents(Doing.TALKING, [60.0] * 6)
    closing = agents(Doing.TALKING, [60.0] * 6, closing=NOW - 1)
    assert lines(Observation(closing, ())) > lines(Observation(talking, ())) == 0


def test_a_wrap_up_that_ends_by_itself_in_time_is_as_good_as_an_agent_who_is_idle() -> None:
    soon = agents(Doing.WRAPPING, [5.0] * 8, wraps_until=NOW + 1)
    late = agents(Doing.WRAPPING, [5.0] * 8, wraps_until=NOW + 60)
    assert lines(Observation(soon, ())) == lines(scene(idle=8))
    assert lines(Observation(late, ())) == 0


def test_a_phone_that_has_rung_for_long_counts_for_less_than_one_that_has_just_begun() -> None:
    crew = scene(idle=4, talking=8).agents
    fresh, stale = (Observation(crew, calls(Stage.RINGING, [age] * 12)) for age in (2.0, 18.0))
    assert lines(stale, learnt=day(90, 210)) > lines(fresh, learnt=day(90, 210))


def test_someone_who_waits_takes_an_agent() -> None:
    crew = scene(idle=3, talking=6).agents
    assert lines(Observation(crew, calls(Stage.WAITING, [0.5] * 3))) < lines(Observation(crew, ()))


def test_the_fewer_answer_the_more_are_called() -> None:
    assert lines(scene(idle=5), learnt=day(30, 270)) > lines(scene(idle=5), learnt=day(150, 150))


def test_a_lead_that_is_likely_to_answer_counts_for_more() -> None:
    def ringing(chance: float) -> Observation:
        seen = [CallSeen(f"c{n}", NOW - 5, Stage.RINGING, NOW - 5, chance) for n in range(6)]
        return Observation(scene(idle=4, talking=6).agents, seen)

    assert lines(ringing(0.1)) > lines(ringing(0.6))
    assert lines(scene(idle=4, chances=(0.1,) * 20)) > lines(scene(idle=4, chances=(0.6,) * 20))


def test_it_dials_one_by_one_until_two_calls_of_each_agent_have_ended() -> None:
    decision = Predictive(fixed=1.0).decide(scene(idle=20), NOW)
    assert (decision.lines, decision.reason.code) == (20, "pacing_cold")
    assert lines(scene(idle=20), learnt=day(12, 27), price=1.0) == 20
    assert lines(scene(idle=20), learnt=day(12, 28), price=1.0) > 20


def test_a_burst_of_which_the_answers_ended_first_is_no_sign_of_fewer_answers() -> None:
    burst = day(90, 210)
    in_turn = sorted(burst.ended, key=lambda call: call.at)
    assert lines(scene(idle=9), learnt=replace(burst, ended=in_turn)) == lines(scene(idle=9), learnt=burst)


def test_asked_again_at_once_it_starts_no_more() -> None:
    controller = warm(0.06)
    moment = scene(idle=4, talking=6)
    first = controller.decide(moment, NOW).lines
    flying = replace(moment, calls=calls(Stage.DIALLING, [0.0] * first))
    assert first > 4
    assert controller.decide(flying, NOW + 0.1).lines == 0


@given(st.integers(0, 40), st.integers(0, 40), st.integers(0, 100))
def test_the_last_number_that_holds_is_found(least, more, turn) -> None:
    asked: list[int] = []

    def holds(number: int) -> bool:
        asked.append(number)
        return number <= turn

    assert last(holds, least, least + more) == max(least, min(turn, least + more))
    assert len(asked) <= 12
