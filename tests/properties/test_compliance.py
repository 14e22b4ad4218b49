"""No clock, list, time zone or order of events makes the judge allow a call outside its rules.

What is lawful is said by tests/stage/compliance_oracle.py, which finds it out second by second.
`script/bench compliance` asks it of a hundred thousand calls.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from compliance_oracle import broken
from compliance_world import drawn, laws
from ctid.dialer.compliance.clocks import next_opening
from ctid.dialer.compliance.judge import explain, judge
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.compliance.terms import Allowed, Asked, Past, Refused
from ctid.model.attempts import AttemptOutcome
from ctid.model.calling_rules import STRICTEST

SEEDS = st.integers(0, 2**32)  # a call is made from its number: script/bench compliance --seed
SOME, MANY = settings(max_examples=150, deadline=None), settings(max_examples=1500, deadline=None)

_MICROSECOND = timedelta(microseconds=1)


@pytest.mark.slow
@given(SEEDS)
@MANY
def test_the_judge_refuses_by_just_the_rules_that_the_call_would_break(seed: int) -> None:
    case, profile, now, places = drawn(Random(seed))
    refused = {name for name, verdict in explain(case, profile, now).items() if isinstance(verdict, Refused)}
    assert refused == broken(case, profile, now, places)
    assert isinstance(judge(case, profile, now), Refused) == bool(refused)


@pytest.mark.slow
@given(SEEDS, st.sampled_from([None, *AttemptOutcome]), st.integers(-3600, 90 * 86400), st.booleans())
@SOME
def test_one_more_attempt_entry_or_revocation_never_allows_a_call(
    seed: int, outcome: AttemptOutcome | None, ago: int, said_no: bool
) -> None:
    case, profile, now, _ = drawn(Random(seed))
    refused = {name for name, verdict in explain(case, profile, now).items() if isinstance(verdict, Refused)}
    past = (*case.past, Past(now - timedelta(seconds=ago), outcome, said_no))
    listed = {**case.lists, "internal": Asked(now, True)}
    lead = case.lead
    if lead.consent is not None:
        lead = replace(lead, consent=replace(lead.consent, revoked_at=now))
    for more in (replace(case, past=past), replace(case, lists=listed), replace(case, lead=lead)):
        now_refused = {
            n for n, verdict in explain(more, profile, now).items() if isinstance(verdict, Refused)
        }
        assert refused - {"lists_fresh"} <= now_refused
        assert not refused or isinstance(judge(more, profile, now), Refused)


@given(SEEDS)
@SOME
def test_the_order_of_earlier_attempts_changes_nothing(seed: int) -> None:
    case, profile, now, _ = drawn(Random(seed))
    shuffled = replace(case, past=tuple(Random(seed).sample(case.past, len(case.past))))
    assert explain(case, profile, now) == explain(shuffled, profile, now)


@pytest.mark.slow
@given(SEEDS)
@SOME
def test_what_the_strictest_rules_allow_every_law_allows_that_is_for_the_place(seed: int) -> None:
    case, _, now, _ = drawn(Random(seed))
    book = Rulebook(laws())
    strictest = book.at(STRICTEST, now)
    assert strictest is not None
    by_strictest = {n for n, v in explain(case, strictest, now).items() if isinstance(v, Refused)}
    for law in laws():
        profile = book.at(law.name, now)
        if profile is not None and case.where.countries <= profile.countries:
            mine = {name for name, v in explain(case, profile, now).items() if isinstance(v, Refused)}
            assert mine <= by_strictest


@given(SEEDS)
@SOME
def test_a_refusal_with_an_end_is_over_at_its_end_and_not_before(seed: int) -> None:
    case, profile, now, _ = drawn(Random(seed))
    for name, verdict in explain(case, profile, now).items():
        if not isinstance(verdict, Refused) or verdict.not_before is None:
            continue
        assert verdict.not_before > now
        at_its_end = explain(case, profile, verdict.not_before)[name]
        if name != "holidays":  # the next day may be one too
            assert not isinstance(at_its_end, Refused)
        sooner = now + timedelta(
            microseconds=Random(seed).randrange((verdict.not_before - now) // _MICROSECOND)
        )
        before = explain(case, profile, sooner)[name]
        if name != "calling_hours":  # it may open an hour sooner when clocks go forward: see below
            assert isinstance(before, Refused)


@given(SEEDS, st.integers(0, 9 * 24 * 60))
@SOME
def test_hours_open_when_they_are_said_to_but_for_an_hour_that_the_clocks_left_out(
    seed: int, minutes: int
) -> None:
    case, profile, now, _ = drawn(Random(seed))
    now = now.replace(second=0, microsecond=0)
    ring, zones = case.campaign.ring, case.where.zones
    opens = next_opening(profile.hours, zones, ring, now)
    tried = now + timedelta(minutes=minutes)
    hours_only = replace(profile, regions={})
    if isinstance(explain(case, hours_only, tried)["calling_hours"], Refused):
        return
    # Open at `tried`: then it opened at the latest then, or was open all along.
    if isinstance(explain(case, hours_only, now)["calling_hours"], Refused):
        assert opens is not None and opens <= tried + timedelta(hours=1)


@given(SEEDS, st.integers(0, 72))
@SOME
def test_an_edition_holds_from_the_first_moment_of_its_day_wherever_the_person_is(
    seed: int, hours: int
) -> None:
    case, _, _, places = drawn(Random(seed))
    france = Rulebook(law for law in laws() if law.name == "fr")
    now = datetime(2026, 8, 9, 9, tzinfo=UTC) + timedelta(hours=hours)
    case = replace(case, lead=replace(case.lead, consent=None), business=False)
    profile = france.at("fr", now)
    assert profile is not None
    verdict = judge(case, profile, now)
    if isinstance(verdict, Allowed):  # consent is needed of consumers since 11 August, by anybody's clock
        assert all(now.astimezone(ZoneInfo(place.zone)).day < 11 for place in places)
