"""Rules that change between two calls, or between the decision and the dial: no race lets a call out."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.config.compliance import read_law
from ctid.dialer.sources import ON_THE_WAY, Allowed, Candidate, Refused
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.calling_rules import Cap, Edition, Law
from ctid.model.lead_queries import FindLeads, OpenCampaign
from lead_world import PretendStore
from pretend_dialer import CAMPAIGN, FEDERAL, LAW, MINUTE, NOON, ON_IT, Daemon, lead

DAY = timedelta(days=1)
LOOSE = read_law(LAW, "test.yaml").editions[0].profile
CAPPED = replace(LOOSE, version="2026-11-20", caps=(Cap(30 * DAY, 1),))
EVENING = datetime(2026, 11, 19, 2, tzinfo=UTC)  # 21:00 in New York, when calling hours end


def daemon_with(*laws: Law) -> Daemon:
    daemon = Daemon(PretendStore([lead(n) for n in range(1, 4)]))
    daemon.reading.applied(laws)
    return daemon


def law(name: str, *editions: Edition) -> Law:
    return replace(read_law(LAW, "test.yaml"), name=name, editions=editions)


def called(ago: timedelta) -> Attempt:
    """The first lead was called so long ago, and nobody answered."""
    at = NOON - ago
    return Attempt(
        "att_1", "spring", lead(1).id, "+12125550001", "+12025550199", Mode.POWER, Evidence("", ""), at,
        AttemptState.ENDED, AttemptOutcome.NO_ANSWER, ended_at=at,
    )  # fmt: skip


@settings(deadline=None)
@given(st.floats(0, 120))
def test_a_phone_rings_in_calling_hours_only_however_long_the_switch_is_being_told(seconds: float) -> None:
    daemon = Daemon(PretendStore([lead(1)]))
    daemon.now = EVENING - timedelta(seconds=seconds)
    _, judged = daemon.reads().judged()
    rings_until = daemon.now + ON_THE_WAY + CAMPAIGN.ring
    assert isinstance(judged, Allowed) is (rings_until < EVENING)


def test_laws_that_are_applied_hold_for_leads_that_were_read_under_others() -> None:
    daemon = daemon_with(law("test", Edition(date(2026, 1, 1), LOOSE))).reads()
    shown = daemon.next()
    assert shown is not None
    daemon.reading.applied([law("test", Edition(date(2026, 1, 1), CAPPED))])
    assert daemon.next() is None and not daemon.sources.leads.is_out(shown.lead)
    [ask] = daemon.asks()
    assert isinstance(ask, OpenCampaign)
    daemon.answers(ask)
    [wanted] = daemon.asks()
    assert isinstance(wanted, FindLeads)
    assert wanted.wanted.past_since == daemon.now - 30 * DAY


def test_an_edition_that_comes_into_force_has_leads_read_anew_as_far_back_as_it_looks() -> None:
    editions = Edition(date(2026, 1, 1), LOOSE), Edition(date(2026, 11, 20), CAPPED)
    daemon = daemon_with(law("test", *editions)).reads()
    daemon.passes(18 * timedelta(hours=1))  # it is 20 November somewhere
    asked = daemon.asks()
    assert [type(ask) for ask in asked] == [OpenCampaign]
    daemon.answers(asked[0])
    [wanted] = daemon.asks()
    assert isinstance(wanted, FindLeads) and wanted.wanted.past_since == daemon.now - 30 * DAY


def test_a_campaign_that_looks_back_a_little_makes_nobody_forget_what_another_asks_about() -> None:
    daemon = daemon_with(
        law("test", Edition(date(2026, 1, 1), CAPPED)), law("b", Edition(date(2026, 1, 1), LOOSE))
    )
    [ask] = daemon.asks()
    daemon.answers(ask)
    [wanted] = daemon.asks()
    assert isinstance(wanted, FindLeads)
    found = daemon.store.find(wanted.wanted)
    daemon.reading.found(replace(found, batches=wanted.wanted.batches, past=(called(10 * DAY),)))
    both = {"autumn": replace(CAMPAIGN, name="autumn", profile="b", lists={"other": 1}), "spring": CAMPAIGN}
    [other] = daemon.reading.asks(both, daemon.now)
    assert isinstance(other, OpenCampaign) and other.campaign == "autumn"
    daemon.reading.opened(daemon.opening(other), daemon.now)
    _, judged = daemon.judged()
    assert isinstance(judged, Refused) and judged.reason.code == "attempts_used_up"


def test_a_lead_that_is_shown_is_taken_back_when_a_list_comes_in() -> None:
    daemon = Daemon(PretendStore([lead(n) for n in range(1, 4)])).reads()
    shown = daemon.next()
    assert shown is not None and daemon.sources.leads.is_out(shown.lead)
    daemon.lists, daemon.listed = (FEDERAL,), ON_IT
    daemon.passes(3 * MINUTE)
    daemon.answers(*daemon.asks())
    assert not daemon.sources.leads.is_out(shown.lead)
    assert daemon.reads().refused()[0] == "on_a_list"


def test_a_list_that_is_imported_twice_in_a_day_with_as_many_numbers_is_another_one() -> None:
    daemon = Daemon(PretendStore([lead(n) for n in range(1, 4)]), lists=(FEDERAL,)).reads()
    daemon.lists, daemon.listed = (replace(FEDERAL, id=FEDERAL.id + 1),), ON_IT
    daemon.passes(3 * MINUTE)
    daemon.answers(*daemon.asks())
    assert daemon.next() is None
    assert daemon.reads().refused()[0] == "on_a_list"


@pytest.mark.parametrize("first", [0, 1])
def test_a_number_that_two_campaigns_would_call_at_one_instant_is_called_by_one(first: int) -> None:
    one = replace(CAMPAIGN, mode=Mode.PROGRESSIVE)
    both = one, replace(one, name="autumn", lists={"other": 1})
    campaigns = both[first], both[1 - first]
    daemon = Daemon(PretendStore([lead(1)]), lists=(FEDERAL,)).reads()
    number = lead(1).numbers[0].number
    judged = []
    for n, campaign in enumerate(campaigns):
        whom = replace(lead(1), id=f"lead_{n}-1")
        verdict = daemon.sources.law.judge(campaign, Candidate(whom, number), daemon.now)
        judged.append(verdict)
        if isinstance(verdict, Allowed):
            daemon.sources.law.note(
                Attempt(
                    f"att_{n}", campaign.name, whom.id, number, verdict.shown, campaign.mode,
                    verdict.evidence, daemon.now,
                )
            )  # fmt: skip
    assert isinstance(judged[1], Refused) and judged[1].reason.code == "attempt_under_way"
