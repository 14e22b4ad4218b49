"""A masked day names nobody, and what was equal stays equal."""

import json

import pytest

from ctid.runtime.masking import Mask

MASK = Mask(b"secret")


def test_a_number_is_the_same_pseudonym_however_it_is_written() -> None:
    national, international = MASK("2025550101"), MASK("+12025550101")
    assert international == f"+1{national}" != "+12025550101"
    assert MASK("the number +12025550101 is theirs") == f"the number {international} is theirs"


@pytest.mark.parametrize("text", ["sw1:1763781000.12", "off_01ab", "8000", "2026-05-01T09:00:00Z", "queue"])
def test_what_names_a_thing_and_no_person_stays(text: str) -> None:
    assert MASK(text) == text


def test_a_name_is_replaced_wherever_it_comes_up_again() -> None:
    came = ["CallerIdentified", {"matches": [{"customer": {"id": "cus_1", "name": "Demo Customer One"}}]}]
    line = {"in": came, "out": [["Event", {"facts": {"customer": "Demo Customer One", "queue": "support"}}]]}
    masked = json.dumps(MASK(line))
    assert "Demo Customer" not in masked
    assert "cus_1" in masked and "support" in masked


def test_what_was_typed_is_replaced_and_another_secret_draws_another() -> None:
    line = {"in": ["IvrStepped", {"value": "12345"}]}
    assert "12345" not in json.dumps(MASK(line))
    assert Mask(b"other")("+12025550101") != MASK("+12025550101")


def test_whose_work_was_brought_is_not_told() -> None:
    fields = {"item": "item_01ab", "title": "Parcel of Ann", "address": "ann@example.net", "queue": "support"}
    line = {"in": ["BringItem", fields], "out": [["Keep", {"record": {"ani": "ann@example.net"}}]]}
    masked = json.dumps(MASK(line))
    assert "Ann" not in masked and "ann@" not in masked
    assert "item_01ab" in masked and "support" in masked
