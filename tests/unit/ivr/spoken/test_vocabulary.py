"""Every word that is ever said is a prompt."""

from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.ivr.spoken import Amount, Clock, Count, Day, Digits, Measure, Money, as_prompts
from ctid.ivr.spoken.vocabulary import KEYS, MONEY, PAUSE, WORDS
from ctid.model.languages import Language

SUMS = st.decimals(-(10**10), 10**10, places=2)
VALUES = st.one_of(
    st.builds(Amount, SUMS),
    st.builds(Count, st.integers(0, 10**6), st.sampled_from(Measure)),
    st.builds(Digits, st.text("0123456789- ", min_size=1)),
    st.builds(Money, SUMS, st.sampled_from(sorted(MONEY))),
    st.builds(Day, st.dates(date(1000, 1, 1))),
    st.builds(Clock, st.builds(time, st.integers(0, 23), st.integers(0, 59))),
)


@pytest.mark.parametrize("language", Language)
@given(value=VALUES)
def test_whatever_is_said_has_a_recording(language, value):
    assert set(as_prompts(value, language)) <= WORDS[language].keys()


@pytest.mark.parametrize("language", Language)
def test_no_two_prompts_say_the_same(language):
    assert len(KEYS[language]) == len(WORDS[language])


def test_a_grouped_number_is_heard_in_groups():
    assert as_prompts(Digits("12 3"), Language.EN)[2] == "word-pause"
    assert WORDS[Language.ZH]["word-pause"] == PAUSE


def test_a_price_is_said_word_by_word():
    assert as_prompts(Money(Decimal("2.5"), "CNY"), Language.ZH) == (
        "word-liang",
        "word-yuan",
        "word-5",
        "word-jiao",
    )
