"""The process stood still while a phone rang and was answered."""

from datetime import timedelta

from ctid.model.agents import AgentState
from ctid.model.effects import ClearLeg, LookAgain
from ctid.model.reports import LegAnswered, LegJoined, StoodStill


def test_an_answer_that_waited_while_we_stood_still_is_heard_before_the_ring_is_overdue(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    stage.now += timedelta(seconds=30)
    stage.happens(
        StoodStill(timedelta(seconds=30)),
        LegAnswered(ring.leg),
        LegJoined(caller, "b1"),
        LegJoined(ring.leg, "b1"),
    )
    assert stage.all(ClearLeg) == []
    assert stage.state("1001") is AgentState.TALKING


def test_a_ring_of_which_nothing_was_heard_is_overdue_all_the_same(stage) -> None:
    stage.ready("1001")
    stage.waits()
    stage.rings()
    stage.now += timedelta(seconds=30)
    stage.happens(StoodStill(timedelta(seconds=30)))
    stage.passes(4)
    stage.passes(10)  # the switch was looked at in vain
    assert stage.state("1001") is AgentState.NOT_READY


def test_after_a_standstill_the_switch_s_own_record_of_it_is_read(stage) -> None:
    stage.happens(StoodStill(timedelta(seconds=12)))
    assert stage.last(LookAgain) == LookAgain("sw1", stage.now - timedelta(seconds=12))
