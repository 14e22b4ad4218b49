"""Callers who keep their place, hang up, and are called back when their turn comes."""

from dataclasses import replace
from datetime import timedelta
from itertools import permutations

import pytest

from callback_stage import AGENT_FIRST, agent_first, asks, configured, customer_first, rung, wish
from ctid.model.agents import AgentState
from ctid.model.callback_effects import CallBack, Promise
from ctid.model.callbacks import CallbackState
from ctid.model.commands import BlockNumber, CancelCallback, GoNotReady
from ctid.model.effects import AnswerCommand, ClearLeg, PopCustomer, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId
from ctid.model.interactions import Outcome
from ctid.model.reasons import Reason
from ctid.model.reports import (
    KeyPressed,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    PopNotShown,
)

__all__ = ["agent_first", "customer_first"]


def test_a_caller_who_presses_the_key_keeps_the_place_without_a_leg(agent_first) -> None:
    leg = asks(agent_first)
    assert agent_first.record(leg).ended_at is None
    assert [s.kind.value for s in agent_first.record(leg).segments] == ["ivr", "queue", "callback"]
    assert agent_first.told(EventKind.CALLBACK_PROMISED)[0].facts["number"] == "+12025550123"


def test_the_agent_is_rung_first_then_the_number_and_they_talk(agent_first) -> None:
    leg = asks(agent_first)
    agent_first.passes(90)
    agent_first.ready("1001")
    assert agent_first.last(PopCustomer).asked_back_at is not None
    assert agent_first.last(PopCustomer).waited > timedelta(seconds=90)
    ring = rung(agent_first)
    call = agent_first.last(CallBack)
    assert (ring.calls_back, ring.caller) == (True, call.leg)
    assert (call.number, call.agent_leg) == ("+12025550123", ring.leg)
    assert wish(agent_first).state is CallbackState.DIALLING
    agent_first.happens(LegAlerting(call.leg), LegAnswered(call.leg))
    agent_first.happens(LegJoined(ring.leg, "b"), LegJoined(call.leg, "b"))
    assert agent_first.state("1001") is AgentState.TALKING
    assert wish(agent_first).state is CallbackState.REACHED
    agent_first.happens(LegParted(call.leg, "b"), LegCleared(call.leg, 16), LegCleared(ring.leg, 16))
    assert agent_first.state("1001") is AgentState.WRAP_UP
    assert agent_first.record(leg).outcome is Outcome.ANSWERED


def test_the_old_place_goes_before_who_came_later_and_behind_who_came_before(agent_first) -> None:
    first, asked, last = agent_first.waits(), asks(agent_first), agent_first.waits()
    order = []
    for _ in range(3):
        agent_first.ready("1001")
        order.append(agent_first.told(EventKind.OFFER_MADE)[-1].interaction)
        ring = agent_first.rings()
        agent_first.happens(LegFailed(ring.leg, Reason("rejected")))
        agent_first.happens(LegCleared(LegId(order[-1]), 16))
        if order[-1] == asked:
            agent_first.happens(CancelCallback("c", "boss", asked))
    assert order == [first, asked, last]


def test_a_key_pressed_while_a_phone_rings_for_the_caller_changes_nothing(agent_first) -> None:
    leg = agent_first.waits()
    agent_first.ready("1001")
    agent_first.happens(KeyPressed(leg, "2"))
    assert not agent_first.all(Promise)
    agent_first.talks(leg)
    assert agent_first.state("1001") is AgentState.TALKING


@pytest.mark.parametrize("key", ["1", "#"])
def test_another_key_changes_nothing(agent_first, key) -> None:
    leg = agent_first.waits()
    agent_first.happens(LegHeld(leg), KeyPressed(leg, key))
    assert not agent_first.all(Promise)


def test_a_promise_that_cannot_be_written_down_is_not_given(agent_first) -> None:
    leg = agent_first.waits()
    agent_first.happens(KeyPressed(leg, "2"), LegFailed(leg, Reason("not_written")))
    assert wish(agent_first).state is CallbackState.CANCELLED
    agent_first.ready("1001")
    agent_first.talks(leg)
    assert agent_first.state("1001") is AgentState.TALKING


def test_a_number_that_may_not_be_called_is_not_promised_a_call(agent_first) -> None:
    leg = agent_first.waits()
    call = agent_first.centre._world.calls[InteractionId(leg)]
    call.record = replace(call.record, number="+13035550123")
    agent_first.happens(KeyPressed(leg, "2"))
    assert agent_first.last(Promise) == Promise(leg, kept=False)
    agent_first.ready("1001")
    assert agent_first.told(EventKind.OFFER_MADE)


