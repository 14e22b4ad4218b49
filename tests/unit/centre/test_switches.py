"""Queues that a supervisor closes on the spot."""

from datetime import timedelta

from ctid.model.commands import CloseQueue, OpenQueue, SignOn
from ctid.model.effects import AnswerCommand, AnswerQueueAsk, Keep, PopCustomer, SendLeg, WriteClosed
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, QueueName
from ctid.model.interactions import Outcome
from ctid.model.languages import Language
from ctid.model.reports import LegCleared, LegDiverted, QueueAsked, Remembered, SwitchSeen
from ctid.model.switches import LeadsTo, QueueSwitch

SUPPORT = QueueName("support")


def close(stage, **how) -> None:
    stage.happens(CloseQueue("close", "boss", how.pop("queue", SUPPORT), **how))


def asks(stage, leg) -> AnswerQueueAsk:
    stage.happens(QueueAsked(leg, SUPPORT, {}, 0, Language.EN))
    return stage.last(AnswerQueueAsk)


def test_who_asks_for_a_closed_queue_is_told_and_the_log_says_why(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    close(stage, says="storm")
    leg = stage.arrives()
    answer = asks(stage, leg)
    assert not answer.admitted
    assert (answer.reason.code, answer.reason.facts["who"]) == ("queue_closed_now", "boss")
    assert stage.last(SendLeg) == SendLeg(leg, "storm", LeadsTo.END)
    stage.happens(LegCleared(leg, 16))
    assert stage.record(leg).outcome is Outcome.TURNED_AWAY


def test_a_closed_queue_may_lead_to_voicemail(stage) -> None:
    close(stage, leads_to=LeadsTo.VOICEMAIL)
    leg = stage.arrives()
    asks(stage, leg)
    stage.happens(LegCleared(leg, 16))
    assert stage.last(SendLeg).leads_to is LeadsTo.VOICEMAIL
    assert stage.record(leg).outcome is Outcome.VOICEMAIL


def test_who_waits_is_served_unless_the_supervisor_has_them_told(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    waiting = stage.waits()
    close(stage)
    assert not stage.all(SendLeg)
    close(stage, waiting="tell")
    assert stage.last(SendLeg).leg == waiting
    stage.ready("1001")
    assert not stage.all(PopCustomer)


def test_a_caller_who_is_offered_or_in_the_native_queue_is_not_torn_away(stage) -> None:
    stage.ready("1001")
    stage.waits()
    stage.rings()
    elsewhere = stage.waits()
    stage.happens(LegDiverted(elsewhere))
    close(stage, waiting="tell")
    assert not stage.all(SendLeg)


def test_a_queue_opens_by_hand_or_by_itself(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    close(stage, until=stage.now + timedelta(minutes=5))
    stage.passes(301)
    [told] = stage.told(EventKind.QUEUE_OPENED)
    assert told.facts["who"] == "ctid"
    assert asks(stage, stage.arrives()).admitted
    close(stage)
    stage.happens(OpenQueue("open", "boss", None))
    assert asks(stage, stage.arrives()).admitted
    assert [k.record.closed for k in stage.all(Keep) if isinstance(k.record, QueueSwitch)][-1] is False


def test_an_unknown_queue_and_an_instant_that_is_past_are_refused(stage) -> None:
    close(stage, queue=QueueName("nothing"))
    assert stage.last(AnswerCommand).refused.code == "unknown_queue"
    close(stage, until=stage.now)
    assert stage.last(AnswerCommand).refused.code == "past_instant"


def test_the_switch_is_told_when_everything_is_closed_and_again_after_a_restart(stage, fresh) -> None:
    close(stage, queue=None, says="storm")
    assert stage.last(WriteClosed) == WriteClosed(True, None, "storm")
    kept = {k.record.queue: k.record for k in stage.all(Keep) if isinstance(k.record, QueueSwitch)}
    fresh.happens(Remembered((), (), (), switches=tuple(kept.values())), SwitchSeen("sw1", (), {}))
    assert fresh.last(WriteClosed) == WriteClosed(True, None, "storm")
    stage.happens(OpenQueue("open", "boss", None))
    assert stage.last(WriteClosed) == WriteClosed(False)
