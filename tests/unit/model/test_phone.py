"""What is a telephone number, whoever wrote it, and what is none."""

import pytest

from ctid.model.phone import PhoneNumber, read_number


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("13800138000", "CN", "+8613800138000"),
        ("+86 138 0013 8000", "US", "+8613800138000"),
        ("(+86) 138-0013-8000", "US", "+8613800138000"),
        ("0086 13800138000", "CN", "+8613800138000"),
        ("021 5550 1234", "CN", "+862155501234"),
        ("(202) 555-0123", "US", "+12025550123"),
        ("12025550123", "US", "+12025550123"),
        ("011 86 13800138000", "US", "+8613800138000"),
        ("400-810-8888", "CN", "+864008108888"),
    ],
)
def test_a_number_is_read_as_people_of_the_region_dial_it(raw: str, region: str, e164: str) -> None:
    assert read_number(raw, region) == PhoneNumber(e164)


@pytest.mark.parametrize(
    "raw",
    [
        "", " ", "+", "()", "anonymous", "Unavailable", "1001", "110", "0" * 50, "+" + "9" * 39,
        "１３８００１３８０００", "١٣٨٠٠١٣٨٠٠٠", "138O0138000", "1-800-FLOWERS", "13800138000;ext=5",
        "13800138000 x5", "13800138000&PJSIP/1900", "*6713800138000", "13800138000#", "++8613800138000",
        "+86+13800138000", "13800138000 +", "13800138000\n", "13800138000\0", "tel:+8613800138000",
        "\u200e13800138000", "138\u00a00013\u00a08000", "+49800" + "123456789012",
    ],
)  # fmt: skip
def test_what_is_no_plain_number_is_refused_and_never_cleaned_up(raw: str) -> None:
    assert read_number(raw, "CN") is None


def test_an_international_number_needs_no_region_and_a_national_one_does() -> None:
    assert read_number("+12025550123", "XX") == PhoneNumber("+12025550123")
    assert read_number("2025550123", "XX") is None


def test_a_number_is_shown_with_its_country_and_its_groups() -> None:
    assert PhoneNumber("+8613800138000").display() == "+86 138 0013 8000"
    assert PhoneNumber("+12025550123").display() == "+1 202-555-0123"


def test_a_masked_number_keeps_its_length_its_beginning_and_its_last_two_digits() -> None:
    assert PhoneNumber("+8613800138000").masked() == "+86•••••••••00"
    assert len(PhoneNumber("+12025550123").masked()) == len("+12025550123")
