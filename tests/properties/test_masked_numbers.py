"""No whole number leaves for whoever may not see it, whatever it stands in."""

import json
import logging
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ctid.api import encode
from ctid.model.customers import Customer, Identification, Match
from ctid.model.effects import PopCustomer
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import AgentId, InteractionId, OfferId, QueueName
from ctid.model.interactions import Interaction
from ctid.model.masking import masked, masked_json
from ctid.model.reasons import _WORDS, Reason
from ctid.runtime.privacy import MaskedLog, masked_body
from ctid.webhooks.message import delivery_of

CALL, NOW = InteractionId("sw1:1795321207.0"), datetime(2026, 11, 22, 4, 20, 7, 956000, UTC)
numbers = st.from_regex(r"\+?[1-9][0-9]{6,14}", fullmatch=True)
around = st.text(st.characters(exclude_categories=("Cs", "Nd"), exclude_characters=":_"), max_size=12)


def written(number: str, way: int) -> str:
    """Write a number in one of the ways that people have."""
    digits = number.lstrip("+")
    return [
        number,
        digits,
        f"+{digits[:2]} {digits[2:5]} {digits[5:]}",
        f"({digits[:3]}) {digits[3:6]}-{digits[6:]}",
    ][way]


def digits_of(text: str) -> str:
    return "".join(each for each in text if each in "0123456789")


@given(numbers, st.integers(0, 3), around, around)
def test_a_number_is_masked_in_whatever_text(number: str, way: int, before: str, after: str) -> None:
    text = f"{before} {written(number, way)} {after}"
    assert number.lstrip("+") not in digits_of(masked(text))
    assert len(digits_of(masked(text))) <= 5


@given(st.sampled_from(sorted(EventKind)), numbers, st.sampled_from(sorted(_WORDS)), around)
def test_no_event_of_any_kind_lets_a_number_out(kind: EventKind, number: str, code: str, word: str) -> None:
    facts = {
        "ani": number,
        "number": number,
        "what": f"{word} {number}",
        "show": f"tel {number}",
        "by": "1002",
    }
    reason = Reason(code, {"number": number, "reason": number, "status": number, "interaction": CALL})
    published = Published(9, 1, Event(kind, NOW, CALL, AgentId("1002"), OfferId("off_01ab"), reason, facts))
    sent = masked_body(delivery_of("whe_1", published, NOW).body)  # type: ignore[arg-type]
    for line in (encode.dumps(masked_json(encode.event(published))), sent):
        assert number.lstrip("+") not in line
        told = json.loads(line)
        assert CALL in (told.get("interaction"), told.get("data", {}).get("interaction"))
    assert "2026-11-22T04:20:07.956Z" in line


@given(numbers)
def test_no_call_customer_or_pop_lets_a_number_out(number: str) -> None:
    call = Interaction(
        CALL, number, number, NOW, ani_name=number, number="+8613800138000", collected={"x": number},
        attached={number: "y"},
        note=f"call {number}",
    )  # fmt: skip
    customer = Customer("cus_1", "Chen", (number,), note=number)  # type: ignore[arg-type]
    why = Reason("number_exact", {"number": number})
    pop = PopCustomer(
        OfferId("off_1"), AgentId("1002"), CALL, QueueName("support"), {"en": "x"},
        Identification("+8613800138000", (Match(customer, 90, (why,)),)), why, timedelta(), {"x": number},
    )  # fmt: skip
    whole = [encode.interaction_in_full(call), encode.customer(customer), encode.pop(pop, ())]
    said = encode.dumps(masked_json(whole))
    assert number.lstrip("+") not in said
    assert "8613800138000" not in said
    assert CALL in said


@given(numbers)
def test_the_log_lets_no_number_out(number: str) -> None:
    line = logging.LogRecord("ctid", logging.INFO, "", 0, "no flow answers %s", (number,), None)
    MaskedLog().filter(line)
    assert number.lstrip("+") not in line.getMessage()


def test_what_is_no_number_stays_as_it_is() -> None:
    for text in (
        "sw1:1795321207.0",
        "2026-11-22T04:20:07.956Z",
        "2026-11-22 04:20:07,956",
        "1001",
        "off_0123456789ab",
    ):
        assert masked(text) == text
    assert masked("+12025550199") == "+12•••••••99"
