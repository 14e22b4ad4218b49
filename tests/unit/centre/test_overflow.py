"""Overflow: a queue's rules send callers elsewhere, at the door and while they wait, and nobody is lost."""

from dataclasses import replace
from datetime import UTC, timedelta
from itertools import count

import pytest

from ctid.centre.centre import Centre
from ctid.model.commands import CloseQueue, SignOff, SignOn
from ctid.model.effects import AnswerQueueAsk, ForwardLeg, NotePlace, SendLeg, StartFlow
from ctid.model.events import EventKind
from ctid.model.hours import Calendar
from ctid.model.ids import AgentId, FlowName, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.interactions import Outcome, SegmentKind
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.overflow import (
    LeaveWord,
    Length,
    Occasion,
    Overflow,
    ToFlow,
    ToNumber,
    ToQueue,
    Waited,
)
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    Draining,
    IvrLeft,
    KeptPlace,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    QueueAsked,
    SeenLeg,
    SwitchLost,
    SwitchSeen,
)
from ctid.model.site import Agent, Queue
from ctid.model.switches import LeadsTo

SUPPORT, SALES = QueueName("support"), QueueName("sales")
SELLS = SkillName("sales")
MINUTE = timedelta(minutes=1)
NUMBER = "+12025550142"
NODE = NodeId("sw1")
NEVER = Calendar(UTC, {})
TO_SALES = Overflow(Waited(MINUTE), ToQueue(SALES))
TO_NUMBER = Overflow(Waited(MINUTE), ToNumber(NUMBER))
TO_VOICEMAIL = Overflow(Waited(MINUTE), LeaveWord.VOICEMAIL)


def ruled(stage, *rules, sales=(), **changes):
    """Set the stage with these rules of `support`; 1001 serves it, 1002 sells, 1003 does both."""
    site = stage.centre.site
    support = replace(site.queues[SUPPORT], overflow=rules, **changes)
    other = Queue(
        SALES, Text("Sales", "销售"), {SELLS: 1}, timedelta(seconds=12), timedelta(seconds=30), overflow=sales
    )
    seller = Agent(AgentId("1002"), "Agent 1002", "1002", {SELLS: 3})
    both = Agent(AgentId("1003"), "Agent 1003", "1003", {SkillName("support"): 3, SELLS: 3})
    site = replace(
        site,
        agents={AgentId("1001"): site.agents[AgentId("1001")], seller.id: seller, both.id: both},
        queues={SUPPORT: support, SALES: other},
        skills=(*site.skills, SELLS),
        calendars={"never": NEVER},
    )
    numbers = count(1)
    stage.centre = Centre(site, new_offer_id=lambda: OfferId(f"off_{next(numbers)}"))
    stage.happens(SwitchSeen(NODE, (), dict.fromkeys(("1001", "1002", "1003"), True)))
    return stage


def on_duty(stage, *agents):
    """Have agents signed on, and not ready."""
    stage.happens(*(SignOn(f"on-{agent}", AgentId(agent)) for agent in agents))


def asks(stage):
    """Somebody comes to support; say what they are answered."""
    leg = stage.arrives()
    stage.happens(QueueAsked(leg, SUPPORT, {}, 0, Language.EN))
    answers = [answer for answer in stage.all(AnswerQueueAsk) if answer.leg == leg]
    return leg, answers[-1]


def overflowed(stage):
    return [(e.reason.code, e.facts["queue"], e.facts["to"]) for e in stage.told(EventKind.CALL_OVERFLOWED)]


# --- while they wait ----------------------------------------------------------------------------------
def test_who_has_waited_long_enough_goes_over_to_another_queue_with_their_time_of_entry(stage) -> None:
    ruled(stage, TO_SALES)
    on_duty(stage, "1001", "1002")
    leg = stage.waits()
    entered_at = stage.last(AnswerQueueAsk).entered_at
    stage.passes(59)
    assert not overflowed(stage)
    stage.passes(2)
    assert overflowed(stage) == [("waited_long", "support", "queue sales")]
    assert stage.last(NotePlace) == NotePlace(leg, SALES, {}, 0, entered_at)
    stage.ready("1001")
    assert not stage.told(EventKind.OFFER_MADE)
    stage.ready("1002")
    assert stage.rings().agent == "1002"


