"""What no program may dial, whatever the site allows besides."""

import phonenumbers
import pytest

from ctid.model.dialable import read_dialable
from ctid.model.phone import PhoneNumber
from ctid.model.reasons import Reason


@pytest.mark.parametrize(
    ("raw", "region", "e164"),
    [
        ("138 0013 8000", "CN", "+8613800138000"),
        ("(020) 1234-5678", "CN", "+862012345678"),
        ("+1 202 555 0123", "CN", "+12025550123"),
        ("800 123 4567", "CN", "+868001234567"),  # free of charge
        ("+800 1234 5678", "CN", "+80012345678"),  # free of charge from anywhere
        ("4000", "NU", "+6834000"),  # where whole numbers have four digits
    ],
)
def test_a_persons_number_is_read_as_its_country_writes_it(raw: str, region: str, e164: str) -> None:
    assert read_dialable(raw, region) == PhoneNumber(e164)


@pytest.mark.parametrize(
    ("raw", "region"),
    [
        *((short, "CN") for short in ("110", "119", "120", "122", "112", "911", "999", "12110", "95588")),
        *(("1 1 0", "CN"), ("(110)", "CN"), ("911", "US"), ("999", "GB"), ("112", "DE"), ("999", "NU")),
    ],
)
def test_emergency_and_other_short_numbers_are_left_to_people(raw: str, region: str) -> None:
    refused = read_dialable(raw, region)
    assert isinstance(refused, Reason) and refused.code == "short_number"


@pytest.mark.parametrize("region", sorted(phonenumbers.SUPPORTED_REGIONS))
def test_no_regions_emergency_number_can_be_dialled(region: str) -> None:
    for short in ("000", "110", "112", "118", "119", "911", "999"):
        if phonenumbers.is_emergency_number(short, region):
            assert isinstance(read_dialable(short, region), Reason)


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        ("+1 900 555 1234", "premium_rate"),
        ("+979 123 456 789", "premium_rate"),
        ("400 123 4567", "shared_cost"),
        ("+44 70 1234 5678", "personal_number"),
        ("+882 16 123456", "no_country"),
        ("+8816 1234 56789", "no_country"),
        ("+870 773 111 632", "no_country"),
    ],
)
def test_numbers_of_unknown_price_are_never_dialled(raw: str, kind: str) -> None:
    refused = read_dialable(raw, "CN")
    assert isinstance(refused, Reason)
    assert (refused.code, refused.facts["type"]) == ("costly_number", kind)


@pytest.mark.parametrize(
    "raw", ["", " ", "sip:x", "1380013800", "*1", "13800138000,,9", "138001380００", "+8613800138000;x"]
)
def test_what_is_no_number_is_told_apart(raw: str) -> None:
    refused = read_dialable(raw, "CN")
    assert isinstance(refused, Reason) and refused.code == "not_a_number"
