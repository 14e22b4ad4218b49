"""What holds of every telephone number, whatever a trunk sends."""

import phonenumbers
from hypothesis import given
from hypothesis import strategies as st

from ctid.model.phone import PhoneNumber, read_number

REGIONS = st.sampled_from(sorted(phonenumbers.SUPPORTED_REGIONS))
WRITTEN = st.text("0123456789+-() .", max_size=45)
DIGITS = st.text("0123456789", min_size=4, max_size=17)


@st.composite
def numbers(draw: st.DrawFn) -> PhoneNumber:
    """Real numbers: a region's example, or one near it that is valid too."""
    example = phonenumbers.example_number(draw(REGIONS))
    assert example is not None
    e164 = phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164)
    last = draw(st.text("0123456789", min_size=2, max_size=2))
    return read_number(e164[:-2] + last, "US") or PhoneNumber(e164)


@given(st.text(max_size=60) | WRITTEN, REGIONS | st.text(max_size=3))
def test_no_text_is_ever_more_than_a_number_or_none(raw: str, region: str) -> None:
    found = read_number(raw, region)
    if found is not None:
        assert found.e164[0] == "+" and found.e164[1] != "0"
        assert set(found.e164[1:]) <= set("0123456789")
        assert len(found.e164) <= 16


@given(st.sampled_from(["", "+", "0", "00"]), DIGITS, REGIONS)
def test_reading_what_was_read_changes_nothing(prefix: str, digits: str, region: str) -> None:
    found = read_number(prefix + digits, region)
    if found is not None:
        assert read_number(found.e164, region) == found


@given(numbers(), REGIONS)
def test_a_number_reads_the_same_from_every_region_and_as_it_is_displayed(
    number: PhoneNumber, region: str
) -> None:
    assert read_number(number.e164, region) == number
    assert read_number(number.display(), region) == number


@given(numbers(), st.sampled_from([" ", "-", ".", " - ", " ("]), st.integers(4, 7))
def test_separators_between_digits_do_not_matter(number: PhoneNumber, separator: str, at: int) -> None:
    assert read_number(number.e164[:at] + separator + number.e164[at:], "US") == number


@given(numbers(), st.characters(exclude_characters="0123456789+-() ."), st.integers(0, 16))
def test_one_foreign_character_makes_it_no_number(number: PhoneNumber, foreign: str, at: int) -> None:
    assert read_number(number.e164[:at] + foreign + number.e164[at:], "US") is None


@given(numbers())
def test_masking_hides_all_but_the_beginning_and_the_last_two_digits(number: PhoneNumber) -> None:
    masked = number.masked()
    assert len(masked) == len(number.e164)
    assert masked[:3] == number.e164[:3] and masked[-2:] == number.e164[-2:]
    assert set(masked[3:-2]) <= {"•"}
