"""A supervisor's switches by the api: queues closed on the spot, numbers that are not let in."""

from datetime import UTC, datetime

import pytest

from ctid.model.commands import BlockNumber, CloseQueue, OpenQueue, UnblockNumber
from ctid.model.ids import QueueName
from ctid.model.reasons import Reason
from ctid.model.switches import BlockedNumber, LeadsTo, QueueSwitch

BILLING = QueueName("billing")
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
ROUTES = [
    ("GET", "queues"), ("POST", "queues/billing/close"), ("POST", "queues/billing/open"),
    ("GET", "blocklist"), ("POST", "blocklist"), ("DELETE", "blocklist/+8613800138000"),
]  # fmt: skip


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_only_a_supervisor_closes_and_blocks(world, method, path):
    await world.sign_in()
    body = {"number": "13800138000", "reason": "shouts"} if path == "blocklist" else {}
    answer = await world.client.request(method, f"/api/v1/{path}", json=body if method == "POST" else None)
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
    assert world.centre.asked == []


async def test_a_queue_is_closed_with_its_announcement_and_shown_so(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.closed[BILLING] = QueueSwitch(BILLING, True, "carol", SINCE, "storm")
    how = {
        "announcement": "storm",
        "leads_to": "voicemail",
        "until": "2026-03-02T17:00:00Z",
        "waiting": "tell",
    }
    answer = await world.client.post("/api/v1/queues/billing/close", json={**how, "waiting": "tell"})
    [queue] = (await answer.json())["queues"]
    assert (queue["name"], queue["closed"]["who"], queue["closed"]["announcement"]) == (
        "billing",
        "carol",
        "storm",
    )
    [asked] = world.centre.asked
    until = datetime(2026, 3, 2, 17, tzinfo=UTC)
    assert asked == CloseQueue(asked.id, "carol", BILLING, "storm", LeadsTo.VOICEMAIL, until, "tell")


async def test_all_queues_are_named_by_one_word(world):
    await world.sign_in("carol", role="supervisor")
    await world.client.post("/api/v1/queues/all/close", json={})
    await world.client.post("/api/v1/queues/all/open")
    close, opened = world.centre.asked
    assert close == CloseQueue(close.id, "carol", None)
    assert opened == OpenQueue(opened.id, "carol", None)


@pytest.mark.parametrize(
    "how",
    [{"announcement": "../etc"}, {"until": "tomorrow"}, {"until": "2026-03-02T17:00:00"}, {"waiting": "no"}],
)
async def test_a_closing_that_cannot_be_is_refused(world, how):
    await world.sign_in("carol", role="supervisor")
    answer = await world.client.post("/api/v1/queues/billing/close", json=how)
    assert (answer.status, world.centre.asked) == (422, [])


async def test_a_number_is_blocked_and_let_in_again(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.numbers["+8613800138000"] = BlockedNumber("+8613800138000", True, "carol", SINCE, "shouts")
    answer = await world.client.post("/api/v1/blocklist", json={"number": "13800138000", "reason": "shouts"})
    [entry] = (await answer.json())["blocked"]
    assert (entry["number"], entry["reason"], entry["until"]) == ("+8613800138000", "shouts", None)
    await world.client.delete("/api/v1/blocklist/+8613800138000")
    block, unblock = world.centre.asked
    assert block == BlockNumber(block.id, "carol", "13800138000", "shouts")
    assert unblock == UnblockNumber(unblock.id, "carol", "+8613800138000")


async def test_what_the_centre_refuses_names_the_rule(world):
    await world.sign_in("carol", role="supervisor")
    world.centre.refuses = Reason("own_number", {"number": "+8613800138000"})
    answer = await world.client.post("/api/v1/blocklist", json={"number": "13800138000", "reason": "x"})
    assert (answer.status, (await answer.json())["code"]) == (409, "own_number")
