"""Call-backs as actions: a promise, the agent's leg that waits, the customer's leg with its place."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.asterisk.ami_frames import Unsendable
from ctid.asterisk.to_switch import ask_number, call_back, originate, promise
from ctid.model.callback_effects import AskNumber, CallBack, Promise
from ctid.model.effects import RingAgent
from ctid.model.ids import AgentId, LegId, OfferId, QueueName, SkillName
from ctid.model.languages import Language

CALL = CallBack(
    LegId("sw1:back_1"), "+12025550142", "+12025550199", timedelta(seconds=30), Language.ZH,
    QueueName("billing"), {SkillName("billing"): 2}, 1, datetime(2026, 11, 22, 9, tzinfo=UTC),
    LegId("sw1:off_1"),
)  # fmt: skip
RING = RingAgent(
    LegId("sw1:off_1"), OfferId("off_1"), AgentId("1001"), "1001", CALL.leg, timedelta(seconds=15),
    QueueName("billing"), Language.EN, "+12025550142", calls_back=True,
)  # fmt: skip


def test_the_customers_leg_has_the_place_and_knows_the_agents() -> None:
    action = call_back(CALL)
    assert (action["ChannelId"], action["Channel"]) == ("back_1", "PJSIP/+12025550142@trunk")
    assert (action["Context"], action["Exten"]) == ("ctid-callback", "customer")
    assert action["CallerID"] == "<+12025550199>"
    assert set(action["Variable"]) == {
        "CTID_QUEUE=billing", "CTID_ENTERED_AT=1795338000.000", "CTID_PRIORITY=1",
        "CTID_SKILLS=billing:2", "CTID_LANGUAGE=zh", "CTID_PEER=off_1",
    }  # fmt: skip


def test_without_an_agent_it_goes_to_the_line() -> None:
    variables = call_back(replace(CALL, agent_leg=None))["Variable"]
    assert not any(variable.startswith("CTID_PEER") for variable in variables)


def test_what_is_no_number_is_not_called() -> None:
    with pytest.raises(Unsendable):
        call_back(replace(CALL, number="+1202&PJSIP/1001"))


def test_the_agents_leg_waits_for_a_leg_that_does_not_exist_yet() -> None:
    action = originate(RING, "1001", "back_1")
    assert (action["Context"], action["Exten"]) == ("ctid-callback", "agent")
    assert "CTID_PEER=back_1" in action["Variable"]


@pytest.mark.parametrize(("own", "extension"), [(True, "which"), (False, "number")])
def test_a_caller_is_asked_which_number_or_at_once_for_one(own: bool, extension: str) -> None:
    move = ask_number(AskNumber(LegId("sw1:1.1"), own), "PJSIP/trunk-1")
    assert (move["Action"], move["Context"], move["Exten"]) == ("Redirect", "ctid-callback", extension)


@pytest.mark.parametrize(("kept", "extension"), [(True, "promise"), (False, "sorry")])
def test_a_caller_is_promised_or_goes_on_waiting(kept: bool, extension: str) -> None:
    move = promise(Promise(LegId("sw1:1.1"), kept), "PJSIP/trunk-1")
    assert (move["Action"], move["Context"], move["Exten"]) == ("Redirect", "ctid-callback", extension)