def test_a_number_that_is_not_reached_rests_and_blocks_nobody_behind_it(agent_first) -> None:
    asked, behind = asks(agent_first), agent_first.waits()
    agent_first.ready("1001")
    ring = rung(agent_first)
    back = agent_first.last(CallBack).leg
    agent_first.happens(LegFailed(back, Reason("busy")), LegCleared(back, 17))
    assert agent_first.last(ClearLeg).leg == ring.leg
    assert wish(agent_first).state is CallbackState.RESTING
    assert agent_first.told(EventKind.OFFER_MADE)[-1].interaction == behind
    agent_first.talks(behind)
    agent_first.ready("1002")
    agent_first.passes(299)
    assert agent_first.told(EventKind.OFFER_MADE)[-1].interaction == behind
    agent_first.passes(2)
    assert agent_first.told(EventKind.OFFER_MADE)[-1].interaction == asked


def test_after_the_last_try_it_is_over(agent_first) -> None:
    leg = asks(agent_first)
    agent_first.ready("1001")
    for _ in range(2):
        rung(agent_first)
        agent_first.happens(LegFailed(agent_first.last(CallBack).leg, Reason("no_answer")))
        agent_first.passes(301)
    assert wish(agent_first).state is CallbackState.FAILED
    assert agent_first.record(leg).outcome is Outcome.NOT_REACHED
    assert agent_first.record(leg).closed_at is not None
    assert agent_first.state("1001") is AgentState.READY


def test_an_agent_who_does_not_answer_has_nobody_called(agent_first) -> None:
    asks(agent_first)
    agent_first.ready("1001")
    ring = agent_first.rings()
    agent_first.happens(LegFailed(ring.leg, Reason("no_answer", {"rang_s": 12})))
    assert not agent_first.all(CallBack)
    assert wish(agent_first).state is CallbackState.WAITING
    agent_first.ready("1002")
    assert len(agent_first.told(EventKind.OFFER_MADE)) == 2


def test_an_agent_who_leaves_while_the_number_rings_ends_the_attempt(agent_first) -> None:
    asks(agent_first)
    agent_first.ready("1001")
    ring = rung(agent_first)
    agent_first.happens(LegCleared(ring.leg, 16))
    assert agent_first.last(ClearLeg).leg == agent_first.last(CallBack).leg
    assert wish(agent_first).state is CallbackState.RESTING


def test_a_wish_expires(agent_first) -> None:
    leg = asks(agent_first)
    agent_first.passes(3601)
    assert wish(agent_first).state is CallbackState.EXPIRED
    assert agent_first.record(leg).closed_at is not None
    agent_first.ready("1001")
    assert not agent_first.told(EventKind.OFFER_MADE)


def test_a_supervisor_cancels_a_wish_even_while_an_agent_is_rung_for_it(agent_first) -> None:
    leg = asks(agent_first)
    agent_first.ready("1001")
    agent_first.rings()
    agent_first.happens(CancelCallback("c", "boss", InteractionId(leg)))
    assert agent_first.last(AnswerCommand).refused is None
    assert wish(agent_first).state is CallbackState.CANCELLED
    assert agent_first.state("1001") is AgentState.READY
    agent_first.happens(CancelCallback("c", "boss", InteractionId(leg)))
    assert agent_first.last(AnswerCommand).refused.code == "no_callback"


def test_a_number_that_was_blocked_meanwhile_is_not_called(agent_first) -> None:
    asks(agent_first)
    agent_first.happens(BlockNumber("b", "boss", "+12025550123", "asked us not to call"))
    agent_first.ready("1001")
    assert not agent_first.told(EventKind.OFFER_MADE)


def test_one_number_is_called_once_at_a_time(agent_first) -> None:
    asks(agent_first)
    asks(agent_first)
    agent_first.ready("1001", "1002")
    assert len(agent_first.told(EventKind.OFFER_MADE)) == 1


def test_a_line_that_breaks_amid_the_attempt_leaves_it_unknown_and_it_is_not_made_again(agent_first) -> None:
    asks(agent_first)
    agent_first.ready("1001", "1002")
    rung(agent_first)
    agent_first.happens(LegFailed(agent_first.last(CallBack).leg, Reason("switch_lost")))
    assert wish(agent_first).state is CallbackState.UNKNOWN
    agent_first.passes(600)
    assert len(agent_first.all(CallBack)) == 1


