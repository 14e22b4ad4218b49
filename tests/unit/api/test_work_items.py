"""Work of other channels, by the api: brought by a program, taken and finished by an agent."""

from dataclasses import replace

import pytest

from ctid.api.pretend_sign_in import PretendToken
from ctid.model.commands import AcceptItem, Asker, BringItem, DeclineItem, FinishItem, WithdrawItem
from ctid.model.customers import Customer
from ctid.model.ids import AgentId, CustomerId, InteractionId
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Preferred
from ctid.model.work_items import ItemState

PATH = "/api/v1/work-items"
CHAT = {"channel": "chat", "queue": "billing", "title": "My invoice", "address": "ann@example.net"}
ALICE, BOB = AgentId("1001"), AgentId("1002")


@pytest.fixture
def shop(world):
    """What a program of the shop asks of the api."""
    world.records.tokens["t"] = PretendToken("shop", ("items:read", "items:write"))

    async def ask(method: str, path: str = PATH, key: str | None = None, token: str = "t", **body):
        headers = {"Authorization": f"Bearer {token}"} | ({"Idempotency-Key": key} if key else {})
        return await world.client.request(method, path, json=body or None, headers=headers)

    return ask


async def bring(world, shop, **more) -> InteractionId:
    answer = await shop("POST", **{**CHAT, **more})
    assert answer.status == 201, await answer.text()
    return InteractionId((await answer.json())["id"])


async def test_a_program_brings_a_chat(world, shop):
    answer = await shop("POST", **CHAT, priority=3, url="https://chat.example.net/7", external_id="7")
    told = await answer.json()
    assert (answer.status, answer.headers["Location"]) == (201, f"{PATH}/{told['id']}")
    assert (told["channel"], told["state"], told["agent"], told["external_id"]) == (
        "chat", "waiting", None, "7",
    )  # fmt: skip
    [asked] = world.centre.asked
    assert asked == BringItem(
        asked.id, InteractionId(told["id"]), "chat", "billing", "My invoice", "ann@example.net",
        priority=3, url="https://chat.example.net/7", external_id="7",
    )  # fmt: skip


async def test_a_customer_whom_the_centre_knows_brings_along_whom_they_know(world, shop):
    ann = CustomerId("cus_1")
    world.records.customers[ann] = Customer(ann, "Customer One", (), last_agent=BOB, owner=ALICE)
    await bring(world, shop, customer="cus_1")
    [asked] = world.centre.asked
    assert asked.known == {Preferred.LAST_AGENT: BOB, Preferred.ACCOUNT_OWNER: ALICE}
    answer = await shop("POST", **CHAT, customer="nobody")
    assert (answer.status, (await answer.json())["errors"][0]["pointer"]) == (422, "/customer")


async def test_the_same_key_finds_the_same_item_and_another_senders_does_not(world, shop):
    first = await (await shop("POST", key="k-1", **CHAT)).json()
    again = await shop("POST", key="k-1", **CHAT)
    assert (again.status, (await again.json())["id"]) == (201, first["id"])
    assert len(world.centre.asked) == 1
    world.records.tokens["other"] = PretendToken("mail", ("items:write",))
    other = await (await shop("POST", key="k-1", token="other", **CHAT)).json()
    assert other["id"] != first["id"]


async def test_a_key_that_was_used_for_something_else_is_refused(world, shop):
    await shop("POST", key="k-1", **CHAT)
    answer = await shop("POST", key="k-1", **{**CHAT, "title": "Another thing"})
    assert (answer.status, (await answer.json())["code"]) == (422, "key_reused")


@pytest.mark.parametrize("key", ["", "two words", "x" * 201])
async def test_a_key_that_is_none_is_refused_in_the_readers_language(world, shop, key):
    headers = {"Authorization": "Bearer t", "Idempotency-Key": key, "Accept-Language": "zh"}
    answer = await world.client.post(PATH, json=CHAT, headers=headers)
    assert answer.status == 422
    assert "不含空格" in (await answer.json())["detail"]


