"""Holding: the caller hears music, nobody is dropped, and a lost agent's caller keeps the place."""

from datetime import timedelta

from ctid.model.agents import AgentState
from ctid.model.commands import ClearConnection, HoldCall, RetakeCall, RetrieveCall
from ctid.model.effects import AnswerCommand, ClearLeg, HoldLeg, RetrieveLeg, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import AgentId
from ctid.model.interactions import Outcome, SegmentKind
from ctid.model.reports import LegCleared, LegHeld, LegJoined, LegParted

AGENT = AgentId("1001")


def talking(stage):
    stage.ready("1001")
    caller = stage.waits()
    return caller, stage.talks(caller)


def held(stage):
    caller, ring = talking(stage)
    stage.happens(HoldCall("h", AGENT))
    stage.happens(LegParted(caller, "b1"), LegParted(ring.leg, "b1"), LegHeld(caller))
    return caller, ring


def test_a_hold_is_true_once_the_caller_has_left_the_talk(stage) -> None:
    caller, ring = talking(stage)
    stage.happens(HoldCall("h", AGENT))
    assert stage.last(HoldLeg) == HoldLeg(caller, ring.leg)
    assert not stage.told(EventKind.CALL_HELD)
    stage.happens(LegParted(caller, "b1"))
    assert stage.told(EventKind.CALL_HELD)[0].facts["command"] == "h"
    assert stage.state("1001") is AgentState.TALKING


def test_a_held_caller_is_not_offered_to_anybody_else(stage) -> None:
    held(stage)
    stage.ready("1002")
    assert [e.agent for e in stage.told(EventKind.OFFER_MADE)] == ["1001"]


def test_a_retrieved_call_goes_on_as_the_same_talk(stage) -> None:
    caller, ring = held(stage)
    stage.happens(RetrieveCall("r", AGENT))
    assert stage.last(RetrieveLeg) == RetrieveLeg(caller, ring.leg)
    stage.happens(LegJoined(ring.leg, "b2"), LegJoined(caller, "b2"))
    assert stage.told(EventKind.CALL_RETRIEVED)[0].facts["command"] == "r"
    stage.happens(LegCleared(caller, 16), LegCleared(ring.leg, 16))
    kinds = [s.kind for s in stage.record(caller).segments]
    assert [k for k in kinds if k in (SegmentKind.TALK, SegmentKind.HOLD)] == [
        SegmentKind.TALK, SegmentKind.HOLD, SegmentKind.TALK,
    ]  # fmt: skip
    assert all(s.ended_at for s in stage.record(caller).segments if s.kind is not SegmentKind.ACW)


def test_a_caller_who_hangs_up_on_hold_ends_in_wrap_up(stage) -> None:
    caller, ring = held(stage)
    stage.happens(LegCleared(caller, 16), LegCleared(ring.leg, 16))
    assert stage.record(caller).outcome is Outcome.ANSWERED
    assert stage.state("1001") is AgentState.WRAP_UP


def test_an_agent_who_vanishes_may_take_the_held_caller_back(stage) -> None:
    caller, ring = held(stage)
    stage.happens(LegCleared(ring.leg, 16))
    stage.passes(5)
    stage.happens(RetrieveCall("r", AGENT))
    again = stage.last(RingAgent)
    assert again.leg != ring.leg
    stage.happens(LegJoined(again.leg, "b3"), LegJoined(caller, "b3"))
    assert stage.told(EventKind.CALL_RETRIEVED)
    stage.happens(LegCleared(again.leg, 16))
    assert stage.state("1001") is AgentState.WRAP_UP


def test_an_agent_who_stays_away_gives_the_caller_back_into_the_line(stage) -> None:
    caller, ring = held(stage)
    stage.happens(LegCleared(ring.leg, 16))
    stage.passes(19)
    assert len(stage.told(EventKind.CALL_QUEUED)) == 1
    stage.passes(2)
    assert len(stage.told(EventKind.CALL_QUEUED)) == 2
    stage.passes(31)  # the agent's notes
    assert stage.told(EventKind.OFFER_MADE)[-1].interaction == caller
    stage.passes(1)
    assert stage.told(EventKind.OFFER_MADE)[-1].interaction == caller


def test_an_agent_who_hangs_up_on_a_held_caller_gives_them_back_at_once(stage) -> None:
    _, ring = held(stage)
    stage.happens(ClearConnection("c", AGENT))
    assert stage.last(ClearLeg).leg == ring.leg
    stage.happens(LegCleared(ring.leg, 16))
    assert len(stage.told(EventKind.CALL_QUEUED)) == 2


def test_a_parting_long_after_a_hold_that_failed_ends_the_talk(stage) -> None:
    caller, _ = talking(stage)
    stage.happens(HoldCall("h", AGENT))
    stage.passes(6)
    stage.happens(LegParted(caller, "b1"))
    assert stage.state("1001") is AgentState.WRAP_UP


def test_hold_and_retrieve_are_refused_without_a_talk(stage) -> None:
    stage.ready("1001")
    for command in (HoldCall("h", AGENT), RetrieveCall("r", AGENT), ClearConnection("c", AGENT)):
        stage.happens(command)
        assert stage.last(AnswerCommand).refused.code == "not_now"


def test_hanging_up_ends_the_talk(stage) -> None:
    caller, ring = talking(stage)
    stage.happens(ClearConnection("c", AGENT))
    assert stage.last(ClearLeg).leg == ring.leg
    stage.happens(LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16))
    assert stage.state("1001") is AgentState.WRAP_UP
    stage.now += timedelta(seconds=1)
    stage.happens(LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.ANSWERED


def test_an_agent_whose_page_was_loaded_anew_is_rung_anew_while_the_caller_hears_music(stage) -> None:
    caller, ring = talking(stage)
    stage.happens(RetakeCall("t", AGENT))
    assert stage.last(HoldLeg) == HoldLeg(caller, ring.leg)
    stage.happens(LegParted(caller, "b1"), LegParted(ring.leg, "b1"), LegHeld(caller))
    assert stage.last(ClearLeg).leg == ring.leg
    stage.happens(LegCleared(ring.leg, 16))
    again = stage.last(RingAgent)
    assert again.leg != ring.leg
    stage.happens(LegJoined(again.leg, "b3"), LegJoined(caller, "b3"))
    assert stage.told(EventKind.CALL_RETRIEVED)[0].facts["command"] == "t"


def test_a_held_caller_is_retaken_from_a_leg_that_only_seems_alive(stage) -> None:
    _, ring = held(stage)
    stage.happens(RetakeCall("t", AGENT))
    assert stage.last(ClearLeg).leg == ring.leg
    stage.happens(LegCleared(ring.leg, 16))
    assert stage.last(RingAgent).leg != ring.leg


def test_a_hold_under_way_is_not_asked_for_twice_by_a_retake(stage) -> None:
    caller, ring = talking(stage)
    stage.happens(HoldCall("h", AGENT), RetakeCall("t", AGENT))
    assert stage.all(HoldLeg) == [HoldLeg(caller, ring.leg)]
    stage.happens(LegParted(caller, "b1"))
    assert stage.last(ClearLeg).leg == ring.leg


def test_without_a_talk_nothing_is_retaken(stage) -> None:
    stage.ready("1001")
    stage.happens(RetakeCall("t", AGENT))
    assert stage.last(AnswerCommand).refused.code == "not_now"
