"""One call from arrival to the log, and every way in which it can go otherwise."""

from datetime import timedelta

from ctid.model.agents import AgentState
from ctid.model.commands import Dispose, GetReady, GoNotReady, SignOff, SignOn
from ctid.model.effects import AnswerCommand, AnswerQueueAsk, ClearLeg, LookAgain, PopCustomer, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, NodeId, OfferId, QueueName
from ctid.model.interactions import Outcome, SegmentKind
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    IvrStepped,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    PhoneChanged,
    PopNotShown,
    PopShown,
    QueueAsked,
    SeenLeg,
    SwitchLost,
    SwitchSeen,
)

NODE = NodeId("sw1")


def test_a_phone_that_rings_before_the_caller_is_looked_up_shows_the_number_they_called_from(stage) -> None:
    stage.ready("1001")
    stage.waits()
    assert stage.rings().show_number == "+12025550123"


def test_the_straight_way_is_told_step_by_step(stage) -> None:
    stage.ready("1001")
    caller = stage.arrives()
    stage.happens(
        IvrStepped(caller, "main", "pressed", "1", ""),
        IvrStepped(caller, "order", "entered", "12345", "order_no"),
        QueueAsked(caller, QueueName("support"), {}, 0, Language.EN),
        IvrLeft(caller, "wait"),
    )
    pop = stage.last(PopCustomer)
    stage.happens(PopShown(pop.offer))
    ring = stage.last(RingAgent)
    stage.happens(LegAlerting(ring.leg), LegAnswered(ring.leg))
    stage.happens(LegJoined(caller, "b1"), LegJoined(ring.leg, "b1"))
    stage.passes(20)
    stage.happens(LegParted(caller, "b1"), LegCleared(caller, 16))
    stage.happens(LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16))
    stage.happens(Dispose("d", AgentId("1001"), InteractionId(caller), "resolved", "fine"))

    kinds = [e.kind for e in stage.said if hasattr(e, "kind") and e.interaction == InteractionId(caller)]
    assert kinds == [
        EventKind.CALL_ARRIVED, EventKind.IVR_STEPPED, EventKind.IVR_STEPPED, EventKind.CALL_QUEUED,
        EventKind.OFFER_MADE, EventKind.POP_SHOWN, EventKind.CALL_DELIVERED, EventKind.LEG_ANSWERED,
        EventKind.CALL_ESTABLISHED, EventKind.CONNECTION_CLEARED, EventKind.WRAP_UP_STARTED,
        EventKind.CALL_CLEARED, EventKind.INTERACTION_DISPOSED, EventKind.INTERACTION_CLOSED,
    ]  # fmt: skip
    record = stage.record(caller)
    assert record.outcome is Outcome.ANSWERED
    assert record.collected == {"order_no": "12345"}
    assert (record.disposition, record.note, record.agent) == ("resolved", "fine", "1001")
    assert {s.kind for s in record.segments} == set(SegmentKind) - {
        SegmentKind.HOLD, SegmentKind.CALLBACK, SegmentKind.WORK,
    }  # fmt: skip
    assert all(s.ended_at is not None for s in record.segments)
    assert stage.state("1001") is AgentState.READY


def test_the_phone_is_not_rung_before_the_page_has_the_customer(stage) -> None:
    stage.ready("1001")
    stage.waits()
    assert stage.all(PopCustomer)
    assert not stage.all(RingAgent)
    stage.happens(PopShown(stage.last(PopCustomer).offer))
    assert len(stage.all(RingAgent)) == 1


def test_a_page_that_does_not_answer_delays_the_ring_by_150_ms_at_most(stage) -> None:
    stage.ready("1001")
    stage.waits()
    stage.passes(0.149)
    assert not stage.all(RingAgent)
    stage.passes(0.001)
    assert stage.all(RingAgent)
    stage.happens(PopShown(stage.last(PopCustomer).offer))
    assert len(stage.all(RingAgent)) == 1


def test_an_agent_without_a_page_rings_all_the_same(stage) -> None:
    stage.ready("1001")
    stage.waits()
    stage.happens(PopNotShown(stage.last(PopCustomer).offer))
    assert stage.last(RingAgent).phone == "1001"


def test_a_caller_who_gives_up_in_the_menu_is_logged_so(stage) -> None:
    caller = stage.arrives()
    stage.happens(LegCleared(caller, 16), IvrLeft(caller, ""))
    assert stage.record(caller).outcome is Outcome.ABANDONED_IN_IVR
    assert stage.record(caller).closed_at is not None


