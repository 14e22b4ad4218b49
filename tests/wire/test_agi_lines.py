"""AGI on the wire: headers, commands and replies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.agi_lines import (
    LONGEST_HEAD,
    LONGEST_REPLY,
    Garbled,
    Hangup,
    Head,
    Replies,
    Reply,
    Unsayable,
    command,
)

REPLIES = (
    "100 Trying...\n200 result=1 (a (b) c)\n200 result=50\n200 result=0 endpos=8480\n"
    "520-Invalid command syntax.  Proper usage follows:\nUsage: WAIT FOR DIGIT <timeout>\n\t200 of them\n"
    "520 End of proper usage.\n510 Invalid or unknown command\n200 result=1 ()\n200 result=0\n"
    "200 result=1 (李\u2028)\nHANGUP\n511 Command Not Permitted on a dead channel\n"
).encode()
EXPECTED = [
    (200, "1", "a (b) c"),
    (200, "50", None),
    (200, "0", None),
    (520, "", None),
    (510, "", None),
    (200, "1", ""),
    (200, "0", None),
    (200, "1", "李\u2028"),
    None,
    (511, "", None),
]
HEAD = b"agi_network: yes\nagi_uniqueid: 1763781000.12\nagi_calleridname: a: b\n\n"


def read(*pieces: bytes) -> list[Reply | Hangup]:
    replies = Replies()
    return [reply for piece in pieces for reply in replies.feed(piece)]


def test_every_kind_of_reply_is_read() -> None:
    found = [(r.code, r.result, r.value) if isinstance(r, Reply) else None for r in read(REPLIES)]
    assert found == EXPECTED


def test_replies_cut_at_any_byte_are_the_same() -> None:
    whole = read(REPLIES)
    for cut in range(len(REPLIES) + 1):
        assert read(REPLIES[:cut], REPLIES[cut:]) == whole
    assert read(*(REPLIES[at : at + 1] for at in range(len(REPLIES)))) == whole


def test_a_usage_text_does_not_shift_the_replies_after_it() -> None:
    usage = read(REPLIES)[3]
    assert isinstance(usage, Reply)
    assert "Usage: WAIT FOR DIGIT <timeout>\n\t200 of them" in usage.text


@pytest.mark.parametrize("line", [b"what?\n", b"20 result=1\n", b"\n", b"x" * (LONGEST_REPLY + 1)])
def test_what_is_no_reply_is_refused(line: bytes) -> None:
    with pytest.raises(Garbled):
        read(line)


def test_a_header_cut_at_any_byte_is_the_same() -> None:
    for cut in range(len(HEAD)):
        head = Head()
        assert head.feed(HEAD[:cut]) is None
        found = head.feed(HEAD[cut:] + b"200 res")
        assert found is not None
        header, rest = found
        assert header["agi_uniqueid"] == "1763781000.12"
        assert header["agi_calleridname"] == "a: b"
        assert rest == b"200 res"


@pytest.mark.parametrize(
    "flood",
    [b"agi_x: 1\n" * 101, b"x" * (LONGEST_HEAD + 1), b"agi_network: yes\n\n"],
    ids=["lines", "bytes", "nobody"],
)
def test_a_header_that_is_too_long_or_names_no_channel_is_refused(flood: bytes) -> None:
    with pytest.raises(Garbled):
        Head().feed(flood)


def test_arguments_are_quoted() -> None:
    assert command("SET VARIABLE", "X", 'a "b" \\c') == b'SET VARIABLE "X" "a \\"b\\" \\\\c"\n'


@pytest.mark.parametrize("bad", ["a\nEXEC System x", "a\r", "\x00", "\x85", "\u2028", "\ud800", "x" * 2000])
def test_an_argument_that_would_break_out_is_refused(bad: str) -> None:
    with pytest.raises(Unsayable):
        command("SET VARIABLE", "X", bad)


@given(st.text(), st.text())
def test_whatever_is_said_is_one_line(name: str, value: str) -> None:
    try:
        line = command("SET VARIABLE", name, value)
    except Unsayable:
        return
    assert line.count(b"\n") == 1
    assert line.endswith(b'"\n')
