"""A whole look: Asterisk's answers, shaped as a real 22.10 gave them, in the model's words."""

from datetime import UTC, datetime

from ctid.asterisk.ami_frames import Message, Values
from ctid.asterisk.resync import look
from ctid.model.ids import AgentId, LegId, NodeId, QueueName, SkillName
from ctid.model.languages import Language
from ctid.model.reports import KeptPlace, SeenLeg, SwitchSeen

NOW = datetime(2026, 3, 2, 9, 0, 30, tzinfo=UTC)
START = datetime(2026, 3, 2, 9, 0, 0, tzinfo=UTC)
OFFER = {
    "CTID_AGENT": "anna",
    "CTID_PEER": "PJSIP/trunk-1",
    "CTID_QUEUE": "support",
    "CTID_ENTERED_AT": "1.0",
}
PLACE = {"CTID_QUEUE": "support", "CTID_ENTERED_AT": "1772442000.000", "CTID_SKILLS": "billing:2"}


def status(unique: str, name: str, state: str, bridge: str, **variables: str) -> Message:
    fields = {"Event": "Status", "Uniqueid": unique, "Channel": name, "ChannelState": state}
    return Message(fields | {"BridgeID": bridge, "Seconds": "30", "CallerIDNum": "+33142278186"}, variables)


def waiting(bridge: str) -> Message:
    own = {
        "CTID_CALL": "1.1",
        "CTID_DNIS": "500",
        "CTID_NEXT": "wait",
        "CTID_FLOW": "main",
        "CTID_LANGUAGE": "zh",
    }
    return status("1.1", "PJSIP/trunk-1", "6", bridge, **own, **PLACE)


async def see(*channels: Message) -> SwitchSeen:
    answers = {
        "CoreStatus": [Message({"CoreStartupDate": "2026-03-02", "CoreStartupTime": "08:00:00"})],
        "Status": [Message({"EventList": "start"}), *channels, Message({"Event": "StatusComplete"})],
        "BridgeList": [
            Message({"Event": "BridgeListItem", "BridgeUniqueid": "h", "BridgeTechnology": "holding_bridge"}),
            Message({"Event": "BridgeListItem", "BridgeUniqueid": "t", "BridgeTechnology": "simple_bridge"}),
        ],
        "DeviceStateList": [
            Message({"Event": "DeviceStateChange", "Device": "PJSIP/anna", "State": "NOT_INUSE"}),
            Message({"Event": "DeviceStateChange", "Device": "PJSIP/wei", "State": "UNAVAILABLE"}),
            Message({"Event": "DeviceStateChange", "Device": "Queue:support", "State": "INUSE"}),
        ],
    }

    async def act(values: Values) -> list[Message]:
        return answers[str(values["Action"])]

    return (await look(act, lambda: NOW)).seen(NodeId("sw1"))


async def test_a_waiting_caller_is_seen_with_their_place() -> None:
    [leg] = (await see(waiting("h"))).legs
    assert leg == SeenLeg(
        leg=LegId("sw1:1.1"),
        caller=True,
        answered=True,
        holding=True,
        ani="+33142278186",
        dnis="500",
        started_at=START,
        flow="main",
        language=Language.ZH,
        verb="wait",
        place=KeptPlace(QueueName("support"), {SkillName("billing"): 2}, 0, START),
    )


async def test_two_callers_in_the_holding_bridge_do_not_hear_each_other() -> None:
    other = status("1.2", "PJSIP/trunk-2", "6", "h", CTID_CALL="1.2")
    assert [leg.peers for leg in (await see(waiting("h"), other)).legs] == [(), ()]


async def test_a_talk_is_seen_from_both_sides_and_the_agents_leg_knows_whose_it_is() -> None:
    caller, agent = (await see(waiting("t"), status("off_1", "PJSIP/anna-1", "6", "t", **OFFER))).legs
    assert (caller.peers, caller.holding) == ((LegId("sw1:off_1"),), False)
    assert (agent.caller, agent.peers) == (False, (LegId("sw1:1.1"),))
    assert (agent.agent, agent.toward, agent.place) == (AgentId("anna"), LegId("sw1:1.1"), None)


async def test_a_ringing_leg_whose_caller_is_gone_leads_nowhere() -> None:
    [agent] = (await see(status("off_1", "PJSIP/anna-1", "5", "", **OFFER))).legs
    assert (agent.ringing, agent.answered, agent.toward) == (True, False, None)


async def test_a_channel_that_only_inherited_the_callers_mark_is_no_caller() -> None:
    [leg] = (await see(status("1.3", "PJSIP/x-1", "6", "", CTID_CALL="1.1", **PLACE))).legs
    assert not leg.caller
    assert leg.place is None


async def test_phones_are_reachable_or_not() -> None:
    assert (await see()).phones == {"anna": True, "wei": False}
