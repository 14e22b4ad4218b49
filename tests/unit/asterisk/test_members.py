"""The native queue's members: only what differs is written."""

from ctid.asterisk.ami_frames import Message
from ctid.asterisk.devices import phone_of_channel
from ctid.asterisk.members import differences


def member(interface: str) -> Message:
    return Message({"Event": "QueueMember", "Location": interface})


def test_every_reachable_device_of_a_phone_is_a_member_with_one_state_for_both() -> None:
    added = differences([], ["1001"], ["1001", "1001-web"])
    assert [action["Interface"] for action in added] == ["PJSIP/1001", "PJSIP/1001-web"]
    assert {action["StateInterface"] for action in added} == {"hint:1001@ctid-members"}


def test_a_phone_of_which_no_device_is_there_is_written_as_its_desk_phone() -> None:
    [added] = differences([], ["1001"], [])
    assert added["Interface"] == "PJSIP/1001"


def test_who_is_there_is_not_written_again_and_who_left_is_taken_out() -> None:
    there = [member("PJSIP/1001"), member("PJSIP/1002")]
    [removed] = differences(there, ["1001"], ["1001"])
    assert (removed["Action"], removed["Interface"]) == ("QueueRemove", "PJSIP/1002")


def test_a_channel_names_its_phone() -> None:
    assert phone_of_channel("PJSIP/1001-web-0000002a") == "1001"
    assert phone_of_channel("PJSIP/1001-0000002a") == "1001"
    assert phone_of_channel("Local/s@ctid-0000002a;1") == ""
