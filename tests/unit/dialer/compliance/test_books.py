"""The books of the law's windows, and the daily report."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.compliance.books import Books, books_of, false_positives, share
from ctid.dialer.compliance.report import report_of, written
from ctid.dialer.pacing.terms import Tally
from ctid.model.attempts import Attempt, AttemptOutcome, Evidence, Mode
from ctid.model.calling_rules import Abandonment, Window
from ctid.model.campaigns import Campaign
from ctid.model.dialing import Standing, WindowTally
from ctid.model.mistakes import Text

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DAY, MONTH = Window(timedelta(hours=24), 0.03), Window(timedelta(days=30), 0.03)
RULES = Abandonment((DAY, MONTH, Window(None, 0.05)), counts_false_positives=True, alert_at=0.8)
CONNECTED, ABANDONED, MACHINE = AttemptOutcome.CONNECTED, AttemptOutcome.ABANDONED, AttemptOutcome.MACHINE
NOTES = st.lists(st.tuples(st.integers(0, 40 * 24 * 60), st.sampled_from(AttemptOutcome)), max_size=60)


def attempt(minute: int, outcome: AttemptOutcome | None) -> Attempt:
    at = NOW + timedelta(minutes=minute)
    numbers, evidence = ("+12025550142", "+12025550143"), Evidence("us", "1")
    made = Attempt("a", "spring", "l", *numbers, Mode.PREDICTIVE, evidence, at)
    return replace(made, outcome=outcome, answered_at=at)


@given(NOTES, st.integers(0, 45 * 24 * 60), st.randoms(use_true_random=False))
def test_a_tally_is_what_a_count_of_its_window_is_in_whatever_order_it_was_noted(notes, read, chance):
    now = NOW + timedelta(minutes=read)
    books = books_of([attempt(*note) for note in chance.sample(notes, len(notes))], RULES)
    for window, tally in zip(RULES.windows, books.tallies(now, 0.1), strict=True):
        first = read - window.span // timedelta(minutes=1) if window.span else 0
        inside = [outcome for minute, outcome in notes if minute >= first]
        people = sum(outcome in (CONNECTED, ABANDONED, AttemptOutcome.HUNG_UP) for outcome in inside)
        taken = min(inside.count(MACHINE), people / 9)
        assert (tally.name, tally.limit) == (window.name, window.limit)
        assert tally.live == pytest.approx(people + taken)
        assert tally.abandoned == pytest.approx(inside.count(ABANDONED) + taken)


@given(NOTES, st.lists(st.integers(0, 50 * 24 * 60), min_size=1, max_size=6))
def test_what_the_books_were_asked_before_and_by_which_clock_changes_nothing(notes, reads):
    books = Books(RULES)
    for number, (minute, outcome) in enumerate(notes):
        books.note(NOW + timedelta(minutes=minute), outcome)
        books.tallies(NOW + timedelta(minutes=reads[number % len(reads)]))
    last = NOW + timedelta(minutes=reads[0])
    assert books.tallies(last) == books_of([attempt(*note) for note in notes], RULES).tallies(last)


def test_people_taken_for_machines_count_as_abandoned_only_where_the_law_counts_them():
    attempts = [attempt(0, CONNECTED)] * 99 + [attempt(0, MACHINE)] * 50
    counted = books_of(attempts, RULES).tallies(NOW, 0.01)[0]
    assert (counted.live, counted.abandoned) == (100, 1)
    not_counted = books_of(attempts, Abandonment((DAY,))).tallies(NOW, 0.01)[0]
    assert (not_counted.live, not_counted.abandoned) == (99, 0)


def test_no_more_people_are_estimated_than_calls_were_taken_for_machines():
    assert false_positives(990, 3, 0.01) == 3
    assert false_positives(990, 400, 0.01) == 10
    assert false_positives(0, 7, 1.0) == 7


@pytest.mark.parametrize(
    ("lost", "standing"),
    [
        (0, Standing.CLEAR),
        (23, Standing.CLEAR),
        (24, Standing.ALERT),
        (37, Standing.ALERT),
        (38, Standing.LIMIT),
    ],
)
def test_people_are_warned_at_four_fifths_of_a_limit_and_risked_until_it_cannot_be_mended(lost, standing):
    attempts = [attempt(0, ABANDONED)] * lost + [attempt(0, CONNECTED)] * (1000 - lost)
    books = books_of(attempts, RULES)
    tally = books.tallies(NOW)[0]
    assert books.windows([tally]) == (WindowTally("24 h", 1000, lost, 0.03, 0.8, standing),)
    assert share(tally) == lost / 1000


@pytest.mark.parametrize(("lost", "standing"), [(29, Standing.ALERT), (30, Standing.LIMIT)])
def test_a_limit_that_holds_at_every_moment_is_reached_when_it_is(lost, standing):
    attempts = [attempt(0, ABANDONED)] * lost + [attempt(0, CONNECTED)] * (1000 - lost)
    books = books_of(attempts, replace(RULES, firm=True))
    assert books.standing(books.tallies(NOW)[0]) is standing


def test_the_report_of_a_day_tells_both_parts_of_abandonment_and_the_worst_quarter_of_an_hour():
    attempts = [attempt(0, CONNECTED)] * 19 + [attempt(20, CONNECTED), attempt(29, ABANDONED)]
    attempts += [attempt(40, MACHINE)] * 10 + [attempt(41, None), attempt(24 * 60, AttemptOutcome.BUSY)]
    began = datetime(2026, 3, 2, tzinfo=ZoneInfo("Europe/Paris"))
    campaign = Campaign("spring", Text("", ""), Mode.PREDICTIVE, "us", {}, {}, "", false_positives=0.16)
    tallies = (Tally("24 h", 25.0, 5.0, 0.03),)
    refused = {"outside_hours": 2, "on_a_list": 4, "unheard_of": 1}
    first = report_of(campaign, began, attempts[:-1], refused, tallies)
    second = report_of(campaign, began + timedelta(days=1), attempts[-1:], {}, ())
    assert (first.attempts, first.under_way, first.live, first.share) == (32, 1, 25, 0.2)
    assert (first.worst, first.worst_at) == (0.5, "10:15")
    assert (second.day.isoformat(), second.attempts, second.share, second.worst_at) == (
        "2026-03-03",
        1,
        0,
        "",
    )
    text = written(first)
    assert "abandoned: 20.00% (1 counted, 4.0 estimated" in text.en and "10:15" in text.zh
    assert "calls refused, by reason: on a do-not-call list 4, outside the hours 2, unheard_of 1" in text.en
    assert "未拨打（按原因）：在勿呼名单中 4, 不在允许时段 2" in text.zh
    assert "books of the law: 24 h 20.00% of at most 3.0% (5.0 of 25.0)" in text.en
    assert "outcomes: with an agent 20, machine 10, abandoned 1" in text.en
    assert "已接通 20" in text.zh
    assert "quarter" not in written(second).en