def test_the_log_has_a_slice_for_each_queue(stage) -> None:
    ruled(stage, TO_SALES)
    on_duty(stage, "1001", "1002")
    leg = stage.waits()
    stage.passes(61)
    slices = [s for s in stage.record(leg).segments if s.kind is SegmentKind.QUEUE]
    assert [(s.queue, s.detail) for s in slices] == [(SUPPORT, "overflowed"), (SALES, "")]
    assert slices[0].ended_at == slices[1].started_at


def test_the_agent_sees_how_long_they_have_waited_in_both_lines(stage) -> None:
    ruled(stage, TO_SALES)
    on_duty(stage, "1001", "1002")
    leg = stage.waits()
    stage.passes(90)
    stage.ready("1002")
    stage.talks(leg)
    [talk] = stage.told(EventKind.CALL_ESTABLISHED)
    assert 90_000 < talk.facts["waited_ms"] < 92_000


def test_who_has_waited_longer_comes_first_in_the_other_line_too(stage) -> None:
    ruled(stage, TO_SALES)
    on_duty(stage, "1001", "1002")
    first = stage.waits()
    stage.passes(30)
    later = stage.arrives()
    stage.happens(QueueAsked(later, SALES, {}, 0, Language.EN), IvrLeft(later, "wait"))
    stage.passes(31)
    stage.ready("1002")
    assert stage.rings().caller == first


def test_an_open_offer_comes_first_and_when_it_was_missed_the_rule_is_followed_at_once(stage) -> None:
    ruled(stage, TO_VOICEMAIL)
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(55)
    stage.ready("1001")
    ring = stage.rings()
    stage.passes(10)
    assert not stage.all(SendLeg)
    stage.happens(LegFailed(ring.leg, Reason("no_answer", {"rang_s": 12})))
    assert stage.last(SendLeg) == SendLeg(leg, "nobody-here", LeadsTo.VOICEMAIL)


def test_who_is_answered_in_time_is_not_sent_on(stage) -> None:
    ruled(stage, TO_VOICEMAIL)
    stage.ready("1001")
    leg = stage.waits()
    stage.talks(leg)
    stage.passes(300)
    assert not overflowed(stage)


def test_a_queue_that_refuses_is_passed_over_and_the_next_rule_is_asked(stage) -> None:
    ruled(stage, TO_SALES, TO_VOICEMAIL)
    on_duty(stage, "1001")
    stage.waits()
    stage.passes(61)
    assert overflowed(stage) == [("waited_long", "support", "voicemail")]
    assert stage.told(EventKind.CALL_OVERFLOWED)[0].facts["passed_over"] == "queue sales (nobody_signed_on)"


def test_where_all_refuse_the_caller_stays_and_goes_as_soon_as_one_does_not(stage) -> None:
    ruled(stage, TO_SALES)
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(300)
    assert not overflowed(stage)
    on_duty(stage, "1002")
    assert stage.last(NotePlace).queue == SALES
    assert stage.record(leg).queue == SALES


def test_nobody_left_on_duty_is_an_occasion_while_they_wait_too(stage) -> None:
    ruled(stage, Overflow(Occasion.NOBODY_ON_DUTY, LeaveWord.CALLBACK))
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(100)
    assert not overflowed(stage)
    stage.happens(SignOff("off", AgentId("1001")))
    assert overflowed(stage) == [("nobody_signed_on", "support", "callback")]
    stage.happens(LegCleared(leg, 16))
    assert stage.record(leg).outcome is Outcome.CALLBACK_ASKED