def test_the_way_through_the_menu_is_told_also_when_the_switch_says_first_that_they_left(stage) -> None:
    caller = stage.arrives()
    stage.happens(LegCleared(caller, 16), IvrLeft(caller, "", "main", "welcome 2 > main_menu"))
    [left] = stage.told(EventKind.IVR_LEFT)
    assert left.interaction == caller
    assert left.facts == {"flow": "main", "path": "welcome 2 > main_menu", "verb": ""}


def test_a_caller_who_gives_up_in_the_queue_frees_the_agent_whose_phone_rings(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    before = stage.centre.agent(AgentId("1001")).idle_since
    ring = stage.rings()
    stage.happens(LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.ABANDONED_IN_QUEUE
    assert stage.last(ClearLeg).leg == ring.leg
    assert stage.state("1001") is AgentState.READY
    assert stage.centre.agent(AgentId("1001")).idle_since == before


def test_an_agent_who_does_not_answer_is_not_ready_and_the_caller_keeps_the_place(stage) -> None:
    stage.ready("1001", "1002")
    first = stage.waits()
    second = stage.waits()
    stage.happens(*[PopNotShown(p.offer) for p in stage.all(PopCustomer)])
    rings = {r.caller: r for r in stage.all(RingAgent)}
    stage.happens(
        LegAlerting(rings[first].leg), LegFailed(rings[first].leg, Reason("no_answer", {"rang_s": 12}))
    )
    missed = stage.told(EventKind.OFFER_MISSED)[-1]
    assert missed.reason.code == "no_answer"
    assert stage.state("1001") is AgentState.NOT_READY
    assert stage.centre.agent(AgentId("1001")).reason.facts["reason"] == "rona"
    stage.happens(LegFailed(rings[second].leg, Reason("busy")), GetReady("r", AgentId("1002")))
    assert stage.last(PopCustomer).interaction == first


def test_the_next_agent_rings_after_a_missed_offer(stage) -> None:
    stage.ready("1001", "1002")
    caller = stage.waits()
    first = stage.rings()
    stage.happens(LegFailed(first.leg, Reason("no_answer", {"rang_s": 12})))
    second = stage.rings()
    assert (first.phone, second.phone) == ("1001", "1002")
    assert second.caller == caller


def test_a_report_of_an_ended_offer_is_fenced_off(stage) -> None:
    stage.ready("1001", "1002")
    caller = stage.waits()
    first = stage.rings()
    stage.happens(LegFailed(first.leg, Reason("no_answer", {"rang_s": 12})))
    stage.rings()
    stage.happens(LegAlerting(first.leg), LegAnswered(first.leg), LegFailed(first.leg, Reason("busy")))
    stage.happens(LegJoined(first.leg, "b9"), LegJoined(caller, "b9"))
    assert not stage.told(EventKind.CALL_ESTABLISHED)
    assert stage.state("1002") is AgentState.RESERVED


def test_a_switch_that_never_answers_leaves_no_agent_stuck(stage) -> None:
    stage.ready("1001")
    stage.waits()
    stage.rings()
    stage.passes(12 + 5)
    assert stage.last(LookAgain).node == NODE
    stage.passes(5)
    assert stage.state("1001") is AgentState.NOT_READY
    assert not stage.all(ClearLeg)


def test_an_overdue_leg_is_cleared_when_a_look_shows_that_it_does_not_talk(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    stage.passes(12 + 5)
    agents = SeenLeg(ring.leg, ringing=True, agent=AgentId("1001"), toward=caller)
    callers = SeenLeg(caller, caller=True, holding=True, verb="wait")
    stage.happens(SwitchSeen(NODE, (callers, agents), {"1001": True}))
    assert stage.last(ClearLeg) == ClearLeg(ring.leg, Reason("overdue"))
    assert stage.state("1001") is AgentState.NOT_READY


def test_a_talk_whose_beginning_was_not_heard_of_is_found_by_looking_and_not_cut(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    stage.passes(12 + 5)
    agents = SeenLeg(ring.leg, answered=True, peers=(caller,), agent=AgentId("1001"), toward=caller)
    callers = SeenLeg(caller, caller=True, peers=(ring.leg,), verb="wait")
    stage.happens(SwitchSeen(NODE, (callers, agents), {"1001": True}))
    stage.passes(60)
    assert stage.state("1001") is AgentState.TALKING
    assert not stage.all(ClearLeg)


def test_no_time_is_held_against_a_phone_while_the_switch_stands_still(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    stage.happens(LegAnswered(ring.leg), SwitchLost(NODE, "it did not answer a ping"))
    stage.passes(12 + 5)
    agents = SeenLeg(ring.leg, answered=True, agent=AgentId("1001"), toward=caller)  # it hears the whisper
    callers = SeenLeg(caller, caller=True, holding=True, verb="wait")
    stage.happens(SwitchSeen(NODE, (callers, agents), {"1001": True}))
    stage.passes(2)
    stage.happens(LegJoined(caller, "b1"), LegJoined(ring.leg, "b1"))
    assert stage.state("1001") is AgentState.TALKING
    assert not stage.all(ClearLeg)


def test_an_unregistered_phone_is_never_offered_a_call(stage) -> None:
    stage.ready("1001")
    stage.happens(PhoneChanged("1001", False))
    assert stage.state("1001") is AgentState.NOT_READY
    stage.waits()
    stage.happens(PhoneChanged("1001", True))
    assert not stage.told(EventKind.OFFER_MADE)
    stage.happens(GetReady("r", AgentId("1001")))
    assert stage.told(EventKind.OFFER_MADE)


def test_ready_is_refused_while_the_phone_is_unregistered(stage) -> None:
    stage.happens(PhoneChanged("1001", False))
    stage.ready("1001")
    assert stage.last(AnswerCommand).refused.code == "phone_not_registered"
    assert stage.state("1001") is AgentState.NOT_READY


def test_nobody_signed_on_turns_the_caller_to_the_fallback_with_a_reason(stage) -> None:
    caller = stage.arrives()
    stage.happens(QueueAsked(caller, QueueName("support"), {}, 0, Language.EN))
    answer = stage.last(AnswerQueueAsk)
    assert (answer.admitted, answer.reason.code) == (False, "nobody_signed_on")
    stage.happens(IvrLeft(caller, "voicemail"), LegCleared(caller, 16))
    assert stage.record(caller).outcome is Outcome.VOICEMAIL


def test_a_queue_that_does_not_exist_is_refused_not_failed(stage) -> None:
    caller = stage.arrives()
    stage.happens(QueueAsked(caller, QueueName("nowhere"), {}, 0, Language.EN))
    assert stage.last(AnswerQueueAsk).reason.code == "unknown_queue"


def test_two_calls_and_one_agent_are_served_in_the_order_of_their_coming(stage) -> None:
    stage.ready("1001")
    first, second = stage.waits(), stage.waits()
    assert [p.interaction for p in stage.all(PopCustomer)] == [first]
    ring = stage.talks(first)
    stage.happens(LegCleared(first, 16), LegCleared(ring.leg, 16))
    stage.passes(29)
    assert len(stage.all(PopCustomer)) == 1
    stage.passes(2)
    assert [p.interaction for p in stage.all(PopCustomer)] == [first, second]


def test_a_caller_seen_in_the_holding_bridge_waits_even_if_the_session_end_is_late(stage) -> None:
    stage.ready("1001")
    caller = stage.arrives()
    stage.happens(QueueAsked(caller, QueueName("support"), {}, 0, Language.EN), LegHeld(caller))
    assert stage.told(EventKind.OFFER_MADE)
    stage.happens(IvrLeft(caller, "wait"), LegHeld(caller))
    assert len(stage.told(EventKind.CALL_QUEUED)) == 1


def test_no_offer_is_made_while_the_switch_is_away(stage) -> None:
    stage.ready("1001")
    stage.happens(SwitchLost("sw1", "reset"))
    stage.waits()
    assert not stage.told(EventKind.OFFER_MADE)


def test_a_lost_switch_is_not_the_agents_fault(stage) -> None:
    stage.ready("1001")
    stage.waits()
    ring = stage.rings()
    stage.happens(SwitchLost("sw1", "reset"), LegFailed(ring.leg, Reason("switch_lost")))
    assert stage.state("1001") is AgentState.READY


def test_every_report_twice_gives_the_same_call(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    stage.happens(*[PopNotShown(stage.last(PopCustomer).offer)] * 2)
    ring = stage.last(RingAgent)
    for report in (
        LegAlerting(ring.leg), LegAnswered(ring.leg), LegJoined(ring.leg, "b"), LegJoined(caller, "b"),
        LegParted(ring.leg, "b"), LegParted(caller, "b"), LegCleared(ring.leg, 16), LegCleared(caller, 16),
    ):  # fmt: skip
        stage.happens(report, report)
    for kind in (EventKind.CALL_DELIVERED, EventKind.CALL_ESTABLISHED, EventKind.CALL_CLEARED):
        assert len(stage.told(kind)) == 1
    assert [s.kind for s in stage.record(caller).segments].count(SegmentKind.TALK) == 1


def test_joins_may_come_in_either_order(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    stage.happens(LegJoined(caller, "b"), LegJoined(ring.leg, "b"))
    assert stage.state("1001") is AgentState.TALKING


def test_the_agent_who_hangs_up_first_leaves_the_caller_in_the_after_context(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16))
    assert stage.state("1001") is AgentState.WRAP_UP
    assert stage.record(caller).ended_at is None
    stage.passes(40)
    stage.happens(LegCleared(caller, 16))
    record = stage.record(caller)
    assert record.outcome is Outcome.ANSWERED
    assert record.closed_at is not None


def test_sign_on_is_no_mistake_and_sign_off_twice_is_refused_with_a_reason(stage) -> None:
    stage.ready("1001")
    stage.happens(SignOn("on", AgentId("1001")))
    assert stage.last(AnswerCommand).refused is None
    stage.happens(SignOff("off", AgentId("1001")), SignOff("again", AgentId("1001")))
    assert stage.last(AnswerCommand).refused == Reason("not_now", {"state": "signed_off"})


def test_an_unknown_not_ready_reason_is_refused(stage) -> None:
    stage.ready("1001")
    for reason in ("siesta", "rona"):
        stage.happens(GoNotReady("n", AgentId("1001"), reason))
        assert stage.last(AnswerCommand).refused.code == "unknown_not_ready_reason"
    assert stage.state("1001") is AgentState.READY


def test_only_the_agent_who_handled_it_may_dispose_of_an_interaction(stage) -> None:
    stage.ready("1001", "1002")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(Dispose("d", AgentId("1002"), InteractionId(caller), "resolved"))
    assert stage.last(AnswerCommand).refused.code == "not_your_interaction"
    stage.happens(LegCleared(caller, 16), LegCleared(ring.leg, 16))
    stage.passes(60)
    stage.happens(Dispose("d2", AgentId("1001"), InteractionId(caller), "resolved"))
    assert stage.last(AnswerCommand).refused is None
    assert stage.record(caller).disposition == "resolved"


def test_reports_about_strangers_change_nothing(stage) -> None:
    stage.happens(
        LegAlerting("sw1:9.9"), LegFailed("sw1:off_999", Reason("busy")), LegCleared("sw1:9.9", 16),
        LegJoined("sw1:9.9", "b"), LegParted("sw1:9.8", "b"), LegHeld("sw1:9.9"), IvrLeft("sw1:9.9", "wait"),
        PopShown(OfferId("off_77")), IvrStepped("sw1:9.9", "x", "heard"),
    )  # fmt: skip
    assert [e.kind for e in stage.told(EventKind.CALL_ARRIVED)] == []


def test_a_session_that_asks_again_is_the_same_call(stage) -> None:
    caller = stage.arrives()
    stage.happens(IvrLeft(caller, ""), CallArrived(caller, "+12025550123", "", "4001", "main"))
    assert len(stage.told(EventKind.CALL_ARRIVED)) == 1


def test_wrap_up_lasts_as_long_as_the_queue_says(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(LegCleared(caller, 16), LegCleared(ring.leg, 16))
    status = stage.centre.agent(AgentId("1001"))
    assert status.until - status.since == timedelta(seconds=30)
    stage.passes(30)
    assert stage.state("1001") is AgentState.READY
    acw = next(s for s in stage.record(caller).segments if s.kind is SegmentKind.ACW)
    assert acw.ended_at - acw.started_at == timedelta(seconds=30)


def test_a_look_that_shows_nothing_new_says_nothing(stage) -> None:
    stage.ready("1001")
    before = len(stage.said)
    stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}))
    assert stage.said[before:] == []


def test_who_waited_with_the_switch_while_we_were_away_keeps_the_time(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    came = stage.now
    stage.passes(30)
    later = stage.waits()
    earlier = stage.arrives()
    stage.happens(
        QueueAsked(earlier, QueueName("support"), {}, 0, Language.EN, since=came), IvrLeft(earlier, "wait")
    )
    stage.happens(GetReady("ready", AgentId("1001")))
    assert [event.interaction for event in stage.told(EventKind.OFFER_MADE)] == [InteractionId(earlier)]
    assert stage.centre.interaction(InteractionId(later)) is not None
