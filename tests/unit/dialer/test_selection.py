"""Turns, filters, quotas, caller ID, and what becomes of a lead after each outcome."""

from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.selection import shelf
from ctid.dialer.selection.book import LeadBook
from ctid.dialer.selection.caller_id import shown_to
from ctid.dialer.selection.filters import fits
from ctid.dialer.selection.recycle import DEFAULTS, after, asked_back, number_of
from ctid.dialer.selection.terms import Candidate, Nothing
from ctid.dialer.selection.turns import Turns
from ctid.model.attempts import AttemptOutcome, Mode
from ctid.model.campaigns import Campaign, Recycling
from ctid.model.ids import AgentId
from ctid.model.languages import Language
from ctid.model.leads import Lead, LeadNumber, LeadState
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from lead_world import PretendStore, read_all

NOW = datetime(2026, 11, 23, 17, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
CAMPAIGN = Campaign(
    "spring", Text("Spring", "春"), Mode.PROGRESSIVE, "us", {"a": 1}, {"": "+12125550100"}, "Seller"
)
LEAD = Lead(
    "lead_1-00000002", "a", (LeadNumber("+12125550123"), LeadNumber("+17185550123")), batch=1, attempts=1
)
FIRST, SECOND = (one.number for one in LEAD.numbers)
O = AttemptOutcome  # noqa: E741


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 9), min_size=1), st.integers(1, 300))
def test_turns_are_taken_by_weight_and_never_far_from_it(weights: dict[str, int], many: int) -> None:
    turns = Turns(weights)
    taken = Counter(turns.take(weights) for _ in range(many))
    for key, weight in weights.items():
        assert abs(taken[key] - many * weight / sum(weights.values())) < len(weights)


def test_who_was_away_does_not_catch_up() -> None:
    turns = Turns({"a": 1, "b": 1})
    assert [turns.take("a") for _ in range(50)] == ["a"] * 50
    assert Counter(turns.take("ab") for _ in range(20)) == {"a": 10, "b": 10}


@pytest.mark.parametrize(
    ("shows", "number", "shown"),
    [
        ({"": "0", "+1": "1", "+1212": "2"}, "+12125550123", "2"),
        ({"": "0", "+1": "1", "+1212": "2"}, "+17185550123", "1"),
        ({"": "0", "+1": "1"}, "+442079460018", "0"),
        ({"1212": "2", "+1": "1"}, "+12125550123", "2"),
        ({"+1": "1"}, "+442079460018", None),
    ],
)
def test_the_caller_id_is_that_of_the_longest_beginning(
    shows: dict[str, str], number: str, shown: str | None
) -> None:
    assert shown_to(number, shows) == shown


def test_a_fact_that_a_lead_lacks_passes_no_filter() -> None:
    assert fits(replace(LEAD, facts={"city": "Here"}), {"city": ("Here", "There")})
    assert not fits(LEAD, {"city": ("Here",)})
    assert fits(LEAD, {})


def test_every_outcome_but_an_unknown_one_has_its_rule() -> None:
    assert {*DEFAULTS} == {*O} - {O.UNKNOWN}


@pytest.mark.parametrize("outcome", O)
def test_what_becomes_of_a_lead_has_its_reason_in_both_languages(outcome: AttemptOutcome) -> None:
    lead = after(LEAD, FIRST, outcome, CAMPAIGN, NOW)
    assert lead.reason is not None
    assert all("?" not in lead.reason.words(language) for language in Language)


def test_whoever_was_reached_is_done_with() -> None:
    lead = after(LEAD, FIRST, O.CONNECTED, CAMPAIGN, NOW)
    assert (lead.state, lead.reason) == (LeadState.DONE, Reason("reached"))


def test_a_lead_of_which_nobody_knows_is_never_called_by_itself() -> None:
    lead = after(LEAD, FIRST, O.UNKNOWN, CAMPAIGN, NOW)
    assert (lead.state, lead.due_at) == (LeadState.UNKNOWN, None)


def test_whoever_does_not_answer_is_called_at_the_next_number_round_about() -> None:
    once = after(LEAD, FIRST, O.NO_ANSWER, CAMPAIGN, NOW)
    assert (number_of(once), once.due_at) == (SECOND, NOW + timedelta(hours=4))
    assert number_of(after(once, SECOND, O.NO_ANSWER, CAMPAIGN, NOW)) == FIRST


