"""The tightest of several profiles, and which edition holds when."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest

from compliance_world import laws
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.tightest import tightest, within
from ctid.model.calling_rules import (
    STRICTEST,
    Abandonment,
    CallingHours,
    Cap,
    ConsentOf,
    Edition,
    Honoured,
    Law,
    Profile,
    Rests,
    Window,
)
from ctid.model.hours import Period
from ctid.model.mistakes import Text

NIGHT, DAY = Period(time(22), time(0)), Period(time(9), time(18))
ONE = Profile(
    "one", "1", frozenset({"US"}), Abandonment((Window(timedelta(1), 0.03),), alert_at=0.8),
    hours=CallingHours(((DAY, NIGHT),) * 7), caps=(Cap(timedelta(1), 5),), calls=ConsentOf.MOBILES,
    rests=Rests(abandoned=timedelta(hours=72)), keep=timedelta(100),
)  # fmt: skip
TWO = Profile(
    "two", "2", frozenset({"US"}),
    abandonment=Abandonment((Window(timedelta(1), 0.05), Window(None, 0.02)), message=True),
    ring=timedelta(seconds=15), hours=CallingHours(((Period(time(12), time(23)),),) * 7, on_holidays=False),
    lists=Honoured(("US:national",), timedelta(31)), caps=(Cap(timedelta(1), 3), Cap(timedelta(30), 9)),
    rests=Rests(same_day=True), keep=timedelta(50),
)  # fmt: skip


def test_the_tightest_of_two_takes_in_each_point_what_allows_less():
    noon = (Period(time(12), time(18)), Period(time(22), time(23)))
    assert tightest([ONE, TWO]) == Profile(
        "one+two", "1+2", frozenset({"US"}),
        Abandonment((Window(timedelta(1), 0.03), Window(None, 0.02)), alert_at=0.8, message=True),
        ring=timedelta(seconds=15),
        hours=CallingHours((noon,) * 7, on_holidays=False),
        lists=Honoured(("US:national",), timedelta(31)), calls=ConsentOf.MOBILES,
        caps=(Cap(timedelta(1), 3), Cap(timedelta(30), 9)),
        rests=Rests(abandoned=timedelta(hours=72), same_day=True), keep=timedelta(100),
    )  # fmt: skip


def test_the_rules_of_a_state_hold_for_whoever_may_be_in_it():
    florida = replace(ONE, caps=(Cap(timedelta(1), 2),))
    country = replace(ONE, regions={"US-FL": florida})
    assert within(country, frozenset({"US-FL", "US-NY"})).caps == (Cap(timedelta(1), 2),)
    assert within(country, frozenset({"US"})).caps == (Cap(timedelta(1), 2),)
    assert within(country, frozenset({"US-NY"})).caps == ONE.caps


def book() -> Rulebook:
    editions = (Edition(date(2026, 1, 1), ONE), Edition(date(2026, 8, 11), replace(TWO, name="one")))
    return Rulebook([Law("one", Text("One", "一"), editions)])


@pytest.mark.parametrize(
    ("now", "version"),
    [
        (datetime(2025, 12, 31, 9, 59, tzinfo=UTC), None),
        (datetime(2025, 12, 31, 10, 0, tzinfo=UTC), "1"),  # it is the first of January on Kiribati
        (datetime(2026, 8, 10, 9, 59, tzinfo=UTC), "1"),
        (datetime(2026, 8, 10, 10, 0, tzinfo=UTC), "1+2"),
        (datetime(2026, 8, 11, 11, 59, tzinfo=UTC), "1+2"),
        (datetime(2026, 8, 11, 12, 0, tzinfo=UTC), "2"),
    ],
)
def test_while_a_day_begins_round_the_world_the_old_and_the_new_edition_hold(now, version):
    found = book().at("one", now)
    assert (found and found.version) == version


def test_nothing_holds_of_a_law_that_is_not_there():
    assert book().at("two", datetime(2026, 9, 1, tzinfo=UTC)) is None
    assert Rulebook([]).at(STRICTEST, datetime(2026, 9, 1, tzinfo=UTC)) is None


def test_the_strictest_profile_is_the_tightest_of_all_that_are_shipped_and_names_them():
    now = datetime(2026, 11, 22, tzinfo=UTC)
    rulebook = Rulebook(laws())
    assert rulebook.names == ("ca", "cn", "de", "fr", "gb", "us", STRICTEST)
    strictest = rulebook.at(STRICTEST, now)
    each = [rulebook.at(name, now) for name in rulebook.names[:-1]]
    same = tightest(profile for profile in each if profile is not None)
    assert strictest == replace(same, name=STRICTEST, countries=frozenset(), version=strictest.version)
    assert strictest.version.endswith("us 2024-10-15")
