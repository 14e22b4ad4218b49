"""Events as a real Asterisk 22.10 sent them, and what they mean."""

from datetime import UTC, datetime, timedelta

import pytest

from ctid.asterisk.ami_frames import Message
from ctid.asterisk.from_switch import Listening
from ctid.model.ids import LegId, NodeId
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CameAndWent,
    KeyPressed,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    LegReferred,
    NumberGiven,
    PhoneChanged,
    Report,
)

OFFER, CALLER = LegId("sw1:off_1"), LegId("sw1:1763781000.12")


class Ear:
    """Hears events and keeps what was reported."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
        self.reports: list[Report] = []
        self.listening = Listening(NodeId("sw1"), self.reports.append, lambda: self.now)

    def hear(self, event: str, **fields: str) -> list[Report]:
        self.reports.clear()
        self.listening.wanted()[event](Message({"Event": event, **fields}))
        return list(self.reports)

    def state(self, unique: str, state: str) -> list[Report]:
        return self.hear("Newstate", Uniqueid=unique, Channel=f"PJSIP/a-{unique}", ChannelState=state)

    def hang_up(self, cause: str, state: str, unique: str = "off_1") -> list[Report]:
        return self.hear("Hangup", Uniqueid=unique, Channel="PJSIP/a-1", ChannelState=state, Cause=cause)


@pytest.fixture
def ear() -> Ear:
    return Ear()


def test_a_phone_that_rings_and_answers_is_reported(ear: Ear) -> None:
    assert ear.state("off_1", "5") == [LegAlerting(OFFER)]
    assert ear.state("off_1", "6") == [LegAnswered(OFFER)]
    assert ear.state("off_1", "4") == []


@pytest.mark.parametrize(
    ("cause", "code"),
    [("17", "busy"), ("21", "rejected"), ("20", "unreachable"), ("34", "failed"), ("", "failed")],
)
def test_the_cause_of_a_leg_that_was_never_answered_says_why(ear: Ear, cause: str, code: str) -> None:
    ear.hear("Newchannel", Uniqueid="off_1", Channel="PJSIP/a-1")
    assert ear.hang_up(cause, "0") == [LegFailed(OFFER, Reason(code)), LegCleared(OFFER, int(cause or 0))]


def test_no_answer_says_how_long_the_phone_rang(ear: Ear) -> None:
    ear.state("off_1", "5")
    ear.now += timedelta(seconds=15)
    assert ear.hang_up("19", "5")[0] == LegFailed(OFFER, Reason("no_answer", {"rang_s": 15}))


def test_a_phone_that_never_even_rang_is_unreachable(ear: Ear) -> None:
    ear.hear("Newchannel", Uniqueid="off_1", Channel="PJSIP/a-1")
    assert ear.hang_up("19", "0")[0] == LegFailed(OFFER, Reason("unreachable"))


def test_an_answered_leg_that_ends_has_not_failed(ear: Ear) -> None:
    assert ear.hang_up("16", "6") == [LegCleared(OFFER, 16)]


def test_a_caller_who_hangs_up_before_the_answer_is_cleared_and_not_a_failed_leg(ear: Ear) -> None:
    assert ear.hang_up("16", "4", unique="1763781000.12") == [LegCleared(CALLER, 16)]


@pytest.mark.parametrize(
    ("number", "code"), [("0", "unreachable"), ("3", "unreachable"), ("5", "busy"), ("8", "failed")]
)
def test_a_leg_that_never_was_a_channel_fails_by_the_response(ear: Ear, number: str, code: str) -> None:
    fields = {"ActionID": "off_1", "Response": "Failure", "Reason": number, "Uniqueid": "off_1"}
    assert ear.hear("OriginateResponse", **fields) == [LegFailed(OFFER, Reason(code))]


@pytest.mark.parametrize("before", [True, False])
def test_the_response_of_a_leg_that_was_a_channel_adds_nothing(ear: Ear, before: bool) -> None:
    ear.hear("Newchannel", Uniqueid="off_1", Channel="PJSIP/a-1")
    if not before:
        ear.hang_up("17", "5")
    assert ear.hear("OriginateResponse", ActionID="off_1", Response="Failure", Reason="0") == []


def test_an_answered_originate_and_those_of_others_say_nothing(ear: Ear) -> None:
    assert ear.hear("OriginateResponse", ActionID="off_1", Response="Success", Reason="4") == []
    assert ear.hear("OriginateResponse", ActionID="theirs", Response="Failure", Reason="0") == []


def test_the_holding_bridge_is_waiting_and_every_other_is_talking(ear: Ear) -> None:
    here = {"Uniqueid": "1763781000.12", "Channel": "PJSIP/trunk-1", "BridgeUniqueid": "b1"}
    hold, talk = {"BridgeTechnology": "holding_bridge"}, {"BridgeTechnology": "simple_bridge"}
    assert ear.hear("BridgeEnter", **here, **hold) == [LegHeld(CALLER)]
    assert ear.hear("BridgeLeave", **here, **hold) == []
    assert ear.hear("BridgeEnter", **here, **talk) == [LegJoined(CALLER, "b1")]
    assert ear.hear("BridgeLeave", **here, **talk) == [LegParted(CALLER, "b1")]


def test_an_agent_whose_caller_was_gone_is_told_by_their_leg(ear: Ear) -> None:
    fields = {"UserEvent": "CtidLeg", "Offer": "off_1"}
    assert ear.hear("UserEvent", **fields, Result="SUCCESS") == []
    assert ear.hear("UserEvent", **fields, Result="NONEXISTENT") == [LegFailed(OFFER, Reason("caller_left"))]
    assert ear.hear("UserEvent", **fields, Result="FAILURE") == [LegFailed(OFFER, Reason("failed"))]
    assert ear.hear("UserEvent", UserEvent="Other", Offer="off_1", Result="x") == []


def test_a_phone_is_reported_when_it_comes_and_when_it_goes_and_not_in_between(ear: Ear) -> None:
    def state(now: str) -> list[Report]:
        return ear.hear("DeviceStateChange", Device="PJSIP/anna", State=now)

    assert state("NOT_INUSE") == [PhoneChanged("anna", True)]
    assert state("RINGING") == state("INUSE") == []
    assert state("UNAVAILABLE") == [PhoneChanged("anna", False)]
    assert ear.hear("DeviceStateChange", Device="Custom:x", State="INUSE") == []


def test_a_look_corrects_the_channels_and_says_by_how_many_they_were_wrong(ear: Ear) -> None:
    ear.state("1763781000.12", "6")
    ear.state("off_1", "5")
    assert ear.listening.correct({"off_1": "PJSIP/a-1", "x": "PJSIP/x-1"}, {}) == 2
    assert ear.listening.channels == {"off_1": "PJSIP/a-1", "x": "PJSIP/x-1"}


def test_only_so_many_offers_are_remembered(ear: Ear) -> None:
    for number in range(1100):
        ear.hear("Newchannel", Uniqueid=f"off_{number}", Channel="PJSIP/a-1")
    assert len(ear.listening._originated) == 1000


def test_a_phone_changes_only_when_neither_or_the_first_of_its_devices_can_be_reached(ear: Ear) -> None:
    def device(name: str, state: str) -> list[Report]:
        return ear.hear("DeviceStateChange", Device=f"PJSIP/{name}", State=state)

    assert device("1001", "NOT_INUSE") == [PhoneChanged("1001", True)]
    assert device("1001-web", "NOT_INUSE") == []
    assert device("1001", "UNAVAILABLE") == []
    assert device("1001-web", "INUSE") == []
    assert device("1001-web", "UNAVAILABLE") == [PhoneChanged("1001", False)]


def test_a_phones_own_transfer_is_told_by_the_callers_leg() -> None:
    heard = Ear().hear(
        "UserEvent", UserEvent="CtidRefer", Uniqueid="1763781000.12", Channel="PJSIP/trunk-1", To="1002"
    )
    assert heard == [LegReferred(CALLER, "1002")]


@pytest.mark.parametrize("keyed", ["2025550177", ""])
def test_at_which_number_to_call_back_is_told_as_it_was_keyed_in(keyed: str) -> None:
    heard = Ear().hear(
        "UserEvent", UserEvent="CtidNumber", Uniqueid="1763781000.12", Channel="PJSIP/trunk-1", Keyed=keyed
    )
    assert heard == [NumberGiven(CALLER, keyed)]


@pytest.mark.parametrize(
    ("context", "dialled", "shown", "told"),
    [
        ("ctid-in", "4001", "+12025550101", [("+12025550101", "4001")]),
        ("ctid-in", "4001", "1&2", [("", "4001")]),
        ("ctid-in", "4001&PJSIP/x", "1", []),
        ("ctid-phones", "4001", "1", []),
    ],
)
def test_a_callers_leg_that_ends_says_how_it_came(ear, context, dialled, shown, told) -> None:
    channel = {"Uniqueid": "1.1", "Channel": "PJSIP/trunk-1"}
    ear.hear("Newchannel", **channel, Context=context, Exten=dialled, CallerIDNum=shown)
    heard = ear.hear("Hangup", **channel, Cause="16", ChannelState="6")
    went = [report.history.arrival for report in heard if isinstance(report, CameAndWent)]
    assert [(arrival.ani, arrival.dnis) for arrival in went] == told


def bridge(ear: Ear, technology: str, unique: str = "1763781000.12") -> None:
    fields = {"BridgeTechnology": technology, "BridgeUniqueid": "b", "Channel": "PJSIP/trunk-1"}
    ear.hear("BridgeEnter", Uniqueid=unique, **fields)


def key(ear: Ear, direction: str = "Received") -> list[Report]:
    fields = {"Uniqueid": "1763781000.12", "Channel": "PJSIP/trunk-1", "Direction": direction}
    return ear.hear("DTMFEnd", Digit="2", Context="ctid-do", Exten="wait", **fields)


def test_a_key_of_a_caller_who_waits_is_told_also_between_two_laps(ear: Ear) -> None:
    bridge(ear, "holding_bridge")
    assert key(ear) == [KeyPressed(CALLER, "2")]
    leaves = {"Uniqueid": "1763781000.12", "Channel": "PJSIP/trunk-1", "BridgeUniqueid": "b"}
    ear.hear("BridgeLeave", BridgeTechnology="holding_bridge", **leaves)
    assert key(ear) == [KeyPressed(CALLER, "2")]
    assert key(ear, "Sent") == []


def test_a_key_of_a_caller_who_talks_is_nobodys_to_know(ear: Ear) -> None:
    assert key(ear) == []
    bridge(ear, "holding_bridge")
    bridge(ear, "simple_bridge")
    assert key(ear) == []