def test_the_customer_is_called_first_and_waits_at_the_old_place(customer_first) -> None:
    stage = customer_first
    asked, later = asks(stage), stage.waits()
    stage.ready("1001")
    ring = stage.talks(later)  # nobody else was on the line
    assert not stage.all(CallBack)
    stage.ready("1002")
    back = stage.last(CallBack)
    assert back.agent_leg is None
    assert stage.state("1002") is AgentState.READY
    newest = stage.waits()
    assert stage.told(EventKind.OFFER_MADE)[-1].interaction == newest  # nobody is kept for who may not answer
    stage.happens(LegAlerting(back.leg), LegAnswered(back.leg), LegHeld(back.leg))
    assert wish(stage).state is CallbackState.REACHED
    again = stage.waits()
    stage.happens(LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16), LegCleared(later, 16))
    stage.passes(31)
    assert stage.told(EventKind.OFFER_MADE)[-1].interaction == asked
    offer = stage.told(EventKind.OFFER_MADE)[-1].offer
    stage.happens(PopNotShown(offer))
    assert stage.last(RingAgent).caller == back.leg
    assert again != asked


def test_no_more_customers_are_called_than_agents_are_expected_free(customer_first) -> None:
    stage = customer_first
    numbers = iter(range(10, 99))
    for _ in range(3):
        leg = stage.waits()
        call = stage.centre._world.calls[InteractionId(leg)]
        call.record = replace(call.record, number=f"+120255501{next(numbers)}")
        stage.happens(LegHeld(leg), KeyPressed(leg, "2"), LegCleared(leg, 16))
    stage.ready("1001")
    assert len(stage.all(CallBack)) == 1
    stage.ready("1002")
    assert len(stage.all(CallBack)) == 2
    stage.happens(LegFailed(stage.all(CallBack)[0].leg, Reason("no_answer")))
    assert len(stage.all(CallBack)) == 3


def test_nobody_is_called_back_while_they_still_hear_the_promise(agent_first) -> None:
    leg = agent_first.waits()
    agent_first.happens(LegHeld(leg), KeyPressed(leg, "2"))
    agent_first.ready("1001")
    assert not agent_first.told(EventKind.OFFER_MADE)
    agent_first.happens(LegCleared(leg, 16))
    assert agent_first.told(EventKind.OFFER_MADE)


def test_nobody_is_called_out_of_hours(agent_first) -> None:
    stage = configured(agent_first, replace(AGENT_FIRST, calendar="day", expires=timedelta(hours=20)))
    asks(stage)
    stage.passes(3600 * 9)  # it is night
    stage.ready("1001")
    assert not stage.told(EventKind.OFFER_MADE)
    stage.passes(3600 * 6)
    assert stage.told(EventKind.OFFER_MADE)[-1].at.hour == 0


RACERS = {
    "key": lambda stage, caller, ring: KeyPressed(caller, "2"),
    "answer": lambda stage, caller, ring: LegAnswered(ring.leg),
    "join": lambda stage, caller, ring: LegJoined(ring.leg, "b"),
    "joined": lambda stage, caller, ring: LegJoined(caller, "b"),
    "gone": lambda stage, caller, ring: LegCleared(caller, 16),
}


@pytest.mark.parametrize("order", list(permutations(RACERS)), ids=" ".join)
def test_a_key_pressed_in_the_instant_of_an_offer_never_leaves_two_calls_or_a_stuck_agent(
    agent_first, order
) -> None:
    stage = agent_first
    caller = stage.waits()
    stage.ready("1001")
    ring = stage.rings()
    for name in order:
        stage.happens(RACERS[name](stage, caller, ring))
    stage.happens(LegCleared(ring.leg, 16), LegCleared(caller, 16))
    stage.happens(GoNotReady("n", AgentId("1001"), "lunch"))
    stage.passes(60)
    assert not stage.all(Promise)
    assert not stage.all(CallBack)
    assert stage.record(caller).ended_at is not None
    assert stage.state("1001") is not AgentState.RESERVED


def test_a_key_pressed_again_after_a_missed_offer_is_heard(agent_first) -> None:
    caller = agent_first.waits()
    agent_first.ready("1001")
    ring = agent_first.rings()
    agent_first.happens(KeyPressed(caller, "2"), LegFailed(ring.leg, Reason("no_answer", {"rang_s": 12})))
    agent_first.happens(KeyPressed(caller, "2"))
    assert agent_first.all(Promise) == [Promise(caller, kept=True)]
