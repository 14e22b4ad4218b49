"""Whom to call and whether that is allowed, as a running daemon knows it: by what the store has answered."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from ctid.config.compliance import read_law
from ctid.dialer.sources import Allowed, Refused
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Evidence, Mode
from ctid.model.consents import Word
from ctid.model.do_not_call_lists import Listing
from ctid.model.ids import AgentId, lead_id
from ctid.model.languages import Language
from ctid.model.lead_queries import Answered, FindLeads, LeadsLost, OpenCampaign
from ctid.model.leads import AskedBack, Consent, LeadNumber, LeadState
from ctid.model.tried import Tried
from lead_world import PretendStore
from pretend_dialer import CAMPAIGN, FEDERAL, LAW, MINUTE, NOON, Daemon, lead
from town_site import SITE


@pytest.fixture
def daemon() -> Iterator[Daemon]:
    yield Daemon(PretendStore([lead(n) for n in range(1, 4)]))


def test_nobody_is_called_before_the_store_has_answered(daemon: Daemon) -> None:
    [ask] = daemon.asks()
    assert daemon.next() is None and daemon.asks() == []
    daemon.answers(ask)
    assert daemon.next() is None
    assert daemon.reads().next() is not None


def test_what_was_lost_is_asked_again(daemon: Daemon) -> None:
    [ask] = daemon.asks()
    daemon.reading.lost(LeadsLost("spring"))
    assert daemon.asks() == [ask]
    daemon.answers(ask)
    wanted = daemon.asks()
    assert isinstance(wanted[0], FindLeads) and daemon.asks() == []
    daemon.reading.lost(LeadsLost("spring"))
    assert daemon.asks() == wanted


def test_what_earlier_dials_tell_is_asked_of_the_store_once(daemon: Daemon) -> None:
    [ask] = daemon.asks()
    yesterday, zone = NOON - 24 * 60 * MINUTE, lead(1).zone
    daemon.tried = tuple(
        Tried(yesterday, zone, "", before, None, 500, 50 + 150 * before) for before in (1, 0)
    )
    daemon.answers(ask)
    assert isinstance(ask, OpenCampaign) and ask.latest > 0
    kept, attempt = daemon.reads().dials()
    assert daemon.sources.chances is not None
    assert (daemon.sources.chances.of(kept, attempt) or 1.0) < 0.25
    daemon.campaign = replace(CAMPAIGN, lines=5)
    [again] = daemon.asks()
    assert isinstance(again, OpenCampaign) and again.latest == 0


def test_a_number_on_a_list_is_done_with(daemon: Daemon) -> None:
    daemon.lists, daemon.listed = (
        (FEDERAL,),
        {"+12125550001": (Listing(FEDERAL.name, FEDERAL.kind, FEDERAL.of),)},
    )
    code, kept = daemon.reads().refused()
    assert code == "on_a_list"
    assert kept is not None and kept.state is LeadState.DONE
    assert isinstance(daemon.judged()[1], Allowed)


def test_what_the_centre_forbids_this_moment_is_not_called(daemon: Daemon) -> None:
    daemon.reads().reading.sees(SITE, {"+12125550001": "asked us not to"})
    assert daemon.refused()[0] == "on_a_list"


@pytest.mark.parametrize("given_before", [True, False])
def test_consent_that_is_taken_back_holds_for_leads_that_were_read_before(given_before: bool) -> None:
    agreed = Consent(NOON - timedelta(days=9), "form") if given_before else None
    daemon = Daemon(PretendStore([lead(1, consent=agreed)])).reads()
    daemon.sources.law.said(Word("+12125550001", NOON, False, "call", who="1001", id="word_1"))
    candidate, judged = daemon.judged()
    assert isinstance(judged, Refused)
    assert judged.reason.code == "consent_revoked"
    assert "call, 1001" in judged.reason.words(Language.EN)
    assert candidate.lead.consent == agreed


def test_who_takes_consent_back_at_one_number_is_called_at_none() -> None:
    numbers = (LeadNumber("+12125550001"), LeadNumber("+12125550002"))
    daemon = Daemon(PretendStore([replace(lead(1), numbers=numbers)])).reads()
    daemon.sources.law.said(Word("+12125550002", NOON, False, "call", id="word_1"))
    assert daemon.refused()[0] == "consent_revoked"


def test_a_consent_that_is_given_again_counts_from_the_next_decision_on() -> None:
    daemon = Daemon(PretendStore([lead(1)]), words=(Word("+12125550001", NOON, False, "call", id="w1"),))
    daemon.reads().passes(MINUTE)
    daemon.sources.law.said(Word("+12125550001", daemon.now, True, "form", "file 3", id="w2"))
    _, judged = daemon.judged()
    assert isinstance(judged, Allowed)
    assert judged.evidence.rules["revocation"] == "no consent was taken back"


def test_a_word_that_was_said_while_the_store_was_asked_is_not_forgotten_by_its_answer() -> None:
    daemon = Daemon(PretendStore([lead(1)]))
    for ask in daemon.asks():
        daemon.answers(ask)
    [ask] = daemon.asks()
    daemon.sources.law.said(Word("+12125550001", NOON, False, "call", id="word_1"))
    daemon.answers(ask)
    assert daemon.refused()[0] == "consent_revoked"


def test_who_took_consent_back_is_not_called_from_a_list_that_comes_later_with_an_older_consent() -> None:
    older = lead(1, consent=Consent(NOON - timedelta(days=400), "form"))
    taken_back = Word("+12125550001", NOON - timedelta(days=30), False, "letter", id="word_1")
    daemon = Daemon(PretendStore([older]), words=(taken_back,)).reads()
    assert daemon.refused()[0] == "consent_revoked"


@pytest.mark.parametrize("agent", [None, AgentId("1001")])
def test_who_asks_to_be_called_back_is_called_then_and_not_before(agent: AgentId | None) -> None:
    daemon = Daemon(PretendStore([lead(1)])).reads()
    reached = daemon.ends(daemon.dials(), AttemptOutcome.CONNECTED)
    assert reached is not None
    wish = AskedBack(NOON + 3 * MINUTE, agent)
    kept = daemon.sources.leads.asked_back("spring", reached, wish, NOON)
    assert (kept.state, kept.due_at, kept.callback_agent) == (LeadState.OPEN, wish.at, agent)
    assert daemon.next() is None
    daemon.passes(3 * MINUTE)
    found = daemon.sources.leads.next(daemon.campaign, daemon.now, [AgentId("1001")])
    assert found is not None
    assert (found.lead.id, found.agent) == (reached.id, agent)


def test_a_call_back_that_was_asked_for_during_the_call_outlives_its_end() -> None:
    daemon = Daemon(PretendStore([lead(1)])).reads()
    kept, attempt = daemon.dials()
    wanting = daemon.sources.leads.asked_back("spring", kept, AskedBack(NOON + MINUTE), NOON)
    assert wanting.state is LeadState.CALLING
    ended = daemon.ends((wanting, attempt), AttemptOutcome.CONNECTED)
    assert ended is not None
    assert (ended.state, ended.due_at, ended.callback) == (LeadState.OPEN, NOON + MINUTE, True)
    assert ended.outcomes == {"connected": 1}


def test_a_call_back_that_was_made_is_over() -> None:
    daemon = Daemon(PretendStore([lead(1)])).reads()
    kept, attempt = daemon.dials()
    daemon.sources.leads.asked_back("spring", kept, AskedBack(NOON), NOON)
    daemon.ends((kept, attempt), AttemptOutcome.CONNECTED)
    again = daemon.sources.leads.asked_back(
        "spring", replace(kept, state=LeadState.DONE), AskedBack(NOON), NOON
    )
    ended = daemon.ends(daemon.dials(), AttemptOutcome.CONNECTED)
    assert ended is not None
    assert (again.callback, ended.callback, ended.state) == (True, False, LeadState.DONE)


def test_a_list_that_is_new_holds_for_leads_that_were_read_before_it(daemon: Daemon) -> None:
    daemon.reads()
    daemon.lists, daemon.listed = (
        (FEDERAL,),
        {"+12125550001": (Listing(FEDERAL.name, FEDERAL.kind, FEDERAL.of),)},
    )
    daemon.passes(3 * MINUTE)
    [ask] = daemon.asks()
    daemon.answers(ask)
    assert daemon.next() is None
    assert daemon.reads().refused()[0] == "on_a_list"


def test_leads_that_were_imported_meanwhile_are_called_too(daemon: Daemon) -> None:
    daemon.reads()
    for _ in range(3):
        daemon.dials()
    assert daemon.next() is None
    daemon.passes(3 * MINUTE)
    [ask] = daemon.asks()
    assert isinstance(ask, FindLeads)
    daemon.reading.found(replace(daemon.store.find(ask.wanted), batches=(1, 2)))
    daemon.store.keep(replace(lead(4), id=lead_id(2, 4), batch=2))
    for known in (1, 2, 3):
        daemon.store.keep(lead(known, state=LeadState.CALLING))
    found = daemon.reads().next()
    assert found is not None and found.lead.batch == 2


def test_at_night_all_of_a_zone_is_put_aside_and_nothing_is_kept(daemon: Daemon) -> None:
    daemon.now = NOON - timedelta(hours=6)
    assert daemon.reads().refused() == ("outside_hours", None)
    assert daemon.next() is None
    daemon.passes(timedelta(hours=6))
    assert daemon.reads().next() is not None


def test_whose_postcode_says_more_is_put_aside_alone() -> None:
    daemon = Daemon(PretendStore([lead(1, postcode="99501"), lead(2)]))  # Alaska
    code, kept = daemon.reads().refused()
    assert code == "outside_hours"
    assert kept is not None and kept.due_at is not None
    assert isinstance(daemon.judged()[1], Allowed)


def test_where_it_is_the_campaign_that_may_not_call_the_lead_stays_and_is_asked_about_a_minute_later(
    daemon: Daemon,
) -> None:
    daemon.campaign = replace(CAMPAIGN, message="")
    assert daemon.reads().refused() == ("no_message", None)
    assert daemon.next() is None
    daemon.passes(MINUTE)
    candidate = daemon.next()
    assert candidate is not None and candidate.lead == lead(1)


def test_a_number_that_two_leads_have_is_called_by_one_at_a_time() -> None:
    daemon = Daemon(PretendStore([lead(1), lead(2, "+12125550001")]))
    daemon.reads().dials()
    code, kept = daemon.refused()
    assert code == "attempt_under_way"
    assert kept is not None and kept.due_at == NOON + MINUTE


def test_a_lead_that_is_called_is_not_given_out_again_though_the_store_has_an_old_value_of_it() -> None:
    daemon = Daemon(PretendStore([lead(1)]))
    kept = daemon.ends(daemon.reads().dials(), AttemptOutcome.CONGESTED)
    assert kept is not None
    daemon.store.keep(kept)
    daemon.passes(10 * MINUTE)
    daemon.dials()
    assert daemon.reads().next() is None


def test_a_lead_that_was_busy_comes_back_in_its_time() -> None:
    daemon = Daemon(PretendStore([lead(1)]))
    kept = daemon.ends(daemon.reads().dials(), AttemptOutcome.BUSY)
    assert kept is not None and daemon.next() is None
    daemon.store.keep(kept)
    daemon.passes(16 * MINUTE)
    found = daemon.reads().next()
    assert found is not None and found.lead.attempts == 1


def test_a_list_that_is_used_up_ends_the_campaign_but_not_while_a_lead_of_it_comes_back(
    daemon: Daemon,
) -> None:
    daemon = Daemon(PretendStore([lead(1)]))
    dialled = daemon.reads().dials()
    daemon.store.keep(replace(dialled[0], state=LeadState.CALLING))
    daemon.passes(3 * MINUTE)
    [ask] = daemon.asks()
    kept = daemon.ends(dialled, AttemptOutcome.BUSY)
    daemon.answers(ask)
    assert daemon.reading.over("spring") is None
    assert kept is not None
    daemon.store.keep(replace(kept, state=LeadState.DONE))
    daemon.passes(3 * MINUTE)
    daemon.reads()
    over = daemon.reading.over("spring")
    assert over is not None and over.code == "leads_used_up"


def test_a_quota_that_is_reached_ends_the_campaign(daemon: Daemon) -> None:
    daemon.campaign, daemon.given = replace(CAMPAIGN, quota={"sold": 2}), {"sold": 1}
    assert daemon.reads().next() is not None
    daemon.sources.leads.disposed("spring", "sold")
    assert daemon.next() is None
    over = daemon.reading.over("spring")
    assert over is not None and over.code == "quota_reached"


def test_the_books_go_on_from_what_the_store_has_counted(daemon: Daemon) -> None:
    people = AttemptOutcome.CONNECTED
    daemon.answered = (
        Answered(NOON - MINUTE, people, 97),
        Answered(NOON - MINUTE, AttemptOutcome.ABANDONED, 2),
    )
    before = Attempt(
        "att_0", "spring", "lead_0", "+12125550100", "+12025550199", Mode.PREDICTIVE, Evidence("", ""), NOON
    )
    daemon.sources.law.note(before)
    [ask] = daemon.asks()
    assert ask.under_way == ("att_0",)
    ended = replace(
        before, state=AttemptState.ENDED, outcome=AttemptOutcome.ABANDONED, ended_at=NOON - 60 * MINUTE
    )  # the clock was set back meanwhile
    for _ in range(2):
        daemon.sources.law.note(ended)
    daemon.answers(ask)
    [tally] = daemon.sources.law.tallies(CAMPAIGN, NOON)
    assert (tally.live, tally.abandoned) == (100, 3)


@pytest.mark.parametrize("opened", ["before the talk", "in it", "never"])
def test_who_has_an_agent_is_in_the_books_at_once_and_once_however_long_they_talk(
    daemon: Daemon, opened: str
) -> None:
    talk = Attempt(
        "att_0", "spring", "lead_0", "+12125550100", "+12025550199", Mode.PREDICTIVE, Evidence("", ""), NOON,
        AttemptState.CONNECTED,
    )  # fmt: skip

    def live() -> list[float]:
        return [tally.live for tally in daemon.sources.law.tallies(CAMPAIGN, NOON)]

    if opened == "before the talk":
        daemon.reads()
    for _ in range(2):
        daemon.sources.law.note(talk)
    if opened == "in it":
        daemon.reads()
    assert live() == ([] if opened == "never" else [1])
    ended = replace(talk, state=AttemptState.ENDED, outcome=AttemptOutcome.CONNECTED, ended_at=NOON)
    daemon.sources.law.note(ended)
    assert live() == ([] if opened == "never" else [1])


def test_at_the_limit_a_call_is_made_only_because_an_agent_is_held_for_it(daemon: Daemon) -> None:
    daemon.answered = (Answered(NOON - MINUTE, AttemptOutcome.ABANDONED, 50),)
    _, judged = daemon.reads().judged()
    assert isinstance(judged, Allowed)
    assert "agent" in judged.evidence.rules["abandonment"]


def test_another_law_holds_from_the_next_decision_on(daemon: Daemon) -> None:
    daemon.reads()
    daemon.reading.applied((read_law(LAW.replace("08:00-21:00", "18:00-21:00"), "test.yaml"),))
    assert daemon.next() is None
    assert daemon.reads().refused()[0] == "outside_hours"
