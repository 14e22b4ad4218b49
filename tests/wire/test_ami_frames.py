"""AMI on the wire: whatever the network does to the bytes, the messages are the same."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.ami_frames import (
    LONGEST_LINE,
    LONGEST_MESSAGE,
    Forged,
    Frames,
    Overlong,
    Unsendable,
    encode,
    event_name,
    parse,
    unescape,
)

STREAM = (
    "Asterisk Call Manager/11.0.0\r\nResponse: Success\r\nActionID: 1\r\nPing: Pong\r\n\r\n"
    "Event: Newstate\r\nChannel: PJSIP/trunk-00000000\r\nCallerIDName: Zo\u2028e \x85 李\r\n"
    "ChanVariable: CTID_CALL=1763781000.12\r\nVariable: CTID_DNIS=(null)\r\n"
    "ChanVariable(PJSIP/x): CTID_OFFER=off_1=a\r\n\r\n"
    "Event: Hangup\r\nCause: 16\r\n\r\n"
).encode()
CONTROLS = [*map(chr, range(0x20)), *map(chr, range(0x7F, 0xA0)), "\u2028", "\u2029"]


def messages(*pieces: bytes) -> list[bytes]:
    frames = Frames()
    return [frame for piece in pieces for frame in frames.feed(piece)]


def test_a_stream_cut_at_any_offset_holds_the_same_messages() -> None:
    whole = messages(STREAM)
    assert len(whole) == 3
    for cut in range(len(STREAM) + 1):
        assert messages(STREAM[:cut], STREAM[cut:]) == whole


@given(st.lists(st.integers(0, len(STREAM)), max_size=20))
def test_a_stream_cut_into_any_pieces_holds_the_same_messages(cuts: list[int]) -> None:
    edges = [0, *sorted(cuts), len(STREAM)]
    pieces = [STREAM[start:end] for start, end in itertools.pairwise(edges)]
    assert messages(*pieces) == messages(STREAM)


def test_a_message_is_split_at_cr_lf_only_and_its_variables_are_read() -> None:
    greeting, event, _ = map(parse, messages(STREAM))
    assert greeting.fields == {"Response": "Success", "ActionID": "1", "Ping": "Pong"}
    assert event["CallerIDName"] == "Zo\u2028e \x85 李"
    assert event.variables == {"CTID_CALL": "1763781000.12", "CTID_DNIS": "", "CTID_OFFER": "off_1=a"}


def test_an_event_is_named_without_being_parsed() -> None:
    assert [event_name(frame) for frame in messages(STREAM)] == [b"", b"Newstate", b"Hangup"]


def test_a_name_told_twice_counts_once_and_the_first_time() -> None:
    message = parse(b"Event: UserEvent\r\nOffer: off_1\r\nOffer: off_2\r\nEvent: Hangup")
    assert (message["Offer"], message["Event"]) == ("off_1", "UserEvent")
    assert dict(message.fields) == {"Event": "UserEvent", "Offer": "off_1"}


def test_what_asterisk_does_not_know_is_nothing() -> None:
    message = parse(b"CallerIDNum: <unknown>\r\nUniqueid: <null>\r\nBridgeID:")
    assert (message["CallerIDNum"], message["Uniqueid"], message["BridgeID"], message["Absent"]) == ("",) * 4


def test_bytes_that_are_no_utf8_become_replacement_characters() -> None:
    assert parse(b"CallerIDName: caf\xe9")["CallerIDName"] == "caf\ufffd"


def test_a_message_without_end_is_refused() -> None:
    frames = Frames()
    with pytest.raises(Overlong):
        list(frames.feed(b"x" * (LONGEST_MESSAGE + 1)))


def test_an_action_is_written_one_value_a_line() -> None:
    action = {"Action": "Originate", "Variable": ("CTID_OFFER=off_1", "CTID_QUEUE=support")}
    written = encode(action)
    assert (
        written == b"Action: Originate\r\nVariable: CTID_OFFER=off_1\r\nVariable: CTID_QUEUE=support\r\n\r\n"
    )


@pytest.mark.parametrize("control", CONTROLS)
def test_a_control_character_in_a_value_is_refused(control: str) -> None:
    with pytest.raises(Unsendable):
        encode({"Action": "Setvar", "Value": f"1{control}Action: Originate"})


@given(st.text())
def test_whatever_is_accepted_is_one_line_that_reads_back(value: str) -> None:
    try:
        written = encode({"Value": value})
    except Unsendable:
        return
    assert written.count(b"\r") == written.count(b"\n") == 2
    [frame] = messages(written)
    assert parse(frame).fields == {"Value": value}


def test_a_line_longer_than_asterisk_reads_is_refused() -> None:
    fits = "é" * ((LONGEST_LINE - len("Value: ")) // 2)
    encode({"Value": fits})
    with pytest.raises(Unsendable):
        encode({"Value": fits + "éé"})


@pytest.mark.parametrize("bad", ["Na me", "Name:", "", "Ключ", "Na\nme"])
def test_a_name_that_is_no_name_is_refused(bad: str) -> None:
    with pytest.raises(Unsendable):
        encode({bad: "x"})


def test_more_lines_than_asterisk_reads_are_refused() -> None:
    with pytest.raises(Unsendable):
        encode({"Variable": ("A=1",) * 129})


def test_half_a_character_is_refused() -> None:
    with pytest.raises(Unsendable):
        encode({"Value": "\ud800"})


def test_display_names_lose_the_escapes_that_events_add() -> None:
    assert unescape(r"Evil, \\\"x\n") == 'Evil, \\"x\n'


def test_a_field_that_stands_twice_is_not_believed_where_each_must_stand_once() -> None:
    forged = b"Event: Hangup\r\nExten: 1\r\nUniqueid: theirs\r\nUniqueid: mine"
    assert parse(forged)["Uniqueid"] == "theirs"
    strict = parse(forged, once=True)
    assert strict["Exten"] == "1"
    with pytest.raises(Forged, match="Uniqueid"):
        strict["Uniqueid"]
