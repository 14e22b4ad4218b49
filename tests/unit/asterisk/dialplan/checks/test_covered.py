"""Patterns that others outdo: what is said of them is true of every number, by the matcher."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.asterisk.dialplan.checks.covered import covered, may_begin, places
from ctid.asterisk.dialplan.patterns import matches

PLACE = st.sampled_from(["0", "1", "2", "3", "X", "N", "Z", "[0-1]", "[13]", "[2-9]", "-"])
PATTERN = st.builds(
    lambda inside, end: "_" + "".join(inside) + end,
    st.lists(PLACE, min_size=1, max_size=3),
    st.sampled_from(["", "", ".", "!"]),
)
NAME = PATTERN | st.text("0123", min_size=1, max_size=3)
NUMBERS = ["".join(digits) for size in range(1, 5) for digits in product("01239", repeat=size)]


@settings(deadline=None)
@given(PATTERN, st.lists(NAME, max_size=6))
def test_what_is_called_covered_is_matched_by_another_for_every_number(name: str, others: list[str]) -> None:
    row = places(name)
    rows = [found for each in others if (found := places(each)) is not None]
    assert row is not None
    lonely = [n for n in NUMBERS if matches(name, n) and not any(matches(each, n) for each in others)]
    if covered(row, rows):
        assert lonely == []


@settings(deadline=None)
@given(PATTERN, st.text("01239", min_size=1, max_size=3))
def test_a_beginning_is_refused_only_where_no_number_begins_so(name: str, begins: str) -> None:
    if any(matches(name, number) for number in NUMBERS if number.startswith(begins)):
        assert may_begin(name, begins)


@pytest.mark.parametrize(
    ("name", "others"),
    [
        ("_ZX", ["_[1-5]X", "_[6-9]X"]),
        ("_[12]", ["1", "2"]),
        ("_12", ["_12!"]),
        ("_XX.", ["_0X!", "_[1-9]X!"]),
        ("_X!", ["_X.", "_X"]),
        ("_X.", ["_[0-4].", "_[5-9]."]),
    ],
)
def test_a_union_covers(name: str, others: list[str]) -> None:
    row = places(name)
    assert row is not None
    rows = [found for each in others if (found := places(each)) is not None]
    assert covered(row, rows)
    assert not covered(row, rows[1:])