async def test_an_item_that_is_closed_still_answers_to_its_key(world, shop):
    answer = await shop("POST", key="k-1", **CHAT)
    id = InteractionId((await answer.json())["id"])
    world.records.items[id] = replace(world.centre.brought.pop(id), state=ItemState.CLOSED)
    again = await shop("POST", key="k-1", **CHAT)
    assert (again.status, (await again.json())["state"]) == (201, "closed")


@pytest.mark.parametrize(
    ("more", "pointer"),
    [
        ({"title": " "}, "/title"),
        ({"priority": -1}, "/priority"),
        ({"url": "javascript:alert(1)"}, "/url"),
        ({"skills": {"billing": 9}}, "/skills/billing"),
        ({"colour": "blue"}, "/colour"),
    ],
)
async def test_what_is_wrong_is_named(world, shop, more, pointer):
    answer = await shop("POST", **{**CHAT, **more})
    assert (answer.status, (await answer.json())["errors"][0]["pointer"]) == (422, pointer)
    assert world.centre.asked == []


async def test_what_the_centre_refuses_is_said_with_its_reason(world, shop):
    world.centre.refuses = Reason("unknown_channel", {"channel": "chat"})
    answer = await shop("POST", **CHAT)
    assert (answer.status, (await answer.json())["code"]) == (409, "unknown_channel")


async def test_a_scope_opens_it_and_an_agent_brings_and_withdraws_nothing(world, shop):
    id = await bring(world, shop)
    world.records.tokens["r"] = PretendToken("reader", ("items:read",))
    assert (await shop("GET", token="r")).status == 200
    answer = await shop("POST", token="r", **CHAT)
    assert (answer.status, (await answer.json())["code"]) == (403, "scope_missing")
    await world.sign_in()
    for method, path in (("POST", PATH), ("DELETE", f"{PATH}/{id}")):
        answer = await world.client.request(method, path, json=CHAT)
        assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")


async def test_the_sender_withdraws(world, shop):
    id = await bring(world, shop)
    assert (await shop("DELETE", f"{PATH}/{id}")).status == 204
    assert world.centre.asked[-1] == WithdrawItem(world.centre.asked[-1].id, id, "shop")
    answer = await shop("DELETE", f"{PATH}/item_nothing")
    assert (answer.status, (await answer.json())["code"]) == (404, "not_found")


async def test_an_agent_sees_what_is_in_their_hands_and_a_program_all(world, shop):
    mine, other = await bring(world, shop), await bring(world, shop)
    world.centre.brought[mine] = replace(world.centre.brought[mine], agent=ALICE, state=ItemState.OFFERED)
    assert {item["id"] for item in (await (await shop("GET")).json())["items"]} == {mine, other}
    assert (await (await shop("GET", f"{PATH}/{other}")).json())["id"] == other
    await world.sign_in()
    [seen] = (await (await world.client.get(PATH)).json())["items"]
    assert (seen["id"], seen["state"], seen["agent"]) == (mine, "offered", "1001")


async def test_an_agent_accepts_declines_and_finishes(world, shop):
    id = await bring(world, shop)
    await world.sign_in()
    assert (await world.client.post(f"{PATH}/{id}/accept")).status == 204
    assert (await world.client.post(f"{PATH}/{id}/decline")).status == 204
    finished = {"code": "solved", "note": "done"}
    assert (await world.client.post(f"{PATH}/{id}/finish", json=finished)).status == 204
    accept, decline, finish = world.centre.asked[1:]
    assert accept == AcceptItem(accept.id, id, ALICE)
    assert decline == DeclineItem(decline.id, id, ALICE)
    assert finish == FinishItem(finish.id, id, Asker("1001", agent=True), "solved", "done")


async def test_a_program_finishes_in_its_own_name(world, shop):
    id = await bring(world, shop)
    answer = await shop("POST", f"{PATH}/{id}/finish", code="solved")
    assert answer.status == 204
    assert world.centre.asked[-1].by == Asker("shop", agent=False)
