"""Handing on and asking, as AMI actions: only what was checked is dialled, legs move in the right order."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.asterisk.ami_frames import Unsendable
from ctid.asterisk.to_switch import (
    back_to_line,
    consult_number,
    forward,
    join_all,
    note_place,
    start_flow,
    tell_waiting,
)
from ctid.model.effects import BackToLine, ConsultNumber, ForwardLeg, NotePlace, StartFlow, TellWaiting
from ctid.model.ids import FlowName, LegId, QueueName, SkillName
from ctid.model.languages import Language

CALLER = LegId("sw1:1763781000.12")
AT = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ASK = ConsultNumber(
    LegId("sw1:con_1"), "+12025550142", "+12025550199", CALLER, LegId("sw1:off_1"),
    timedelta(seconds=30), Language.EN,
)  # fmt: skip


def test_a_caller_knows_their_new_place_before_they_are_moved_to_the_line() -> None:
    effect = BackToLine(CALLER, QueueName("billing"), {SkillName("billing"): 2}, 1, AT)
    *told, move = back_to_line(effect, "PJSIP/trunk-1")
    assert {action["Variable"]: action["Value"] for action in told} == {
        "CTID_QUEUE": "billing",
        "CTID_ENTERED_AT": "1795338000.000",
        "CTID_PRIORITY": "1",
        "CTID_SKILLS": "billing:2",
        "CTID_AFTER": "",
        "CTID_NEXT": "wait",
    }
    assert (move["Action"], move["Context"], move["Exten"]) == ("Redirect", "ctid-do", "wait")


def test_a_caller_is_sent_only_to_a_number_in_e164() -> None:
    number, _, move = forward(ForwardLeg(CALLER, "+12025550142", ""), "PJSIP/trunk-1")
    assert (number["Value"], move["Context"]) == ("+12025550142", "ctid-forward")
    for trick in ("12025550142", "+1202&PJSIP/1001", "+1202555014٢"):
        with pytest.raises(Unsendable):
            forward(ForwardLeg(CALLER, trick, ""), "PJSIP/trunk-1")


def test_a_number_is_asked_by_a_leg_whose_name_is_known_before() -> None:
    action = consult_number(ASK, "PJSIP/trunk-1", "PJSIP/1001-2")
    assert (action["ChannelId"], action["Channel"]) == ("con_1", "PJSIP/+12025550142@trunk")
    assert action["Variable"][:2] == ("CTID_CONSULTS=PJSIP/1001-2", "CTID_PEER=PJSIP/trunk-1")
    with pytest.raises(Unsendable):
        consult_number(replace(ASK, number="1002"), "PJSIP/trunk-1", "PJSIP/1001-2")


def test_the_two_who_talk_are_moved_into_the_conference_in_one_action() -> None:
    *_, caller, others = join_all("1763781000.12", "PJSIP/trunk-1", ("PJSIP/1001-2", "PJSIP/1002-3"))
    assert (caller["Channel"], caller["Exten"]) == ("PJSIP/trunk-1", "caller")
    assert (others["Channel"], others["ExtraChannel"]) == ("PJSIP/1001-2", "PJSIP/1002-3")
    assert others["ExtraExten"] == others["Exten"] == "other"


def test_a_caller_whose_place_changes_is_not_moved() -> None:
    told = note_place(NotePlace(CALLER, QueueName("billing"), {}, 1, AT), "PJSIP/trunk-1")
    assert {action["Action"] for action in told} == {"Setvar"}
    assert told[0]["Value"] == "billing"
    assert ("CTID_AFTER", "") in [(action["Variable"], action["Value"]) for action in told]
    told = note_place(NotePlace(CALLER, QueueName("billing"), {}, 1, AT, FlowName("survey")), "PJSIP/trunk-1")
    assert ("CTID_AFTER", "survey") in [(action["Variable"], action["Value"]) for action in told]


def test_a_caller_is_sent_into_a_flow_by_its_name() -> None:
    flow, move = start_flow(StartFlow(CALLER, FlowName("night")), "PJSIP/trunk-1")
    assert (flow["Variable"], flow["Value"]) == ("CTID_INTO_FLOW", "night")
    assert (move["Context"], move["Exten"]) == ("ctid-overflow", "s")


def test_a_waiting_caller_hears_prompts_of_ours_and_nothing_else() -> None:
    told = tell_waiting(TellWaiting(CALLER, ("line-position-2", "line-wait-4")), "PJSIP/trunk-1")
    assert (told["Variable"], told["Value"]) == ("CTID_WAIT_SAYS", "ctid/line-position-2&ctid/line-wait-4")
    for trick in ("../../etc/passwd", "a,b", "A", "", "a&b"):
        with pytest.raises(Unsendable):
            tell_waiting(TellWaiting(CALLER, (trick,)), "PJSIP/trunk-1")