def test_nobody_stays_longer_than_the_longest_wait(stage) -> None:
    ruled(stage, max_wait=2 * MINUTE)
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(121)
    assert stage.last(SendLeg).leads_to is LeadsTo.VOICEMAIL
    stage.happens(LegCleared(leg, 16))
    assert stage.record(leg).outcome is Outcome.VOICEMAIL


def test_the_time_in_the_other_queue_counts_from_its_own_beginning(stage) -> None:
    ruled(stage, TO_SALES, sales=(TO_VOICEMAIL,))
    on_duty(stage, "1001", "1002")
    stage.waits()
    stage.passes(119)
    assert len(overflowed(stage)) == 1
    stage.passes(3)
    assert overflowed(stage)[1] == ("waited_long", "sales", "voicemail")


@pytest.mark.parametrize("item", [SwitchLost(NODE, "gone"), Draining()])
def test_nobody_is_moved_while_nothing_can_be_asked_of_the_switch(stage, item) -> None:
    ruled(stage, TO_VOICEMAIL)
    on_duty(stage, "1001")
    stage.waits()
    stage.happens(item)
    stage.passes(120)
    assert not overflowed(stage)


# --- out to a number, and back ------------------------------------------------------------------------
def test_who_is_not_answered_outside_is_in_the_line_again_with_their_place(stage) -> None:
    ruled(
        stage, Overflow(Waited(MINUTE), ToNumber(NUMBER)), Overflow(Waited(2 * MINUTE), LeaveWord.VOICEMAIL)
    )
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(61)
    assert stage.last(ForwardLeg) == ForwardLeg(leg, NUMBER, "+12025550000")
    assert stage.last(NotePlace).queue == SUPPORT
    stage.ready("1001")
    assert not stage.told(EventKind.OFFER_MADE)
    stage.passes(20)
    stage.happens(LegHeld(leg))
    assert stage.rings().caller == leg
    assert stage.told(EventKind.CALL_QUEUED)[-1].facts["queue"] == SUPPORT


def test_a_glimpse_of_the_line_from_before_they_left_it_brings_nobody_back(stage) -> None:
    ruled(stage, TO_NUMBER)
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(60)
    stage.happens(LegHeld(leg))
    stage.ready("1001")
    assert not stage.told(EventKind.OFFER_MADE)


def test_after_a_number_in_vain_the_next_rule_counts_from_the_first_wait_and_none_is_followed_twice(
    stage,
) -> None:
    ruled(
        stage, Overflow(Waited(MINUTE), ToNumber(NUMBER)), Overflow(Waited(2 * MINUTE), LeaveWord.VOICEMAIL)
    )
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(90)
    stage.happens(LegHeld(leg))
    stage.passes(29)
    assert [to for _, _, to in overflowed(stage)] == [f"number {NUMBER}"]
    stage.passes(2)
    assert [to for _, _, to in overflowed(stage)] == [f"number {NUMBER}", "voicemail"]


def test_after_a_restart_who_is_outside_is_offered_to_nobody_until_they_are_in_the_line_again(stage) -> None:
    leg = LegId(f"{NODE}:100.1")
    place = KeptPlace(SUPPORT, {}, 0, stage.now)
    outside = SeenLeg(leg, caller=True, answered=True, verb="forward", place=place)
    stage.ready("1001")
    stage.happens(SwitchSeen(NODE, (outside,), {"1001": True, "1002": True}))
    stage.passes(10)
    assert not stage.told(EventKind.OFFER_MADE)
    stage.happens(LegHeld(leg))
    assert stage.rings().caller == leg
    stage.happens(LegCleared(leg, 16))
    assert all(segment.ended_at for segment in stage.record(leg).segments)


def test_who_talks_outside_is_logged_as_sent_on(stage) -> None:
    ruled(stage, TO_NUMBER)
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(61)
    stage.happens(LegJoined(leg, "b1"), LegParted(leg, "b1"), LegCleared(leg, 16))
    assert stage.record(leg).outcome is Outcome.FORWARDED


