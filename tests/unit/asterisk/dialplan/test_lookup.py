"""Which extension a number reaches."""

from datetime import UTC, datetime

import pytest

from ctid.asterisk.dialplan import Dialplan, Extension, Priority, Switch, Texts, parse
from ctid.asterisk.dialplan.lookup import Asked, Candidate, candidates, find
from ctid.asterisk.dialplan.times import holds

TEXT = """\
[main]
exten => _1XX,1,NoOp(pattern)
exten => 100,2,NoOp(no beginning)
exten => 101/555,1,NoOp(for one caller)
include => night,20:00-06:00,*,*,*
include => more
[more]
include => main
exten => _[1-3].,1,NoOp(more)
[night]
exten => _X.,1,NoOp(night)
[asks]
switch => Loopback/x
include => main
"""


@pytest.fixture
def dialplan() -> Dialplan:
    return parse(Texts({"extensions.conf": TEXT}))


def names(dialplan: Dialplan, context: str, asked: Asked) -> list[str]:
    found = (each.what for each in candidates(dialplan, context, asked))
    return [each.name for each in found if isinstance(each, Extension)]


def test_own_extensions_come_before_included_ones_and_none_is_searched_twice(dialplan: Dialplan) -> None:
    assert names(dialplan, "main", Asked("100")) == ["100", "_1XX", "_X.", "_[1-3]."]


def test_what_matches_without_the_priority_does_not_end_the_search(dialplan: Dialplan) -> None:
    step = find(dialplan, "main", Asked("100"))
    assert isinstance(step, Priority)
    assert step.data == "pattern"


def test_the_caller_decides(dialplan: Dialplan) -> None:
    assert names(dialplan, "main", Asked("101", caller="555"))[0] == "101"
    assert names(dialplan, "main", Asked("101"))[0] == "_1XX"


def test_the_hour_decides(dialplan: Dialplan) -> None:
    by_day, by_night = (datetime(2026, 3, 2, hour, tzinfo=UTC) for hour in (12, 23))
    assert names(dialplan, "main", Asked("200", at=by_day)) == ["_[1-3]."]
    assert names(dialplan, "main", Asked("200", at=by_night)) == ["_X.", "_[1-3]."]


def test_a_switch_decides_before_what_is_included(dialplan: Dialplan) -> None:
    found = find(dialplan, "asks", Asked("100"))
    assert isinstance(found, Candidate)
    assert isinstance(found.what, Switch)


def test_nothing_is_found_where_nothing_matches(dialplan: Dialplan) -> None:
    assert find(dialplan, "main", Asked("999x"), 3) is None
    assert find(dialplan, "nowhere", Asked("1")) is None


@pytest.mark.parametrize(
    ("times", "hold"),
    [
        ("", True),
        ("*,*,*,*", True),
        ("09:00-17:00,mon-fri,*,*", True),
        ("09:00-17:00|sat&sun|*|*", False),
        ("17:00-09:00,*,*,*", False),
        ("12:30,*,*,*", True),
        ("*,fri-mon,*,*", True),
        ("*,*,1-3&20,feb-apr", True),
        ("*,*,3-1,*", False),
        ("*,*,*,nov-jan", False),
        ("25:00-26:00,*,*,*", False),
        ("*,*,*,*,Asia/Shanghai", True),
        ("12:00-13:00,*,*,*,Asia/Shanghai", False),
    ],
)
def test_times_hold_as_in_asterisk(times: str, hold: bool) -> None:
    assert holds(times, datetime(2026, 3, 2, 12, 30, tzinfo=UTC)) is hold
