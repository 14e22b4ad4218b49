"""English: what a caller in the United States expects, and every number read back by a listener."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.ivr.spoken import Amount, Clock, Count, Day, Digits, Measure, Money, as_text
from ctid.ivr.spoken.english import whole
from ctid.ivr.spoken.vocabulary import ONES, TENS
from ctid.model.languages import Language

SMALL = {word: number for number, word in enumerate(ONES)} | {
    word: 10 * tens for tens, word in enumerate(TENS) if tens > 1
}
LARGE = {"thousand": 10**3, "million": 10**6, "billion": 10**9, "trillion": 10**12}


def heard(said) -> int:
    """Understand a number as a listener does."""
    total = group = 0
    for word in said:
        if word == "hundred":
            group *= 100
        elif word in LARGE:
            total, group = total + group * LARGE[word], 0
        else:
            group += SMALL[word]
    return total + group


@given(st.one_of(st.integers(0, 10**15 - 1), st.integers(0, 10**5)))
def test_every_number_is_understood_as_itself(number):
    assert heard(whole(number)) == number


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Amount(Decimal(0)), "zero"),
        (Amount(Decimal(123)), "one hundred twenty three"),
        (Amount(Decimal(-1001)), "minus one thousand one"),
        (Amount(Decimal("3.14")), "three point one four"),
        (Count(1, Measure.MINUTES), "one minute"),
        (Count(2, Measure.PEOPLE), "two people"),
        (Digits("401"), "four zero one"),
        (Digits("555-01"), "five five five zero one"),
        (Money(Decimal("123.45"), "USD"), "one hundred twenty three dollars and forty five cents"),
        (Money(Decimal("1.01"), "USD"), "one dollar and one cent"),
        (Money(Decimal("0.01"), "GBP"), "one penny"),
        (Money(Decimal("0"), "EUR"), "zero euros"),
        (Money(Decimal("-2"), "CNY"), "minus two yuan"),
        (Day(date(2026, 11, 22)), "November twenty second twenty twenty six"),
        (Day(date(2030, 1, 30)), "January thirtieth twenty thirty"),
        (Day(date(2005, 5, 20)), "May twentieth two thousand five"),
        (Day(date(1905, 3, 1)), "March first nineteen oh five"),
        (Day(date(1900, 3, 11)), "March eleventh nineteen hundred"),
        (Clock(time(14, 5)), "two oh five p.m."),
        (Clock(time(9, 0)), "nine a.m."),
        (Clock(time(12, 0)), "noon"),
        (Clock(time(0, 0)), "midnight"),
        (Clock(time(0, 40)), "twelve forty a.m."),
    ],
)
def test_values_sound_as_on_the_telephone(value, said):
    assert as_text(value, Language.EN) == said
