"""Patterns: their order and what they match."""

import pytest

from ctid.asterisk.dialplan.patterns import matches, rank


def test_the_order_is_that_of_asterisk() -> None:
    ordered = [
        "100",
        "1-01",
        "s",
        "_1XX",
        "_[2-4]X",
        "_NX",
        "_ZX",
        "_XN",
        "_XXX",
        "_X.",
        "_X!",
        "_X",
        "_.",
        "_!",
    ]
    assert sorted(frozenset(ordered), key=rank) == ordered


@pytest.mark.parametrize(
    ("one", "other"), [("_NX", "_[2-9][0-9]"), ("_1-X", "_1x"), ("1-0", "10"), ("_[]X", "_X")]
)
def test_different_words_may_have_the_same_rank(one: str, other: str) -> None:
    assert rank(one) == rank(other)


@pytest.mark.parametrize(
    ("pattern", "number", "fits"),
    [
        ("100", "100", True),
        ("1-00", "10-0", True),
        ("100", "1000", False),
        ("_NXX", "200", True),
        ("_nxx", "200", True),
        ("_NXX", "100", False),
        ("_[1-35]X", "50", True),
        ("_[1-35]X", "40", False),
        ("_X.", "1", False),
        ("_X.", "12", True),
        ("_X!", "1", True),
        ("_X!", "1-2*", True),
        ("_9-1", "91", True),
        ("_[", "1", False),
        ("_", "", True),
        ("_X.", "_X.", True),
        ("_[-]X", "-1", False),
    ],
)
def test_what_matches_is_what_asterisk_matches(pattern: str, number: str, fits: bool) -> None:
    assert matches(pattern, number) is fits
