"""What each mode does, and what all of them keep to."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from ctid.dialer.pacing import PACING
from ctid.dialer.pacing.agentless import Agentless
from ctid.dialer.pacing.power import Power
from ctid.dialer.pacing.preview import Preview
from ctid.dialer.pacing.progressive import Progressive
from ctid.dialer.pacing.terms import Decision, Doing, Observation
from ctid.model.attempts import Mode
from ctid.model.languages import Language
from pacing_scenes import NOW, SPENT, agents, moments, scene


def test_every_mode_has_its_controller() -> None:
    assert set(PACING) == set(Mode)


@given(moments)
@settings(deadline=None)
def test_no_mode_starts_more_calls_than_there_is_room_for(moment) -> None:
    for controller in PACING.values():
        assert 0 <= controller().decide(moment, NOW).lines <= moment.room


@given(moments)
@settings(deadline=None)
def test_told_the_same_a_mode_says_the_same(moment) -> None:
    for controller in PACING.values():
        one, other = controller(), controller()
        for _ in range(2):
            assert one.decide(moment, NOW) == other.decide(moment, NOW)


@pytest.mark.parametrize("mode", Mode)
@pytest.mark.parametrize("more", [{}, {"reliable": False}, {"tallies": (SPENT,)}, {"room": 0}])
def test_every_reason_has_words_in_both_languages_and_all_its_facts(mode, more) -> None:
    reason = PACING[mode]().decide(replace(scene(idle=3, talking=4, ringing=1), **more), NOW).reason
    words = [reason.words(language) for language in Language]
    assert len(set(words)) == 2
    assert not [said for said in words if "?" in said or reason.code in said]


@pytest.mark.parametrize("mode", [Preview, Progressive])
def test_each_free_agent_gets_one_call_and_nobody_else_does(mode) -> None:
    assert mode().decide(scene(idle=3, talking=5, ringing=1), NOW).lines == 2
    assert mode().decide(scene(idle=1, ringing=2), NOW).lines == 0


def test_an_agent_who_is_about_to_leave_gets_no_call() -> None:
    leaving = agents(Doing.IDLE, [1.0, 1.0], leaving=True)
    assert Progressive().decide(Observation(leaving, ()), NOW).lines == 0


def test_power_keeps_its_ratio_of_calls_to_free_agents() -> None:
    assert Power(ratio=2.5).decide(scene(idle=3, talking=9, ringing=2), NOW).lines == 5


def test_power_dials_one_by_one_when_a_window_of_the_law_is_spent() -> None:
    decision = Power(ratio=3).decide(scene(idle=3, tallies=(SPENT,)), NOW)
    assert (decision.lines, decision.reason.code) == (3, "pacing_at_limit")


def test_agentless_fills_the_room_and_keeps_below_its_most() -> None:
    assert Agentless().decide(scene(ringing=3, room=7), NOW).lines == 7
    assert Agentless(most=5).decide(scene(ringing=3, room=7), NOW).lines == 2


def test_agentless_starts_nothing_while_what_is_seen_may_be_stale() -> None:
    decision = Agentless().decide(scene(ringing=3, room=7, reliable=False), NOW)
    assert decision.lines == 0
    assert isinstance(decision, Decision)
