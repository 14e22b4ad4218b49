"""Lines of a configuration file: comments, columns, and the numbers that Asterisk prints."""

import pytest

from ctid.asterisk.dialplan.lines import Counting, Line


def lines(text: str) -> list[Line]:
    return list(Counting().lines("a.conf", text.encode()))


def texts(text: str) -> list[str]:
    return [line.text for line in lines(text)]


def test_blank_lines_and_comments_are_no_lines() -> None:
    assert texts("\n  ; all of it\na = b ; the rest\n\t\n;---- a rule ----\n") == ["a = b"]


def test_an_escaped_semicolon_stays_without_its_backslash() -> None:
    assert texts("a = b\\;c;d") == ["a = b;c"]


def test_a_comment_in_the_middle_of_a_line_ends_before_what_follows() -> None:
    assert texts("a = ;-- not this --;b") == ["a = b"]


def test_comments_hold_comments_over_many_lines() -> None:
    assert texts("a\n;-- one\nb ;-- two --; c\n--; d\ne") == ["a", "d", "e"]


def test_a_rule_of_dashes_does_not_begin_a_comment_that_goes_on() -> None:
    assert texts(";--- rule\na") == ["a"]


def test_an_end_that_ends_nothing_hides_what_follows() -> None:
    counting = Counting()
    told = list(counting.lines("a.conf", b"a --; b\nhidden\nhidden too"))
    assert [line.text for line in told] == ["a --; b"]
    assert [str(place) for place in counting.stray] == ["a.conf:1:3"]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("  exten = x", "x"),
        ("a\\;b x", "x"),
        (";-- first --; x", "x"),
        ("a ;-- one --; b ;-- two --;x", "x"),
        (";-- \\; --;\\;x", "x"),
    ],
)
def test_columns_are_those_of_the_file(text: str, wanted: str) -> None:
    (line,) = lines(text)
    assert line.place(line.text.index(wanted)).column == text.index(wanted) + 1


def test_a_line_that_is_too_long_is_skipped_and_reported() -> None:
    counting = Counting()
    told = [line.text for line in counting.lines("a.conf", b"a\n" + b"x" * 9000 + b"\nb")]
    assert told == ["a", "b"]
    assert [place.line for place in counting.too_long] == [2]


def test_the_longest_line_is_taken_whole() -> None:
    assert texts("x" * 8190 + "\nb") == ["x" * 8190, "b"]
    assert texts("x" * 8191 + "\nb") == ["b"]


def test_files_found_together_are_counted_on_by_asterisk_but_not_by_editors() -> None:
    counting = Counting()
    list(counting.lines("a.conf", b"one\ntwo\n"))
    (line,) = counting.lines("b.conf", b"\nthree")
    assert (str(line.place()), line.told) == ("b.conf:2:1", ("b.conf", 5))
