"""Supervisors are warned of a window of the law that is nearly used up: once for each mark."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.centre import allowances
from ctid.centre.live_attempts import Pace
from ctid.dialer.compliance.books import Books
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import AttemptOutcome
from ctid.model.calling_rules import Abandonment, Window
from ctid.model.dialing import Standing
from ctid.model.events import EventKind
from ctid.model.languages import Language
from ctid.model.reports import SwitchSeen
from dialing_stage import CAMPAIGN, Floor

DAY = Window(timedelta(hours=24), 0.03)
BOOKS = Books(Abandonment((DAY,), alert_at=0.8))
ABANDONED, CONNECTED = AttemptOutcome.ABANDONED, AttemptOutcome.CONNECTED


@pytest.fixture
def floor(stage) -> Floor:
    floor = Floor(stage)
    floor.stands_by("1001")
    return floor


def stands(floor: Floor, abandoned: float, live: float = 1000, name: str = "24 h") -> list[str]:
    """The books say so at the next decision; return what is told of all of it so far."""
    floor.law.standings = BOOKS.windows([Tally(name, live, abandoned, 0.03)])
    floor.stage.passes(1.0)
    return [event.facts["standing"] for event in floor.stage.told(EventKind.CAMPAIGN_ALERTED)]


def test_each_mark_is_told_once_when_it_is_passed(floor: Floor) -> None:
    assert stands(floor, 23) == []
    assert stands(floor, 24) == ["alert"]
    assert stands(floor, 30) == ["alert"]
    assert stands(floor, 38) == ["alert", "limit"]
    assert stands(floor, 40) == ["alert", "limit"]


def test_an_alert_says_which_campaign_and_window_and_how_near_in_both_languages(floor: Floor) -> None:
    stands(floor, 20)
    stands(floor, 25)
    [event] = floor.stage.told(EventKind.CAMPAIGN_ALERTED)
    assert event.facts == {
        "campaign": "spring", "window": "24 h", "standing": "alert", "share": 0.025, "limit": 0.03,
    }  # fmt: skip
    assert event.at == floor.stage.now
    english, chinese = (event.reason.words(language) for language in (Language.EN, Language.ZH))
    assert english == (
        "near the limit: 25 of 1000 who answered were abandoned, 2.5% (24 h; limit 3.0%)"
    )  # fmt: skip
    assert "2.5%" in chinese and "3.0%" in chinese


@pytest.mark.parametrize(
    ("abandoned", "live", "code"),
    [(25, 1000, "window_near"), (1, 2, "window_over"), (38, 1000, "window_spent")],
)
def test_a_share_above_a_limit_that_is_not_used_up_is_not_called_near(
    floor: Floor, abandoned: int, live: int, code: str
) -> None:
    stands(floor, 0)
    stands(floor, abandoned, live)
    [event] = floor.stage.told(EventKind.CAMPAIGN_ALERTED)
    assert event.reason is not None
    assert event.reason.code == code


def test_a_window_that_wavers_about_the_mark_is_told_once_and_again_after_it_was_well_below(
    floor: Floor,
) -> None:
    stands(floor, 20)
    for abandoned in (24, 23, 25, 22, 24):
        assert stands(floor, abandoned) == ["alert"]
    stands(floor, 21)
    assert stands(floor, 24) == ["alert", "alert"]


def test_where_a_window_stands_when_ctid_starts_is_no_crossing(floor: Floor) -> None:
    assert stands(floor, 29) == []
    floor.starts()
    floor.stage.happens(SwitchSeen("sw1", (), {}))
    assert stands(floor, 29) == []
    assert stands(floor, 38) == ["limit"]


def test_a_window_that_a_changed_law_brings_is_told_of_where_it_finds_too_many(floor: Floor) -> None:
    assert stands(floor, 29, name="24 h") == []
    assert stands(floor, 29, name="30 days") == ["alert"]


def test_people_who_leave_a_window_bring_it_over_the_mark_as_those_who_are_lost_do(floor: Floor) -> None:
    assert stands(floor, 12, live=600) == []
    assert stands(floor, 12, live=490) == ["alert"]


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 2000)), max_size=40))
def test_nothing_is_told_but_what_is_worse_than_what_was_told_before(counts: list[tuple[int, int]]) -> None:
    said: list[Standing] = []
    pace, order = Pace(None), tuple(Standing)  # type: ignore[arg-type]

    class Hears:
        def tell(self, kind, at, *, reason, standing, **facts) -> None:
            said.append(Standing(standing))

    known = None
    for abandoned, others in counts:
        pace.windows = BOOKS.windows([Tally("24 h", abandoned + others, abandoned, 0.03)])
        before, told = known, len(said)
        allowances.warn(Hears(), CAMPAIGN, pace, None)  # type: ignore[arg-type]
        known, now = pace.warned["24 h"], pace.windows[0].standing
        worse = before is not None and order.index(now) > order.index(before)
        assert said[told:] == [now] * worse
        assert order.index(known) >= order.index(now)


def test_refusals_are_counted_by_why_with_the_last_of_each(floor: Floor) -> None:
    floor.law.forbids = {"lead_0", "lead_1"}
    floor.dials()
    [refused] = floor.stage.centre.campaigns()["spring"].flight.refused
    assert (refused.times, refused.lead, refused.reason.code) == (2, "lead_1", "calling_hours")