def test_whom_the_switch_could_not_move_is_seen_in_the_line_and_served_there(stage) -> None:
    ruled(stage, TO_VOICEMAIL)
    on_duty(stage, "1001")
    leg = stage.waits()
    stage.passes(70)
    stage.happens(LegHeld(leg))
    stage.ready("1001")
    assert stage.rings().caller == leg


# --- at the door --------------------------------------------------------------------------------------
def test_who_finds_too_many_waiting_goes_to_the_other_queue_at_once(stage) -> None:
    ruled(stage, Overflow(Length(1), ToQueue(SALES)))
    on_duty(stage, "1001", "1002")
    stage.waits()
    leg, answer = asks(stage)
    assert (answer.admitted, answer.queue) == (True, SALES)
    stage.happens(IvrLeft(leg, "wait"))
    assert overflowed(stage) == [("queue_full", "support", "queue sales")]
    stage.ready("1002")
    assert stage.rings().caller == leg


def test_a_full_queue_without_a_rule_for_it_refuses(stage) -> None:
    ruled(stage, max_length=1)
    on_duty(stage, "1001")
    stage.waits()
    _, answer = asks(stage)
    assert (answer.admitted, answer.reason.code) == (False, "queue_full")


@pytest.mark.parametrize(
    ("to", "effect"),
    [
        (LeaveWord.VOICEMAIL, lambda leg: SendLeg(leg, "nobody-here", LeadsTo.VOICEMAIL)),
        (LeaveWord.CALLBACK, lambda leg: SendLeg(leg, "nobody-now", LeadsTo.CALLBACK)),
        (ToNumber(NUMBER), lambda leg: ForwardLeg(leg, NUMBER, "+12025550000")),
        (ToFlow(FlowName("night")), lambda leg: StartFlow(leg, FlowName("night"))),
    ],
)
def test_whom_a_closed_queue_sends_elsewhere_is_taken_out_of_their_session(stage, to, effect) -> None:
    ruled(stage, Overflow(Occasion.CLOSED, to), calendar="never")
    on_duty(stage, "1001")
    leg, answer = asks(stage)
    assert (answer.admitted, answer.reason.code) == (False, "queue_closed")
    assert effect(leg) in stage.said
    assert overflowed(stage)[0][:2] == ("queue_closed", "support")


def test_a_queue_closed_by_hand_says_itself_where_its_callers_go(stage) -> None:
    ruled(stage, Overflow(Occasion.NOBODY_ON_DUTY, LeaveWord.CALLBACK))
    stage.happens(CloseQueue("close", "boss", SUPPORT, says="storm"))
    leg, _ = asks(stage)
    assert not overflowed(stage)
    assert stage.last(SendLeg) == SendLeg(leg, "storm", LeadsTo.END)


def test_in_the_flow_they_are_asked_anew_and_a_rule_is_not_followed_twice(stage) -> None:
    ruled(stage, Overflow(Occasion.CLOSED, ToFlow(FlowName("night"))), calendar="never")
    leg, _ = asks(stage)
    stage.happens(CallArrived(leg, "+12025550123", "", "4001", "night"))
    stage.happens(QueueAsked(leg, SUPPORT, {}, 0, Language.EN))
    assert len(overflowed(stage)) == 1
    assert stage.last(AnswerQueueAsk).reason.code == "queue_closed"


def test_who_came_to_a_closed_door_and_is_not_answered_outside_leaves_word(stage) -> None:
    ruled(stage, Overflow(Occasion.CLOSED, ToNumber(NUMBER)), calendar="never")
    leg, _ = asks(stage)
    stage.passes(30)
    stage.happens(LegHeld(leg))
    assert stage.last(SendLeg) == SendLeg(leg, "nobody-here", LeadsTo.VOICEMAIL)
    stage.happens(LegCleared(leg, 16))
    assert stage.record(leg).outcome is Outcome.VOICEMAIL
