"""What an agent asks to be after the call that is offered or up: it is kept, taken back, and done in time."""

from dataclasses import replace

import pytest

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import Dispose, GetReady, GoNotReady, MakeCall, SignOff
from ctid.model.effects import AnswerCommand, AnswerPhone, DialOut, Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId
from ctid.model.reasons import Reason
from ctid.model.reports import (
    LegAnswered,
    LegCleared,
    LegFailed,
    LegJoined,
    LegParted,
    PhoneChanged,
    PhoneKeyed,
    Remembered,
)
from ctid.model.routing_policy import Rona

ONE = AgentId("1001")
LUNCH = GoNotReady("lunch", ONE, "lunch")
NUMBER = "+12025550142"
A = AgentState


def status(stage) -> AgentStatus:
    return stage.centre.agent(ONE)


def why(stage) -> str:
    return status(stage).reason.facts.get("reason", status(stage).reason.code)


def ends(stage, caller: LegId, ring) -> None:
    stage.happens(LegCleared(caller, 16), LegParted(ring.leg, "b1"), LegCleared(ring.leg, 16))


def test_not_ready_during_a_talk_holds_after_its_wrap_up(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    before = status(stage)
    stage.happens(LUNCH)
    assert stage.last(AnswerCommand).refused is None
    told = stage.told(EventKind.AGENT_CHANGED)[-1].facts
    assert (told["state"], told["then"]) == ("talking", "not_ready")
    assert status(stage) == replace(before, then=Reason("not_ready", {"reason": "lunch"}))
    ends(stage, caller, ring)
    assert (status(stage).state, status(stage).then_state) == (A.WRAP_UP, A.NOT_READY)
    stage.passes(30)
    assert (status(stage).state, why(stage), status(stage).then) == (A.NOT_READY, "lunch", None)
    stage.waits()
    assert len(stage.told(EventKind.OFFER_MADE)) == 1


def test_a_result_given_ends_wrap_up_in_what_was_asked_for(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(LUNCH)
    ends(stage, caller, ring)
    stage.happens(Dispose("d", ONE, InteractionId(caller), "resolved"))
    assert (stage.state("1001"), why(stage)) == (A.NOT_READY, "lunch")
    assert stage.record(caller).closed_at is not None


def test_sign_off_during_a_talk_holds_after_its_wrap_up(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(SignOff("off", ONE))
    assert (stage.state("1001"), status(stage).then_state) == (A.TALKING, A.SIGNED_OFF)
    ends(stage, caller, ring)
    stage.passes(30)
    assert (stage.state("1001"), why(stage)) == (A.SIGNED_OFF, "signed_off")
    assert stage.record(caller).closed_at is not None


@pytest.mark.parametrize("asked", [LUNCH, SignOff("off", ONE)])
def test_saying_ready_takes_back_what_was_asked_for(stage, asked) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(asked, GetReady("r", ONE))
    assert (stage.state("1001"), status(stage).then) == (A.TALKING, None)
    ends(stage, caller, ring)
    stage.passes(30)
    assert stage.state("1001") is A.READY


def test_the_last_word_counts_and_a_wrong_reason_is_none(stage) -> None:
    stage.ready("1001")
    stage.talks(stage.waits())
    stage.happens(SignOff("off", ONE), LUNCH, GoNotReady("n", ONE, "siesta"))
    assert stage.last(AnswerCommand).refused.code == "unknown_not_ready_reason"
    assert status(stage).then_state is A.NOT_READY


def test_in_wrap_up_not_ready_holds_at_once(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ends(stage, caller, stage.talks(caller))
    stage.happens(LUNCH)
    assert (stage.state("1001"), why(stage)) == (A.NOT_READY, "lunch")


def test_not_ready_while_it_rings_holds_once_the_offer_is_given_back(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    stage.rings()
    stage.happens(LUNCH)
    assert stage.state("1001") is A.RESERVED
    stage.happens(LegCleared(caller, 16))
    assert (stage.state("1001"), why(stage), status(stage).until) == (A.NOT_READY, "lunch", None)


def test_not_ready_while_it_rings_holds_after_a_miss_without_a_back_off(stage) -> None:
    stage = stage.ruled(rona=Rona(not_ready_after=3))
    stage.ready("1001")
    stage.waits()
    ring = stage.rings()
    stage.happens(LUNCH, LegFailed(ring.leg, Reason("rejected")))
    stage.passes(3600)
    assert (stage.state("1001"), why(stage), status(stage).missed) == (A.NOT_READY, "lunch", 1)


def test_not_ready_on_an_own_call_holds_after_it(stage) -> None:
    stage.ready("1001")
    stage.happens(MakeCall("m", ONE, NUMBER), LUNCH)
    stage.happens(LegFailed(stage.last(DialOut).leg, Reason("unreachable")))
    assert (stage.state("1001"), why(stage)) == (A.NOT_READY, "lunch")


def test_who_calls_somebody_on_a_break_is_on_it_again_after_the_wrap_up_unless_they_say_ready(stage) -> None:
    for ready, after in ((False, A.NOT_READY), (True, A.READY)):
        stage.ready("1001")
        stage.happens(LUNCH, MakeCall("m", ONE, NUMBER))
        leg, called = stage.last(DialOut).leg, LegId("sw1:7.7")
        stage.happens(LegAnswered(leg), LegJoined(leg, "b"), LegJoined(called, "b"))
        assert status(stage).then_state is A.NOT_READY
        if ready:
            stage.happens(GetReady("r", ONE))
        stage.happens(LegParted(called, "b"), LegParted(leg, "b"), LegCleared(leg, 16))
        assert stage.state("1001") is A.WRAP_UP
        stage.passes(20)
        assert stage.state("1001") is after


def test_a_restart_keeps_what_was_asked_for(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(LUNCH)
    ends(stage, caller, ring)
    fresh = stage.ruled()
    kept = [k.record for k in stage.all(Keep) if isinstance(k.record, AgentStatus)][-1]
    fresh.happens(Remembered((kept,), (stage.record(caller),), ()))
    fresh.passes(30)
    assert (fresh.state("1001"), why(fresh)) == (A.NOT_READY, "lunch")


def test_a_desk_phone_asks_for_it_too_and_says_that_it_waits(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    for code, said in (
        ("*21", "desk-not-ready-after"),
        ("*11", "desk-signed-off-after"),
        ("*20", "desk-ready"),
    ):
        stage.happens(PhoneKeyed(LegId(f"sw1:8{code}"), "1001", code))
        assert (stage.last(AnswerPhone).say, stage.state("1001")) == (said, A.TALKING)
    ends(stage, caller, ring)
    stage.happens(PhoneKeyed(LegId("sw1:8.1"), "1001", "*21"))
    assert (stage.last(AnswerPhone).say, stage.state("1001")) == ("desk-not-ready", A.NOT_READY)


def test_a_phone_that_is_gone_at_the_end_of_wrap_up_keeps_the_agent_away(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ends(stage, caller, stage.talks(caller))
    stage.happens(PhoneChanged("1001", False))
    stage.passes(30)
    assert (stage.state("1001"), why(stage)) == (A.NOT_READY, "phone")
    stage.happens(PhoneChanged("1001", True))
    stage.waits()
    assert len(stage.told(EventKind.OFFER_MADE)) == 1
