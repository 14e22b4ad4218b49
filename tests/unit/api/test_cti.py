"""Requests of other systems: believed by their signature, believed once, and never half done."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from standardwebhooks import Webhook

from ctid.api.routes import commands
from ctid.api.signed import new_secret
from ctid.model.commands import AttachData, MakeCall, PopRecord
from ctid.model.effects import ShowRecord
from ctid.model.ids import AgentId, InteractionId
from ctid.model.integrations import Integration, Right
from ctid.model.interactions import Interaction
from ctid.model.reasons import Reason

SECRET = new_secret(lambda size: bytes(range(size)))
CALL = InteractionId("sw1:1763781000.12")
CALL_FOR = {"agent": "1001", "number": "138 0013 8000", "data": {"工单": "4711"}}
POP = {"agent": "1001", "title": "Order 12", "url": "https://crm.example/12", "fields": {"tier": "gold"}}
DATA = {"interaction": CALL, "data": {"order": "12"}}


@pytest.fixture
def crm(world):
    world.records.integrated = [
        Integration("archive", new_secret(lambda size: b"a" * size), frozenset({Right.DATA})),
        Integration("crm", SECRET, frozenset(Right)),
    ]
    world.centre.interactions[CALL] = Interaction(CALL, "", "4001", world.now)
    return Sender(world)


class Sender:
    """Another system. Each message has a new id unless it is given one."""

    def __init__(self, world: Any) -> None:
        self.world = world
        self.sent = 0

    def headers(self, body: bytes, id: str = "", late: float = 0, secret: str = SECRET) -> dict[str, str]:
        self.sent += 1
        id, at = id or f"msg_{self.sent}", self.world.now + timedelta(seconds=late)
        return {
            "webhook-id": id,
            "webhook-timestamp": str(int(at.timestamp())),
            "webhook-signature": Webhook(secret).sign(id, at, body.decode("latin-1")),
            "Content-Type": "application/json",
        }

    async def post(self, path: str, body: Any, *, language: str = "en", **signing: Any):
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        headers = {**self.headers(data, **signing), "Accept-Language": language}
        return await self.world.client.post(f"/api/v1/cti/{path}", data=data, headers=headers)


async def code_of(answer: Any) -> tuple[int, str]:
    assert answer.content_type == "application/problem+json"
    return answer.status, (await answer.json())["code"]


@pytest.mark.parametrize(
    ("path", "body", "made"),
    [
        ("calls", CALL_FOR, lambda id: MakeCall(id, AgentId("1001"), "+8613800138000", {"工单": "4711"})),
        (
            "pops",
            POP,
            lambda id: PopRecord(id, AgentId("1001"), "Order 12", "https://crm.example/12", {"tier": "gold"}),
        ),
        ("data", DATA, lambda id: AttachData(id, CALL, {"order": "12"})),
    ],
)
async def test_a_signed_request_becomes_the_command_that_the_answer_names(
    world, crm, path: str, body: Any, made: Callable[[str], Any]
):
    answer = await crm.post(path, body)
    assert answer.status == 202
    told = (await answer.json())["command_id"]
    assert told.startswith("cmd_")
    assert world.centre.asked == [made(told)]


async def test_a_message_works_once_and_its_copy_is_told_what_came_of_it(world, crm):
    first = await (await crm.post("calls", CALL_FOR, id="msg_a")).json()
    copy = await crm.post("calls", CALL_FOR, id="msg_a")
    assert await code_of(copy) == (409, "message_replayed")
    assert (await copy.json())["command_id"] == first["command_id"]
    assert len(world.centre.asked) == 1


async def test_a_retry_hours_later_under_a_new_timestamp_does_not_call_again(world, crm):
    await crm.post("calls", CALL_FOR, id="msg_a")
    world.now += timedelta(hours=75)
    assert await code_of(await crm.post("calls", CALL_FOR, id="msg_a")) == (409, "message_replayed")
    assert len(world.centre.asked) == 1


async def test_of_copies_that_come_at_once_one_is_done(world, crm):
    world.centre.answering.clear()
    posts = [asyncio.create_task(crm.post("calls", CALL_FOR, id="msg_a")) for _ in range(8)]
    await asyncio.sleep(0.05)
    world.centre.answering.set()
    answers = [await post for post in posts]
    assert sorted(answer.status for answer in answers) == [202, *[409] * 7]
    assert len(world.centre.asked) == 1


async def test_two_systems_may_use_the_same_id(world, crm):
    archive = world.records.integrated[0].secret
    assert (await crm.post("data", DATA, id="msg_a")).status == 202
    assert (await crm.post("data", DATA, id="msg_a", secret=archive)).status == 202


async def test_a_message_that_was_wrong_may_come_again_when_it_is_right(world, crm):
    assert (await crm.post("calls", {"agent": "1001"}, id="msg_a")).status == 422
    assert (await crm.post("calls", CALL_FOR, id="msg_a")).status == 202


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"webhook-signature": None}, "signature_missing"),
        ({"webhook-id": None}, "signature_missing"),
        ({"webhook-timestamp": None}, "signature_missing"),
        ({"webhook-id": "msg.1"}, "signature_malformed"),
        ({"webhook-id": "x" * 129}, "signature_malformed"),
        ({"webhook-timestamp": "soon"}, "signature_malformed"),
        ({"webhook-timestamp": "1e9"}, "signature_malformed"),
        ({"webhook-timestamp": "9" * 40}, "signature_malformed"),
        ({"webhook-id": "msg_other"}, "signature_wrong"),
        ({"webhook-signature": "v1"}, "signature_wrong"),
        ({"webhook-signature": ",,, v1, v1,=,="}, "signature_wrong"),
        ({"webhook-signature": "v1,\u00e9\u00e9"}, "signature_wrong"),
    ],
)
async def test_what_is_not_signed_well_does_nothing(world, crm, change, code):
    data = json.dumps(CALL_FOR).encode()
    headers = {name: value for name, value in {**crm.headers(data), **change}.items() if value is not None}
    answer = await world.client.post("/api/v1/cti/calls", data=data, headers=headers)
    assert await code_of(answer) == (401, code)
    assert world.centre.asked == []
    assert world.records.claimed == {}


async def test_a_strangers_secret_is_worth_nothing(world, crm):
    answer = await crm.post("calls", CALL_FOR, secret=new_secret(lambda size: b"x" * size), language="zh")
    assert await code_of(answer) == (401, "signature_wrong")
    assert "密钥" in (await answer.json())["title"]


@pytest.mark.parametrize(
    ("late", "status"), [(-299, 202), (299, 202), (-302, 401), (302, 401), (-86_400, 401)]
)
async def test_a_timestamp_may_be_five_minutes_off(crm, late, status):
    answer = await crm.post("calls", CALL_FOR, late=late)
    assert answer.status == status
    if status == 401:
        assert (await answer.json())["code"] == f"timestamp_too_{'old' if late < 0 else 'new'}"


async def test_a_second_signature_lets_a_secret_be_changed(world, crm):
    data = json.dumps(CALL_FOR).encode()
    headers = crm.headers(data)
    headers["webhook-signature"] = f"v1,bm9uc2Vuc2U= v1a,xx {headers['webhook-signature']}"
    answer = await world.client.post("/api/v1/cti/calls", data=data, headers=headers)
    assert answer.status == 202


async def test_a_session_is_no_signature_and_a_signature_no_session(world, crm):
    headers = crm.headers(b"")
    assert await code_of(await world.client.get("/api/v1/me", headers=headers)) == (401, "not_signed_in")
    await world.sign_in()
    answer = await world.client.post("/api/v1/cti/calls", json=CALL_FOR)
    assert await code_of(answer) == (401, "signature_missing")


async def test_a_body_that_is_too_large_is_refused_before_anybody_looks_at_its_signature(world, crm):
    answer = await world.client.post("/api/v1/cti/calls", data=b" " * (64 * 1024 + 1))
    assert await code_of(answer) == (413, "too_large")


async def test_a_replay_is_refused_before_anybody_looks_at_what_it_says(crm):
    await crm.post("calls", CALL_FOR, id="msg_a")
    assert await code_of(await crm.post("calls", b"{", id="msg_a")) == (409, "message_replayed")


@pytest.mark.parametrize("path", ["calls", "pops", "data"])
@pytest.mark.parametrize(
    "data", [b"", b"{", b"nonsense", b"[" * 60_000, b'{"agent":' * 7_000, b'{"agent":"\\ud800"}']
)
async def test_what_is_signed_and_no_json_does_nothing(world, crm, path, data):
    assert await code_of(await crm.post(path, data)) == (400, "malformed")
    assert world.centre.asked == []


async def test_a_body_that_is_no_utf_8_is_told_so(world, crm):
    data = '{"agent": "坐席"}'.encode("gbk")
    answer = await crm.post("calls", data)
    assert await code_of(answer) == (401, "signature_malformed")
    assert "UTF-8" in (await answer.json())["title"]


@pytest.mark.parametrize(
    ("path", "body", "pointer"),
    [
        ("calls", [], ""),
        ("calls", {"agent": 1001, "number": "+8613800138000"}, "/agent"),
        ("calls", {**CALL_FOR, "priority": 1}, "/priority"),
        ("calls", {**CALL_FOR, "data": []}, "/data"),
        ("calls", {**CALL_FOR, "data": {"a": 1}}, "/data/a"),
        ("calls", {**CALL_FOR, "data": {"a": {"b": "c"}}}, "/data/a"),
        ("calls", {**CALL_FOR, "data": {"a": "b\nc"}}, "/data/a"),
        ("calls", {**CALL_FOR, "data": {"a\x00": "b"}}, "/data/a\x00"),
        ("calls", {**CALL_FOR, "data": {"": "b"}}, "/data/"),
        ("calls", {**CALL_FOR, "data": {f"n{n}": "" for n in range(51)}}, "/data"),
        ("calls", {**CALL_FOR, "data": {"a": "x" * 1001}}, "/data/a"),
        ("pops", {"agent": "1001"}, "/title"),
        ("pops", {**POP, "url": "javascript:alert(1)"}, "/url"),
        ("pops", {**POP, "url": "data:text/html,x"}, "/url"),
        ("pops", {**POP, "url": "//crm.example"}, "/url"),
        ("pops", {**POP, "url": "https://bank.example@evil.example/"}, "/url"),
        ("pops", {**POP, "url": "https://crm.example/\n12"}, "/url"),
        ("pops", {**POP, "title": "a\x1b[31m"}, "/title"),
        ("data", {"interaction": CALL, "data": {}}, "/data"),
        ("data", {"interaction": CALL}, "/data"),
    ],
)
async def test_a_wrong_field_is_pointed_at_and_nothing_is_done(world, crm, path, body, pointer):
    answer = await crm.post(path, body)
    assert await code_of(answer) == (422, "invalid")
    assert [each["pointer"] for each in (await answer.json())["errors"]] == [pointer]
    assert world.centre.asked == []


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("110", "short_number"),
        ("+1 900 555 1234", "costly_number"),
        ("4001234567", "costly_number"),
        ("+979123456789", "costly_number"),
        ("Local/1@internal", "not_a_number"),
        ("13800138000&PJSIP/itsp/1900", "not_a_number"),
        ("１３８００１３８０００", "not_a_number"),
    ],
)
async def test_a_number_that_must_not_be_dialled_is_not(world, crm, number, code):
    answer = await crm.post("calls", {"agent": "1001", "number": number}, language="zh")
    assert await code_of(answer) == (422, code)
    told = await answer.json()
    assert told["errors"][0] == {"pointer": "/number", "message": told["detail"]}
    assert any(character >= "\u4e00" for character in told["detail"])
    assert world.centre.asked == []


async def test_what_an_integration_has_no_right_to_is_not_done(world, crm):
    archive = world.records.integrated[0].secret
    for path, body in (("calls", CALL_FOR), ("pops", POP)):
        assert await code_of(await crm.post(path, body, secret=archive)) == (403, "not_permitted")
    assert world.centre.asked == []
    assert (await crm.post("data", DATA, secret=archive)).status == 202


@pytest.mark.parametrize(
    ("path", "body", "code"),
    [
        ("calls", {**CALL_FOR, "agent": "9999"}, "unknown_agent"),
        ("pops", {**POP, "agent": "9999"}, "unknown_agent"),
        ("data", {**DATA, "interaction": "sw1:0"}, "unknown_interaction"),
    ],
)
async def test_what_is_asked_of_nobody_or_nothing_is_refused_by_the_centre(crm, path, body, code):
    answer = await crm.post(path, body)
    assert await code_of(answer) == (409, code)
    told = await answer.json()
    assert told["command_id"].startswith("cmd_")
    assert told["title"] == "The centre refused this"


async def test_a_refused_message_stays_refused_and_is_told_under_which_command(world, crm):
    world.centre.refuses = Reason("not_now", {"state": "talking"})
    first = await (await crm.post("calls", CALL_FOR, id="msg_a")).json()
    assert first["code"] == "not_now"
    world.centre.refuses = None
    again = await (await crm.post("calls", CALL_FOR, id="msg_a")).json()
    assert (again["code"], again["command_id"]) == ("message_replayed", first["command_id"])


async def test_a_silent_centre_is_said_with_the_command_to_look_for(world, crm, monkeypatch):
    monkeypatch.setattr(commands, "ANSWER_SECONDS", 0.02)
    world.centre.answering.clear()
    answer = await crm.post("calls", CALL_FOR)
    assert await code_of(answer) == (504, "centre_silent")
    assert (await answer.json())["command_id"] == world.centre.asked[0].id


async def test_a_page_of_another_site_may_not_use_a_signature(world, crm):
    data = json.dumps(CALL_FOR).encode()
    headers = {**crm.headers(data), "Origin": "https://evil.example"}
    answer = await world.client.post("/api/v1/cti/calls", data=data, headers=headers)
    assert await code_of(answer) == (403, "foreign_origin")


async def test_links_are_passed_on_in_the_form_that_hides_nothing(world, crm):
    await crm.post("pops", {**POP, "url": "HTTPS://b\u00fccher.example/a b"})
    assert world.centre.asked[0].url == "https://xn--bcher-kva.example/a%20b"


async def test_a_record_reaches_every_page_of_the_agent_and_nobody_elses(world):
    await world.sign_in()
    first, second = await world.page(), await world.page()
    for page in (first, second):
        await page.receive_json(timeout=2)
    world.pages.show_record(ShowRecord("cmd_1", AgentId("1002"), "not for Alice", "", {}))
    record = ShowRecord("cmd_2", AgentId("1001"), "<b>12</b>", "https://crm.example/", {"等级": "gold"})
    world.pages.show_record(record)
    for page in (first, second):
        assert await page.receive_json(timeout=2) == {
            "kind": "record",
            "command": "cmd_2",
            "title": "<b>12</b>",
            "url": "https://crm.example/",
            "fields": {"等级": "gold"},
        }
