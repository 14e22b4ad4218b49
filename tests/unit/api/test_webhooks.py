"""The supervisor's view of webhooks over REST, with everything behind it made of memory."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from ctid.api.pretend_webhooks import PretendWebhooks
from ctid.api.routes.webhooks import install
from ctid.model.mistakes import Text
from ctid.model.webhooks import Attempt, Delivery, DeliveryId, DeliveryState, EndpointId, Secret

NOW = datetime(2026, 3, 2, 9, 30, 0, 123_456, tzinfo=UTC)
PATH = "/api/v1/webhooks"
URL = "https://crm.example.com/hook"


@pytest.fixture
def webhooks():
    return PretendWebhooks()


@pytest.fixture
def extras(webhooks):
    return [lambda app: install(app, webhooks)]


@pytest.fixture
async def boss(world):
    await world.sign_in("carol", role="supervisor")
    return world.client


async def made(boss, **body):
    answer = await boss.post(PATH, json={"url": URL, **body})
    assert answer.status == 201
    return await answer.json()


async def problem(answer, status, code):
    assert answer.status == status
    found = await answer.json()
    assert found["code"] == code
    return found


def delivery(endpoint, seq, state=DeliveryState.DELIVERED):
    attempts = (Attempt(NOW, 200, "HTTP 200", timedelta(milliseconds=12)),)
    id = DeliveryId(f"msg_{seq}")
    return Delivery(
        id, EndpointId(endpoint), seq, "call.queued", "x", "{}", NOW, None, None, state, 1, attempts, NOW
    )


async def test_an_endpoint_is_made_and_its_key_shown_once(boss, webhooks):
    first = await made(boss, types=["call.*"], description="CRM")
    assert first["secret"].startswith("whsec_")
    assert first["state"] == "active" and first["types"] == ["call.*"] and first["backlog"] == 0
    again = await (await boss.get(f"{PATH}/{first['id']}")).json()
    assert again == {name: value for name, value in first.items() if name != "secret"}
    listed = await (await boss.get(PATH)).text()
    assert first["id"] in listed and first["secret"] not in listed and "whsec_" not in listed
    (kept,) = webhooks.endpoints()
    assert kept.secrets == (Secret(first["secret"]),)


async def test_the_place_of_a_new_endpoint_is_told(boss):
    answer = await boss.post(PATH, json={"url": URL})
    assert answer.headers["Location"] == f"{PATH}/{(await answer.json())['id']}"


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"url": "https://10.0.0.1/"}, "/url"),
        ({"url": ""}, "/url"),
        ({"url": 7}, "/url"),
        ({"url": URL, "types": []}, "/types"),
        ({"url": URL, "types": "call.*"}, "/types"),
        ({"url": URL, "types": ["call.ended"]}, "/types/0"),
        ({"url": URL, "types": ["call.*", "nothing.*"]}, "/types/1"),
        ({"url": URL, "description": "a\nb"}, "/description"),
        ({"url": URL, "secret": "x"}, "/secret"),
        ({}, "/url"),
    ],
)
async def test_what_cannot_be_taken_is_pointed_at_in_both_languages(boss, webhooks, body, pointer):
    webhooks.objections["https://10.0.0.1/"] = Text("not public", "不是公网地址")
    words = []
    for language in ("en", "zh"):
        answer = await boss.post(PATH, json=body, headers={"Accept-Language": language})
        found = await problem(answer, 422, "invalid")
        assert found["errors"][0]["pointer"] == pointer
        words.append(found["errors"][0]["message"])
    assert words[0] != words[1]
    assert webhooks.endpoints() == []


async def test_only_what_is_sent_is_changed_and_the_url_is_judged_again(boss, webhooks):
    id = (await made(boss, description="CRM"))["id"]
    answer = await boss.patch(f"{PATH}/{id}", json={"types": ["agent.changed"]})
    assert answer.status == 200
    (kept,) = webhooks.endpoints()
    assert (kept.types, kept.description, kept.url) == (("agent.changed",), "CRM", URL)
    webhooks.objections["https://10.0.0.1/"] = Text("not public", "不是公网地址")
    await problem(await boss.patch(f"{PATH}/{id}", json={"url": "https://10.0.0.1/"}), 422, "invalid")
    assert webhooks.endpoints() == [kept]


async def test_an_endpoint_is_switched_off_with_the_reason_who_did_it_and_on_again(boss):
    id = (await made(boss))["id"]
    off = await (await boss.patch(f"{PATH}/{id}", json={"state": "disabled"})).json()
    assert off["state"] == "disabled"
    assert off["disabled_reason"]["en"] == "asked for by carol"
    on = await (await boss.patch(f"{PATH}/{id}", json={"state": "active"})).json()
    assert (on["state"], on["disabled_reason"]) == ("active", None)


async def test_while_a_key_is_replaced_both_sign_and_a_third_never_does(boss, webhooks, world):
    first = await made(boss)
    second = await (await boss.post(f"{PATH}/{first['id']}/rotate-secret", json={"overlap_s": 60})).json()
    (kept,) = webhooks.endpoints()
    assert kept.keys(world.now) == (second["secret"], first["secret"])
    assert kept.keys(world.now + timedelta(seconds=60)) == (second["secret"],)
    assert second["keys"] == [{"until": None}, {"until": "2026-03-02T09:31:00.123Z"}]
    third = await (await boss.post(f"{PATH}/{first['id']}/rotate-secret", json={})).json()
    assert webhooks.endpoints()[0].keys(world.now) == (third["secret"], second["secret"])


async def test_what_the_file_defines_is_only_switched_on_and_off_here(boss, webhooks):
    id = (await made(boss))["id"]
    webhooks.known[id] = replace(webhooks.known[id], in_file=True)
    await problem(await boss.patch(f"{PATH}/{id}", json={"url": URL}), 409, "configured_in_file")
    await problem(await boss.delete(f"{PATH}/{id}"), 409, "configured_in_file")
    await problem(await boss.post(f"{PATH}/{id}/rotate-secret", json={}), 409, "configured_in_file")
    assert (await boss.patch(f"{PATH}/{id}", json={"state": "disabled"})).status == 200


async def test_an_endpoint_is_removed(boss, webhooks):
    id = (await made(boss))["id"]
    assert (await boss.delete(f"{PATH}/{id}")).status == 204
    assert webhooks.endpoints() == []
    for answer in (await boss.get(f"{PATH}/{id}"), await boss.delete(f"{PATH}/{id}")):
        await problem(answer, 404, "not_found")


async def test_the_log_is_read_page_by_page_and_by_state(boss, webhooks):
    id = (await made(boss))["id"]
    webhooks.log = [delivery(id, seq) for seq in (1, 2, 4)] + [delivery(id, 3, DeliveryState.DEAD)]
    page = await (await boss.get(f"{PATH}/{id}/deliveries?limit=3")).json()
    assert [each["seq"] for each in page["deliveries"]] == [4, 3, 2]
    assert page["deliveries"][0]["attempts"] == [
        {"at": "2026-03-02T09:30:00.123Z", "status": 200, "said": "HTTP 200", "took_ms": 12}
    ]
    rest = await (await boss.get(f"{PATH}/{id}/deliveries?limit=3&before={page['next']}")).json()
    assert [each["seq"] for each in rest["deliveries"]] == [1] and rest["next"] is None
    dead = await (await boss.get(f"{PATH}/{id}/deliveries?state=dead")).json()
    assert [each["seq"] for each in dead["deliveries"]] == [3]
    await problem(await boss.get(f"{PATH}/{id}/deliveries?state=lost"), 422, "invalid")


async def test_a_delivery_or_all_since_an_event_is_sent_again(boss, webhooks):
    id, other = (await made(boss))["id"], (await made(boss))["id"]
    webhooks.log = [delivery(id, 3, DeliveryState.DEAD)]
    assert (await boss.post(f"{PATH}/{id}/replay", json={"delivery": "msg_3"})).status == 202
    assert (await boss.post(f"{PATH}/{id}/replay", json={"since": 2})).status == 202
    assert webhooks.again == [webhooks.log[0], (id, 2)]
    for where, body in ((other, {"delivery": "msg_3"}), (id, {"delivery": "msg_9"}), ("whe_x", {"since": 0})):
        await problem(await boss.post(f"{PATH}/{where}/replay", json=body), 404, "not_found")
    for body in ({}, {"delivery": "msg_3", "since": 2}, {"since": -1}, {"since": "2"}):
        await problem(await boss.post(f"{PATH}/{id}/replay", json=body), 422, "invalid")


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", ""),
        ("POST", ""),
        ("GET", "/whe_1"),
        ("PATCH", "/whe_1"),
        ("DELETE", "/whe_1"),
        ("POST", "/whe_1/rotate-secret"),
        ("GET", "/whe_1/deliveries"),
        ("POST", "/whe_1/replay"),
    ],
)
async def test_all_of_it_is_for_supervisors_only(world, method, path):
    await problem(await world.client.request(method, PATH + path), 401, "not_signed_in")
    await world.sign_in()
    await problem(await world.client.request(method, PATH + path), 403, "supervisors_only")


async def test_a_change_that_cannot_be_written_down_is_said_so(boss, webhooks, monkeypatch):
    monkeypatch.setattr("ctid.api.routes.webhooks.ANSWER_SECONDS", 0.02)
    webhooks.writing.clear()
    await problem(await boss.post(PATH, json={"url": URL}), 504, "not_kept_yet")
