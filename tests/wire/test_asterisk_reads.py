"""What we write, read by Asterisk's own rules (ctid/lab/asterisk_reads.py): one action, one command."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ctid.asterisk.agi_lines import Unsayable, command
from ctid.asterisk.ami_frames import LONGEST_LINE, MOST_LINES, Unsendable, encode
from ctid.lab.asterisk_reads import read_actions, read_commands

NASTY = st.text(st.sampled_from('aA1 :=,"\\\r\n\t\0\x7f\x85\u2028é李\U0001f600'), max_size=12) | st.text(
    max_size=40
)
NAMES = st.sampled_from(["Channel", "Value", "Exten"]) | NASTY


@given(st.dictionaries(NAMES, NASTY, max_size=4), st.lists(NASTY.map("A=".__add__), max_size=4))
@example({"Value": "1\nAction: Originate"}, [])
@example({"Value": "1\n\nAction: Originate"}, [])
@example({"Value": "1\0hidden"}, [])
@example({"Value": " 1"}, [])
def test_an_action_is_one_action_with_the_same_fields_or_it_is_refused(
    fields: dict[str, str], variables: list[str]
) -> None:
    action = {"Action": "Setvar", **fields, "Variable": tuple(variables)}
    try:
        written = encode(action)
    except Unsendable:
        return
    pairs = [("Action", "Setvar"), *fields.items(), *(("Variable", each) for each in variables)]
    assert read_actions(written) == [[(name.encode(), value.encode()) for name, value in pairs]]


@given(st.integers(LONGEST_LINE - 12, LONGEST_LINE + 12), st.integers(MOST_LINES - 3, MOST_LINES + 3))
def test_what_is_too_much_for_asterisk_is_refused(length: int, lines: int) -> None:
    for action in ({"Value": "x" * length}, {"Value": ("1",) * lines}):
        try:
            written = encode(action)
        except Unsendable:
            continue
        [read] = read_actions(written)
        assert read is not None


def test_the_reader_reads_as_asterisk_does() -> None:
    assert read_actions(b"Action: Ping\nX:  1\0y\r\n\r\nAction: Logoff\n\n") == [
        [(b"Action", b"Ping"), (b"X", b"1")],
        [(b"Action", b"Logoff")],
    ]
    assert read_actions(b"A: " + b"x" * 1022 + b"\r\n\r\n") == [None]
    assert read_actions(b"A: 1\r\n" * 129 + b"\r\n") == [None]


@given(NASTY, NASTY)
def test_a_command_is_one_command_with_the_same_words_or_it_is_refused(name: str, value: str) -> None:
    try:
        written = command("SET VARIABLE", name, value)
    except Unsayable:
        return
    assert read_commands(written) == [[b"SET", b"VARIABLE", name.encode(), value.encode()]]


@pytest.mark.parametrize("line", [b'X "a b" c\n', b'X a\\ b"" c\n'])
def test_the_reader_parts_words_as_asterisk_does(line: bytes) -> None:
    assert read_commands(line) == [[b"X", b"a b", b"c"]]
