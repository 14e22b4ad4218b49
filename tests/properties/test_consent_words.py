"""Consent, whatever was said in whatever order: the last word holds, and a refusal lets nobody be called."""

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from ctid.dialer.compliance.ledger import consent_at
from ctid.model.consents import Word
from ctid.model.leads import Consent, Lead, LeadNumber

NOW = datetime(2026, 11, 23, 18, tzinfo=UTC)
NUMBERS = ("+12125550142", "+12125550143")
ELSEWHERE = "+12125550199"
WORDS = st.lists(
    st.builds(
        lambda number, hours, given: Word(number, NOW - timedelta(hours=hours), given, "call"),
        st.sampled_from((*NUMBERS, ELSEWHERE)), st.integers(0, 6), st.booleans(),
    ),
    max_size=8,
)  # fmt: skip
IMPORTED = st.one_of(st.none(), st.integers(0, 6).map(lambda h: Consent(NOW - timedelta(hours=h), "form")))


def held(imported: Consent | None, words: list[Word]) -> Consent | None:
    lead = Lead("lead_1", "l", tuple(LeadNumber(number) for number in NUMBERS), consent=imported)
    return consent_at(lead, NUMBERS[0], lambda number: [word for word in words if word.number == number])


def stands(consent: Consent | None) -> bool:
    return consent is not None and consent.revoked_at is None


def last(imported: Consent | None, words: list[Word], number: str) -> bool | None:
    """Say by the plain reading of a number's words whether the last one agrees; None: there is none."""
    said = [(word.at, not word.given) for word in words if word.number == number]
    said += [(imported.given_at, False)] if imported is not None else []
    return not max(said)[1] if said else None


@given(IMPORTED, WORDS, st.integers(0, 9))
def test_it_stands_if_the_last_word_at_the_number_agrees_and_none_at_their_others_does_not(
    imported: Consent | None, words: list[Word], seed: int
) -> None:
    shuffled = Random(seed).sample(words, len(words))
    here, there = (last(imported, words, number) for number in NUMBERS)
    assert stands(held(imported, shuffled)) == (here is True and there is not False)


@given(IMPORTED, WORDS, st.sampled_from(NUMBERS))
def test_a_revocation_now_ends_it_whatever_was_said_before(
    imported: Consent | None, words: list[Word], number: str
) -> None:
    consent = held(imported, [*words, Word(number, NOW, False, "call", who="1001")])
    assert consent is not None
    assert consent.revoked_at is not None


@given(IMPORTED, WORDS)
def test_what_strangers_say_changes_nothing(imported: Consent | None, words: list[Word]) -> None:
    ours = [word for word in words if word.number != ELSEWHERE]
    assert held(imported, words) == held(imported, ours)
