"""Effects as AMI actions."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.asterisk.ami_frames import Unsendable, encode
from ctid.asterisk.signs_of_life import say_alive
from ctid.asterisk.to_switch import hang_up, originate
from ctid.model.effects import ClearLeg, RingAgent
from ctid.model.ids import AgentId, LegId, OfferId, QueueName
from ctid.model.languages import Language
from ctid.model.reasons import Reason

RING = RingAgent(
    leg=LegId("sw1:off_1"),
    offer=OfferId("off_1"),
    agent=AgentId("anna"),
    phone="phone-1",
    caller=LegId("sw1:1763781000.12"),
    timeout=timedelta(seconds=15),
    queue=QueueName("support"),
    language=Language.ZH,
    show_number="+33142278186",
)


def test_ringing_an_agent_is_one_asynchronous_originate_under_the_offers_own_name() -> None:
    assert originate(RING, "phone-1", "PJSIP/trunk-00000007") == {
        "Action": "Originate",
        "ActionID": "off_1",
        "ChannelId": "off_1",
        "Channel": "PJSIP/phone-1",
        "Context": "ctid-agent",
        "Exten": "s",
        "Priority": "1",
        "Timeout": "15000",
        "Async": "true",
        "CallerID": "<+33142278186>",
        "Variable": (
            "CTID_PEER=PJSIP/trunk-00000007",
            "CTID_OFFER=off_1",
            "CTID_AGENT=anna",
            "CTID_QUEUE=support",
            "CTID_LANGUAGE=zh",
        ),
    }


@pytest.mark.parametrize(
    "number", ["", "33142278186", "+33 1", '+331422"<sip:x>', "+٣٣١٤٢٢٧٨", "+33142278186\n"]
)
def test_only_e164_is_shown_as_the_callers_number(number: str) -> None:
    assert "CallerID" not in originate(replace(RING, show_number=number), "phone-1", "PJSIP/trunk-1")


@pytest.mark.parametrize("phone", ["", "a&PJSIP/x", "a/sip:x@y", "a\nb", "a,b", "ü"])
def test_a_phone_that_is_no_plain_name_is_refused(phone: str) -> None:
    with pytest.raises(Unsendable):
        originate(RING, phone, "PJSIP/trunk-1")


def test_a_comma_in_a_variable_is_refused_because_asterisk_splits_there() -> None:
    with pytest.raises(Unsendable):
        originate(RING, "phone-1", "PJSIP/trunk-1,X=1")


def test_a_control_character_never_reaches_the_wire() -> None:
    with pytest.raises(Unsendable):
        encode(
            originate(replace(RING, queue=QueueName("support\r\nAction: Hangup")), "phone-1", "PJSIP/trunk-1")
        )


def test_clearing_a_leg_names_its_uniqueid_and_a_cause() -> None:
    clear = ClearLeg(LegId("sw1:off_1"), Reason("overdue"))
    assert hang_up(clear) == {"Action": "Hangup", "Channel": "off_1", "Cause": "16"}


def test_a_withdrawn_ring_is_no_missed_call_on_the_phone() -> None:
    assert hang_up(ClearLeg(LegId("sw1:off_1"), Reason("caller_left")))["Cause"] == "26"


def test_the_alive_mark_is_a_global_of_whole_seconds() -> None:
    at = datetime(2026, 3, 2, 9, 0, 0, 900000, tzinfo=UTC)
    since, values = say_alive(at, at - timedelta(minutes=1))
    assert since == {"Action": "Setvar", "Variable": "CTID_ALIVE_SINCE", "Value": "1772441940"}
    assert values == {"Action": "Setvar", "Variable": "CTID_ALIVE_AT", "Value": "1772442000"}
