"""Who a caller may be, and why."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.crm.identity import identify, rank
from ctid.model.customers import Customer
from ctid.model.ids import CustomerId

NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)
NUMBER = "+8613800138000"
OTHER = "+862155501234"


def customer(id: str = "cus_1", *, numbers: tuple[str, ...] = (NUMBER,), days: int | None = None) -> Customer:
    last = None if days is None else NOW - timedelta(days=days)
    return Customer(CustomerId(id), f"Customer {id}", numbers, last_contact_at=last)


def test_the_only_owner_of_a_main_number_seen_this_week_is_certain_enough_for_the_full_score() -> None:
    (match,) = rank([customer(days=3)], NUMBER, now=NOW)
    assert match.score == 100
    assert [reason.code for reason in match.reasons] == ["number_exact", "primary_number", "recent_contact"]
    assert match.reasons[2].facts == {"days": 3}


def test_a_shared_number_lowers_everybody_and_says_how_many_share_it() -> None:
    matches = rank([customer("a"), customer("b")], NUMBER, now=NOW)
    assert [match.score for match in matches] == [70, 70]
    assert matches[0].reasons[0].facts == {"number": NUMBER, "sharers": 2}


def test_among_sharers_the_one_whose_main_number_it_is_comes_first() -> None:
    matches = rank([customer("a", numbers=(OTHER, NUMBER)), customer("b")], NUMBER, now=NOW)
    assert [match.customer.id for match in matches] == ["b", "a"]


def test_equals_are_ordered_by_id() -> None:
    matches = rank([customer("c"), customer("a"), customer("b")], NUMBER, now=NOW)
    assert [match.customer.id for match in matches] == ["a", "b", "c"]


@pytest.mark.parametrize(
    ("days", "score"),
    [(None, 90), (0, 100), (7, 100), (8, 96), (30, 96), (31, 93), (90, 93), (91, 90), (-2, 100)],
)
def test_the_score_falls_in_steps_as_the_last_contact_lies_back(days: int | None, score: int) -> None:
    assert rank([customer(days=days)], NUMBER, now=NOW)[0].score == score


def test_who_has_another_number_is_no_match() -> None:
    assert rank([customer(numbers=(OTHER,)), customer("b", numbers=())], NUMBER, now=NOW) == ()


@pytest.mark.parametrize("ani", ["", "anonymous", "unknown", "1001", "+"])
def test_a_caller_without_a_usable_number_matches_nobody_and_the_reason_says_so(ani: str) -> None:
    found = identify(ani, "CN", [customer()], NOW)
    assert (found.number, found.matches) == ("", ())
    assert found.reason is not None and found.reason.code == "no_number"


def test_a_number_that_nobody_has_is_kept_for_the_new_customer() -> None:
    found = identify("13800138000", "CN", [], NOW)
    assert found.number == NUMBER
    assert found.reason is not None and found.reason.code == "no_customer"


@pytest.mark.parametrize("ani", ["13800138000", "+86 138 0013 8000", "0086 138-0013-8000"])
def test_a_number_matches_however_the_trunk_wrote_it(ani: str) -> None:
    found = identify(ani, "CN", [customer()], NOW)
    assert [match.customer.id for match in found.matches] == ["cus_1"]
    assert found.reason is None


CUSTOMERS = st.lists(
    st.builds(
        Customer,
        id=st.text("abc123", min_size=1, max_size=4).map(CustomerId),
        name=st.just("Customer"),
        numbers=st.permutations([NUMBER, OTHER, "+12025550123"]).flatmap(
            lambda numbers: st.integers(0, 3).map(lambda count: tuple(numbers[:count]))
        ),
        last_contact_at=st.none() | st.integers(-5, 400).map(lambda days: NOW - timedelta(days=days)),
    ),
    unique_by=lambda one: one.id,
    max_size=8,
)


@pytest.mark.slow
@given(CUSTOMERS, st.randoms(use_true_random=False))
def test_the_order_of_the_candidates_does_not_matter(customers: list[Customer], chance: Random) -> None:
    shuffled = list(customers)
    chance.shuffle(shuffled)
    assert rank(shuffled, NUMBER, now=NOW) == rank(customers, NUMBER, now=NOW)


@given(CUSTOMERS)
def test_scores_lie_within_0_and_100_and_every_match_says_why(customers: list[Customer]) -> None:
    matches = rank(customers, NUMBER, now=NOW)
    assert all(0 < match.score <= 100 and match.reasons for match in matches)
    assert {match.customer.id for match in matches} == {one.id for one in customers if NUMBER in one.numbers}


@given(CUSTOMERS, st.integers(0, 400), st.integers(0, 400), st.booleans())
def test_more_evidence_never_ranks_lower(
    others: list[Customer], days: int, fewer: int, was_main: bool
) -> None:
    """The same customer with a later contact and their number made the main one stands no lower."""
    weak = customer("me", numbers=(NUMBER, OTHER) if was_main else (OTHER, NUMBER), days=max(days, fewer))
    strong = customer("me", numbers=(NUMBER, OTHER), days=min(days, fewer))

    def standing(me: Customer) -> tuple[int, int]:
        matches = rank([*others, me], NUMBER, now=NOW)
        place = next(index for index, match in enumerate(matches) if match.customer.id == "me")
        return place, matches[place].score

    weak_place, weak_score = standing(weak)
    strong_place, strong_score = standing(strong)
    assert strong_place <= weak_place
    assert strong_score >= weak_score


@given(st.integers(1, 40))
def test_one_sharer_less_never_lowers_the_score(sharers: int) -> None:
    def score(count: int) -> int:
        return rank([customer(f"c{n}") for n in range(count)], NUMBER, now=NOW)[0].score

    assert score(sharers) >= score(sharers + 1)
