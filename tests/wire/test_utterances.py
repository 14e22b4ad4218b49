"""What is cut out of a line's sound as something that the caller said."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.asterisk.utterances import FRAME, LONGEST, Utterances
from telephone_sound import RATE, noise, tone


def cut(sound):
    return list(Utterances().feed(sound))


def test_a_word_between_quiet_is_one_utterance_with_a_little_around_it():
    [word] = cut(noise(1) + tone(0.5) + noise(1))
    assert 0.6 <= len(word) / 2 / RATE <= 0.9


def test_two_words_with_a_pause_are_two():
    assert len(cut(noise(1) + tone(0.4) + noise(0.8) + tone(0.4) + noise(0.8))) == 2


def test_the_short_pause_inside_a_word_does_not_part_it():
    assert len(cut(noise(1) + tone(0.3) + noise(0.15) + tone(0.1) + noise(1))) == 1


@pytest.mark.parametrize(
    "sound", [noise(4), noise(4, 300), noise(1) + tone(0.03) + noise(2)], ids=["quiet", "hiss", "click"]
)
def test_quiet_a_hissing_line_and_a_click_are_nothing(sound):
    assert cut(sound) == []


def test_who_never_stops_is_cut_off():
    sounds = cut(noise(1) + tone(10))
    assert sounds
    assert max(map(len, sounds)) <= LONGEST * FRAME


def test_a_caller_is_speaking_until_the_quiet_after_it():
    heard = Utterances()
    list(heard.feed(noise(1)))
    assert not heard.speaking
    list(heard.feed(tone(0.3)))
    assert heard.speaking
    list(heard.feed(noise(0.6)))
    assert not heard.speaking


@given(st.lists(st.integers(0, 40_000), max_size=12))
def test_where_the_stream_is_cut_changes_nothing(cuts):
    sound = noise(1) + tone(0.4) + noise(0.6)
    places = sorted(min(place, len(sound)) for place in cuts)
    heard, got = Utterances(), []
    for start, end in zip([0, *places], [*places, len(sound)], strict=True):
        got += heard.feed(sound[start:end])
    assert got == cut(sound)
