"""Phones that dial by themselves: who they are, what they may, and that each gets one answer."""

from dataclasses import replace
from datetime import timedelta
from itertools import count

import pytest

from ctid.centre.centre import Centre
from ctid.model.agents import AgentState
from ctid.model.commands import MakeCall
from ctid.model.effects import AnswerCommand, AnswerPhone, DialOut
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, LegId, OfferId
from ctid.model.interactions import Direction, Interaction, Outcome, Segment, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import (
    DialRefused,
    LegCleared,
    LegFailed,
    LegJoined,
    LegParted,
    PhoneDialled,
    PhoneKeyed,
    Remembered,
    SeenLeg,
    SwitchSeen,
)
from ctid.model.site import Caps

LEG, OTHER, NUMBER = LegId("sw1:9.1"), LegId("sw1:9.2"), "+12025550142"


def capped(stage, **caps: object):
    """The same centre with caps on what an agent may call in a day."""
    site = stage.centre.site
    numbers = count(1)
    capped = replace(site, outbound=replace(site.outbound, caps=Caps(**caps)))
    return type(stage)(Centre(capped, new_offer_id=lambda: OfferId(f"off_{next(numbers)}")))


def refusal(stage) -> str:
    answer = stage.last(AnswerPhone)
    assert answer.do == "say"
    return stage.told(EventKind.CALL_REFUSED)[-1].reason.code


def test_a_number_outside_is_answered_as_ctid_writes_it(stage) -> None:
    stage.ready("1001")
    stage.happens(PhoneDialled(LEG, "1001", "(202) 555-0142"))
    answer = stage.last(AnswerPhone)
    assert (answer.do, answer.number, answer.show_number) == ("outside", NUMBER, "+12025550000")
    assert stage.state("1001") is AgentState.RESERVED
    stage.happens(LegJoined(LEG, "b"), LegJoined(OTHER, "b"))
    assert stage.state("1001") is AgentState.TALKING
    stage.happens(LegParted(OTHER, "b"), LegParted(LEG, "b"), LegCleared(LEG, 16))
    assert stage.state("1001") is AgentState.WRAP_UP
    assert stage.record(LEG).outcome is Outcome.ANSWERED


def test_a_busy_number_gives_the_agent_back(stage) -> None:
    stage.ready("1001")
    stage.happens(PhoneDialled(LEG, "1001", NUMBER), LegFailed(LEG, Reason("called_busy")))
    stage.happens(LegCleared(LEG, 17))
    assert stage.state("1001") is AgentState.READY
    assert stage.record(LEG).outcome is Outcome.NOT_REACHED


@pytest.mark.parametrize(
    ("phone", "dialled", "code"),
    [
        ("1001", NUMBER, "not_signed_on"),
        ("1002", "+13035550142", "number_refused"),
        ("1002", "911", "short_number"),
        ("1002", "1002", "colleague_busy"),
        ("trunk", NUMBER, "unknown_phone"),
    ],
)
def test_what_may_not_be_dialled_is_refused_aloud(stage, phone: str, dialled: str, code: str) -> None:
    stage.ready("1002")
    stage.happens(PhoneDialled(LEG, phone, dialled))
    assert refusal(stage) == code
    assert stage.told(EventKind.CALL_REFUSED)[0].facts["dialled"] == dialled


def test_the_day_is_used_up_by_calls_of_any_way_and_a_restart_forgets_none(stage) -> None:
    stage = capped(stage, calls=2)
    ended = stage.now - timedelta(hours=1)
    talk = Segment(SegmentKind.TALK, ended, ended, agent=AgentId("1001"))
    first = Interaction(
        "sw1:1.1", "", NUMBER, ended, agent=AgentId("1001"), direction=Direction.OUTBOUND, segments=(talk,)
    )
    known = Remembered((), (), (), dialled=(first,))
    stage.happens(known, SwitchSeen("sw1", (), {"1001": True, "1002": True}))
    stage.ready("1001")
    stage.happens(MakeCall("m", AgentId("1001"), NUMBER))
    assert stage.last(AnswerCommand).refused is None
    stage.happens(LegFailed(stage.last(DialOut).leg, Reason("unreachable")))
    stage.happens(MakeCall("n", AgentId("1001"), NUMBER), PhoneDialled(LEG, "1001", NUMBER))
    assert stage.last(AnswerCommand).refused.code == "calls_used_up"
    assert refusal(stage) == "calls_used_up"


