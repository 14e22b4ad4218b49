"""Whom flows ask: what each answers, and that whatever goes wrong is a failure and nothing more."""

import json
import logging
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from types import SimpleNamespace

import pytest

from ctid.asterisk.ivr_outside import Whence
from ctid.ivr.outside import Signature
from ctid.ivr.steps import Answered, Failed, Request, Source
from ctid.ivr.values import Secret
from ctid.model.customers import Customer, Identification, Match
from ctid.model.ids import CustomerId, LegId
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.site import Outbound, Site
from ctid.runtime.flow_actions import Action
from ctid.runtime.outside import FlowOutside, Flows

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
WHENCE = Whence(LegId("sw1:1.2"), "main", "rating", Language.EN)
DEMO = Customer(CustomerId("c1"), "Demo Customer", language=Language.ZH, tier="gold", last_contact_at=NOW)


@dataclass
class Found:
    state: str


class Store:
    """Customers, and who has which number."""

    def __init__(self, *customers):
        self.customers = customers

    async def identify(self, leg, number, region, now):
        return SimpleNamespace(
            identification=Identification(
                number, tuple(Match(customer, 90, ()) for customer in self.customers)
            )
        )


class Server:
    """A server that says what it was told to say."""

    def __init__(self, says):
        self.says, self.asked = says, []

    async def inquire(self, url, id, body, seconds):
        self.asked.append((url, json.loads(body), seconds))
        if isinstance(self.says, Exception):
            raise self.says
        return self.says


async def nobody_speaks(text, language):
    return ""


def outside(*customers, server=None, **functions):
    site = Site(Text("T", "测"), "US", {}, {}, (), {}, outbound=Outbound(("+1202555",), "+12025550199"))
    actions = {
        name.replace("_", "."): Action(Signature({}, {}), function) for name, function in functions.items()
    }
    return FlowOutside(Store(*customers), server, lambda: Flows(site, actions), lambda: NOW, nobody_speaks)


def request(source, name, **arguments):
    return Request(source, name, arguments, ("Found",), timedelta(seconds=3))


async def test_an_action_that_breaks_fails_without_a_word_of_what_it_was_given(caplog):
    async def check(pin):
        raise ValueError(f"no such pin {pin.reveal()}")

    with caplog.at_level(logging.DEBUG):
        answer = await outside(pins_check=check).ask(
            request(Source.ACTION, "pins.check", pin=Secret("4711")), WHENCE
        )
    assert answer.reason.facts["error"] == "ValueError"
    assert "pins.check" in caplog.text and "4711" not in caplog.text


async def test_who_is_not_there_fails():
    answer = await outside().ask(request(Source.ACTION, "orders.gone"), WHENCE)
    assert answer.reason.code == "nobody_to_ask"


async def test_orders_are_looked_up_by_the_site_and_customers_in_the_store():
    async def order(number):
        return Found(number)

    asked = outside(DEMO, lookup_order=order)
    assert await asked.ask(request(Source.LOOKUP, "order", number="7"), WHENCE) == Answered(
        "found", {"state": "7"}
    )
    found = await asked.ask(request(Source.LOOKUP, "customer", number="+12025550100"), WHENCE)
    assert (found.outcome, found.values["name"], found.values["last_contact"]) == (
        "found",
        "Demo Customer",
        NOW.date(),
    )
    assert (await outside().ask(request(Source.LOOKUP, "customer", number="x"), WHENCE)).outcome == "none"


async def test_a_number_that_two_share_greets_nobody_by_name():
    assert await outside(DEMO, replace(DEMO, id=CustomerId("c2"))).facts("+12025550100") == {}


async def test_the_site_may_know_more_of_a_customer_than_the_store():
    @dataclass
    class Facts:
        birthday: date | None
        open_ticket: str
        shoe_size: int = 43

    async def customer(customer):
        return Facts(date(1990, 1, 2), f"T-{customer}")

    facts = await outside(DEMO, facts_customer=customer).facts("+12025550100")
    assert facts["customer.birthday"] == date(1990, 1, 2)
    assert facts["customer.open_ticket"] == "T-c1"
    assert facts["customer.language"] == "zh" and "customer.company" not in facts
    assert "customer.shoe_size" not in facts


async def test_a_server_is_told_who_asks_and_its_answer_is_read():
    server = Server(b'{"outcome": "vip", "values": {"score": 7, "until": "2026-12-01"}}')
    asking = request(Source.WEBHOOK, "https://crm.example.com/ivr", order="7", on=date(2026, 1, 2))
    assert await outside(server=server).ask(asking, WHENCE) == Answered(
        "vip", {"score": 7, "until": "2026-12-01"}
    )
    [(url, body, seconds)] = server.asked
    assert (url, seconds) == ("https://crm.example.com/ivr", 3.0)
    assert (body["node"], body["values"]) == ("rating", {"order": "7", "on": "2026-01-02"})


@pytest.mark.parametrize(
    "says",
    [b"", b"no", b"[]", b'{"values": {}}', b'{"outcome": 1}', b'{"outcome": "x", "values": {"a": []}}',
     b'{"outcome": "x", "values": 7}', b"\xff", OSError("refused"), TimeoutError(), ValueError("HTTP 500")],
)  # fmt: skip
async def test_what_is_no_answer_is_a_failure(says):
    answer = await outside(server=Server(says)).ask(request(Source.WEBHOOK, "https://x.example"), WHENCE)
    assert isinstance(answer, Failed) and answer.reason.code == "bad_answer"


@pytest.mark.parametrize(
    ("number", "reason"),
    [("+8610555", "not_a_number"), ("+442079460000", "number_refused"), ("911", "short_number")],
)
async def test_a_flow_calls_no_number_that_the_site_does_not_allow(number, reason):
    answer = await outside().ask(request(Source.CENTRE, "may_call", number=number), WHENCE)
    assert answer.reason.code == reason


async def test_a_number_that_may_be_called_comes_back_as_it_is_dialled_and_shown():
    answer = await outside().ask(request(Source.CENTRE, "may_call", number="(202) 555-0123"), WHENCE)
    assert answer.values == {"number": "+12025550123", "show": "+12025550199"}
