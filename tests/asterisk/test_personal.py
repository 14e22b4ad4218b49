"""Personal from the first second: what is known of a customer is said to them, each with its reason."""

from datetime import UTC, datetime

import pytest

from ctid.lab.steps import press
from live_centre import Centre

pytestmark = pytest.mark.asterisk

CUSTOMER, NUMBER = "cus_demo_4", "+12025550104"  # of config/seed.yaml: gold, speaks Chinese


async def test_a_known_customer_is_greeted_by_all_that_is_known_of_them(centre: Centre) -> None:
    watch = await centre.watch()
    facts = await watch.send("GET", f"/api/v1/customers/{CUSTOMER}/facts")
    facts["birthday"] = f"1990-{datetime.now(UTC):%m-%d}"
    await watch.send("PUT", f"/api/v1/customers/{CUSTOMER}/facts", **facts)
    caller = await centre.call(press("1", after=2.0), press("0", after=20.0), ani=NUMBER)
    await watch.hears("ivr.stepped", within=30, node="welcome")
    await caller.stop()
    await watch.hears("interaction.logged", within=20)
    told = [event for event in watch.told("ivr.stepped") if event["facts"]["what"] == "greeted"]
    assert [event["facts"]["value"] for event in told] == [
        "welcome_back",
        "birthday",
        "open_ticket",
        "open_order",
    ]
    seen = {event["facts"]["value"]: event["reason"]["facts"]["seen"] for event in told}
    assert seen["welcome_back"] == "customer.name = 演示客户一"
    assert seen["open_ticket"] == "customer.open_ticket = 7001"
    [logged] = await centre.log()
    assert logged["customer"] == CUSTOMER