def test_the_two_of_an_internal_call_are_busy_and_then_what_they_were(stage) -> None:
    stage.ready("1001", "1002")
    stage.happens(PhoneDialled(LEG, "1001", "1002"))
    assert (stage.last(AnswerPhone).do, stage.last(AnswerPhone).phone) == ("internal", "1002")
    stage.happens(LegJoined(LEG, "b"), LegJoined(OTHER, "b"))
    assert [stage.state("1001"), stage.state("1002")] == [AgentState.RESERVED] * 2
    caller = SeenLeg(stage.waits(), caller=True, holding=True, verb="wait")
    assert not stage.told(EventKind.OFFER_MADE)
    stage.passes(30)
    two = (SeenLeg(LEG, peers=(OTHER,)), SeenLeg(OTHER, peers=(LEG,)))
    stage.happens(SwitchSeen("sw1", (caller, *two), {}))
    assert stage.state("1002") is AgentState.RESERVED
    stage.happens(LegParted(LEG, "b"), LegParted(OTHER, "b"), LegCleared(LEG, 16), LegCleared(OTHER, 16))
    assert stage.told(EventKind.OFFER_MADE)
    record = stage.record(LEG)
    assert (record.direction, record.ani, record.dnis) == (Direction.INTERNAL, "1001", "1002")
    assert record.closed_at is not None


def test_an_emergency_call_is_told_of_and_asks_nobody(stage) -> None:
    stage.happens(PhoneDialled(LEG, "1001", "911", emergency=True))
    assert stage.told(EventKind.CALL_EMERGENCY)[0].agent == "1001"
    assert not stage.all(AnswerPhone)
    assert stage.state("1001") is AgentState.SIGNED_OFF
    stage.ready("1002")
    stage.happens(PhoneDialled(OTHER, "1002", "911", emergency=True))
    assert stage.state("1002") is AgentState.RESERVED
    stage.happens(LegCleared(OTHER, 16))
    assert stage.state("1002") is AgentState.READY


def test_feature_codes_do_what_the_page_does(stage) -> None:
    codes = iter(range(100))
    for code, said, state in (
        ("*20", "desk-sign-on-first", AgentState.SIGNED_OFF),
        ("*10", "desk-signed-on", AgentState.NOT_READY),
        ("*20", "desk-ready", AgentState.READY),
        ("*21", "desk-not-ready", AgentState.NOT_READY),
        ("*22", "desk-unknown-code", AgentState.NOT_READY),
        ("*31", "desk-no-call", AgentState.NOT_READY),
        ("*11", "desk-signed-off", AgentState.SIGNED_OFF),
    ):
        leg = LegId(f"sw1:8.{next(codes)}")
        stage.happens(PhoneKeyed(leg, "1001", code))
        assert (stage.last(AnswerPhone).say, stage.state("1001")) == (said, state)
        stage.happens(LegCleared(leg, 16))


def test_nobody_is_offered_a_caller_while_their_phone_still_speaks_to_them(stage) -> None:
    stage.ready("1002")
    caller = stage.waits()
    stage.talks(caller)
    stage.happens(LegCleared(caller, 16))
    stage.waits()
    stage.happens(PhoneKeyed(LEG, "1002", "*31"))
    assert stage.last(AnswerPhone).say == "desk-disposed"
    assert stage.state("1002") is AgentState.READY
    assert len(stage.told(EventKind.OFFER_MADE)) == 1
    stage.happens(LegCleared(LEG, 16))
    assert len(stage.told(EventKind.OFFER_MADE)) == 2
    assert stage.record(caller).disposition == "resolved"


def test_what_the_switch_refused_is_told(stage) -> None:
    stage.happens(DialRefused(LEG, "trunk", "500&PJSIP/x"))
    [event] = stage.told(EventKind.CALL_REFUSED)
    assert (event.reason.code, event.facts["dialled"]) == ("bad_dial_string", "500&PJSIP/x")