def test_whoever_is_busy_is_called_again_until_the_rule_says_enough() -> None:
    campaign, lead = replace(CAMPAIGN, recycle={O.BUSY: Recycling(MINUTE, 2)}), LEAD
    for times in (1, 2):
        lead = after(lead, FIRST, O.BUSY, campaign, NOW)
        assert (lead.state, lead.due_at, lead.outcomes) == (LeadState.OPEN, NOW + MINUTE, {"busy": times})
    assert after(lead, FIRST, O.BUSY, campaign, NOW).state is LeadState.DONE


def test_a_number_that_does_not_exist_is_never_tried_again() -> None:
    once = after(LEAD, FIRST, O.INVALID, CAMPAIGN, NOW)
    assert [one.dead for one in once.numbers] == [True, False]
    assert number_of(once) == SECOND
    twice = after(once, SECOND, O.FAX, CAMPAIGN, NOW)
    assert (twice.state, twice.reason) == (LeadState.DONE, Reason("numbers_used_up"))


def test_attempts_of_all_numbers_count() -> None:
    lead = after(replace(LEAD, attempts=6), FIRST, O.NO_ANSWER, CAMPAIGN, NOW)
    assert lead.reason == Reason("attempts_used_up", {"times": 6})


def opened(*leads: Lead, **fields: object) -> tuple[LeadBook, PretendStore]:
    store, book = PretendStore(leads), LeadBook()
    book.open(replace(CAMPAIGN, **fields), store.batches())  # type: ignore[arg-type]
    read_all(book, store, NOW)
    return book, store


def test_a_call_back_waits_for_its_own_agent_and_then_is_anybodys() -> None:
    book, _ = opened(asked_back(LEAD, NOW, AgentId("1001")))
    assert isinstance(book.next("spring", NOW, {AgentId("1002")}), Nothing)
    found = book.next("spring", NOW, {AgentId("1001")})
    assert isinstance(found, Candidate)
    assert (found.agent, found.reason.code) == ("1001", "callback_due")
    book.unused(found, NOW)
    assert isinstance(book.next("spring", NOW + 16 * MINUTE, ()), Candidate)


def test_nobody_is_chosen_once_the_quota_is_reached() -> None:
    book, _ = opened(LEAD, quota={"sold": 2})
    book.disposed("spring", "sold")
    found = book.next("spring", NOW)
    assert isinstance(found, Candidate)
    book.disposed("spring", "sold")
    assert book.next("spring", NOW) == Nothing(Reason("quota_reached", {"disposition": "sold", "count": 2}))


def test_who_has_nobody_to_call_is_told_when_to_look_again() -> None:
    book, _ = opened(replace(LEAD, due_at=NOW + 3 * MINUTE))
    found = book.next("spring", NOW)
    assert found == Nothing(Reason("leads_not_due"), NOW + 3 * MINUTE)


def test_a_zone_in_which_nobody_may_be_called_stands_aside_as_a_whole() -> None:
    east = replace(LEAD, zone="East")
    book, store = opened(east, replace(east, id="lead_1-00000003"), replace(LEAD, id="lead_1-00000004"))
    for _ in range(2):
        found = book.next("spring", NOW)
        assert isinstance(found, Candidate)
        if found.lead.zone:
            book.zone_refused(found, NOW + MINUTE, NOW)
    assert isinstance(book.next("spring", NOW), Nothing)
    read_all(book, store, NOW + MINUTE)
    assert [book.next("spring", NOW + MINUTE).lead.zone for _ in range(2)] == ["East", "East"]  # type: ignore[union-attr]


def test_an_answer_that_is_lost_is_asked_for_again() -> None:
    store, book = PretendStore([LEAD]), LeadBook()
    book.open(CAMPAIGN, store.batches())
    [asked] = book.wanted(NOW)
    assert list(book.wanted(NOW)) == []
    assert book.next("spring", NOW) == Nothing(Reason("leads_being_read"))
    book.lost("spring")
    assert list(book.wanted(NOW)) == [asked]


def test_a_lead_that_came_back_for_later_hides_nobody_who_is_due_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(shelf, "HELD", 2)
    monkeypatch.setattr(shelf, "FEW", 4)
    later = replace(LEAD, id="lead_1-00000003", due_at=NOW + 6 * MINUTE)
    book, store = opened(LEAD, later)
    found = book.next("spring", NOW)
    assert isinstance(found, Candidate)
    store.keep(book.refused(found, Reason("x"), NOW + 7 * MINUTE, NOW))
    read_all(book, store, NOW + 6 * MINUTE)
    again = book.next("spring", NOW + 6 * MINUTE)
    assert isinstance(again, Candidate)
    assert again.lead == later
