"""After the talk: a caller who is asked what they think of it was answered, however the asking ends."""

import pytest

from ctid.model.effects import AnswerQueueAsk
from ctid.model.ids import FlowName
from ctid.model.interactions import Outcome
from ctid.model.reports import CallArrived, IvrLeft, IvrStepped, LegCleared, LegParted

SURVEY = FlowName("survey")


def surveyed(stage):
    """Somebody has talked, their agent has left, and they are in the survey."""
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(
        LegParted(ring.leg, "b1"),
        LegParted(caller, "b1"),
        LegCleared(ring.leg, 16),
        CallArrived(caller, "+12025550123", "", "4001", SURVEY),
        IvrStepped(caller, "questions", "answered", "5", "rating_agent"),
    )
    return caller


@pytest.mark.parametrize("verb", ["hangup", "closed", ""])
def test_who_was_asked_after_the_talk_stays_answered_and_what_they_said_is_kept(stage, verb: str) -> None:
    caller = surveyed(stage)
    stage.happens(IvrLeft(caller, verb), LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.ANSWERED
    assert stage.record(caller).collected == {"rating_agent": "5"}


def test_who_leaves_a_message_afterwards_left_a_message(stage) -> None:
    caller = surveyed(stage)
    stage.happens(IvrLeft(caller, "voicemail"), LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.VOICEMAIL


def test_who_hangs_up_in_the_menu_before_any_agent_has_left_the_menu(stage) -> None:
    caller = stage.arrives()
    stage.happens(IvrLeft(caller, "hangup"), LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.SELF_SERVED


def test_a_session_is_told_which_flow_its_queue_has_for_afterwards(stage) -> None:
    stage = stage.ruled(after=SURVEY)
    stage.ready("1001")
    stage.waits()
    assert stage.last(AnswerQueueAsk).after == SURVEY
