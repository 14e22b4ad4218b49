"""Campaigns' calls in Asterisk's words: the line, the leg that stands by, receipts, what is told."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk import dialing
from ctid.asterisk.ami_frames import Message, Unsendable
from ctid.model.attempt_effects import JoinStandby, PlaceAttempt, ReadReceipt, StandBy
from ctid.model.ids import AgentId, FlowName, LegId, OfferId
from ctid.model.languages import Language
from ctid.model.reports import AttemptTold, AttemptUnanswered, Receipt, Sign

PLACE = PlaceAttempt(
    LegId("sw1:att_1"), "+12025550142", "+12025550199", timedelta(seconds=22), timedelta(seconds=2),
    Language.ZH, "campaign-message", date(2026, 11, 22),
)  # fmt: skip
READ = ReadReceipt(PLACE.line, PLACE.day)


def message(**fields: str) -> Message:
    return Message(fields)


def test_the_line_is_told_all_that_its_dialplan_and_whoever_answers_need() -> None:
    action = dialing.place(PLACE)
    assert (action["OtherChannelId"], action["ChannelId"]) == ("att_1", "half_att_1")
    assert (action["Channel"], action["Async"]) == ("Local/s@ctid-attempt/n", "true")
    assert int(action["Timeout"]) > 22_000
    assert set(action["Variable"]) == {
        "__CTID_ATTEMPT=att_1", "__CTID_DAY=20779", "__CTID_NUMBER=+12025550142", "__CTID_SHOW=+12025550199",
        "__CTID_RING_FOR=22.000", "__CTID_CONNECT_WITHIN=2.000", "__CTID_LANGUAGE=zh",
        "__CTID_MESSAGE=campaign-message", "__CTID_DETECTS=", "__CTID_INTO_FLOW=",
    }  # fmt: skip


def test_a_machine_is_looked_for_and_a_flow_entered_only_where_that_is_asked() -> None:
    told = dialing.place(replace(PLACE, detects=True, flow=FlowName("reminder")))["Variable"]
    assert {"__CTID_DETECTS=yes", "__CTID_INTO_FLOW=reminder"} <= set(told)


@pytest.mark.parametrize("wrong", [{"number": "+1202&PJSIP/1001"}, {"number": "1900"}, {"message": "../x"}])
def test_what_is_no_number_or_no_prompt_is_not_sent(wrong: dict[str, str]) -> None:
    with pytest.raises(Unsendable):
        dialing.place(replace(PLACE, **wrong))


def test_no_two_ids_of_a_call_begin_alike() -> None:
    action = dialing.place(PLACE)
    ids = [str(action["ChannelId"]), str(action["OtherChannelId"])]
    assert not any(one.startswith(other) for one in ids for other in ids if one != other)


def test_an_agents_leg_stands_by_and_is_moved_to_whom_it_gets() -> None:
    leg = LegId("sw1:stand_1")
    action = dialing.stand_by(
        StandBy(leg, AgentId("1001"), "1001", timedelta(seconds=20), Language.EN), "1001"
    )
    assert (action["ChannelId"], action["Context"], action["Exten"]) == ("stand_1", "ctid-standby", "s")
    assert "CTID_STANDBY=yes" in action["Variable"]
    join = JoinStandby(leg, OfferId("off_1"), LegId("sw1:9.9"))
    offer, peer, move = dialing.join(join, "PJSIP/1001-1", "PJSIP/trunk-1")
    assert (offer["Variable"], offer["Value"]) == ("CTID_OFFER", "off_1")
    assert (peer["Variable"], peer["Value"]) == ("CTID_PEER", "PJSIP/trunk-1")
    assert (move["Action"], move["Context"], move["Exten"]) == ("Redirect", "ctid-standby", "take")
    *_, record, last = dialing.join(replace(join, record=True), "PJSIP/1001-1", "PJSIP/trunk-1")
    assert (record["Variable"], record["Value"]) == ("CTID_RECORD", "yes")
    assert last == move


@pytest.mark.parametrize(
    ("written", "receipt"),
    [
        ("sent 1795367660", Receipt("sent")),
        ("answered 1795367660 1795367660.2", Receipt("answered", leg=LegId("sw1:1795367660.2"))),
        (
            "answered 1795367672 1795367660.2 1795367671",
            Receipt(
                "answered",
                leg=LegId("sw1:1795367660.2"),
                no_more_at=datetime.fromtimestamp(1795367671, UTC),
            ),
        ),
        ("ended 1795367660 BUSY 17 486", Receipt("ended", dial="BUSY", cause=17, sip=486)),
        ("ended 1795367660 CHANUNAVAIL 0 ", Receipt("ended", dial="CHANUNAVAIL", cause=0)),
    ],
)
def test_a_receipt_is_read_as_the_dialplan_writes_it(written: str, receipt: Receipt) -> None:
    assert dialing.read_receipt(READ, [message(Response="Success"), message(Val=written)]) == receipt


def test_no_receipt_is_none_and_each_day_has_its_place_for_three_days() -> None:
    assert dialing.read_receipt(READ, []) is None
    families = {dialing.ask_receipt(replace(READ, day=date(2026, 11, day)))["Family"] for day in (21, 22, 23)}
    assert len(families) == 3


@given(st.text(max_size=40))
def test_a_receipt_that_is_none_of_ours_breaks_nothing(written: str) -> None:
    plain = "".join(it for it in written if it.isprintable())
    dialing.read_receipt(READ, [message(Val=plain)])


def test_the_switch_says_how_long_it_has_been_up_or_nothing_is_known() -> None:
    core = message(CoreStartupDate="2026-11-22", CoreStartupTime="17:45:27")
    assert dialing.uptime([core, message(Value="2026-11-22 17:46:28")]) == timedelta(seconds=61)
    assert dialing.uptime([core]) is None


def test_what_the_dialplan_tells_is_an_end_or_how_far_it_has_come() -> None:
    leg = LegId("sw1:9.9")
    ended = message(Attempt="att_1", State="ended", Dial="BUSY", Cause="17", Sip="486")
    assert dialing.hear(ended, leg) == AttemptUnanswered(PLACE.line, "BUSY", 17, 486)
    none = message(Attempt="att_1", State="ended", Dial="NOANSWER", Cause="", Sip="")
    assert dialing.hear(none, leg) == AttemptUnanswered(PLACE.line, "NOANSWER", None, None)
    verdict = message(Attempt="att_1", State="verdict", Verdict="HUMAN", Why="HUMAN-800-800", Silent="800")
    assert dialing.hear(verdict, leg) == AttemptTold(
        PLACE.line, leg, Sign.VERDICT, "human", "HUMAN-800-800", timedelta(seconds=0.8)
    )
    no_more = message(Attempt="att_1", State="no-more")
    assert dialing.hear(no_more, leg) == AttemptTold(PLACE.line, leg, Sign.NO_MORE)
