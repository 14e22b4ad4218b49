from dataclasses import replace
from datetime import UTC, datetime

import pytest

from ctid.api import encode
from ctid.api.routes import commands
from ctid.model.commands import ExtendWrapUp, GetReady, GoNotReady, SignOff, SignOn
from ctid.model.reasons import Reason

NOW = datetime(2026, 3, 2, 9, 30, 0, 123_000, tzinfo=UTC)
READY = {
    "state": "ready",
    "since": "2026-03-02T09:30:00.123Z",
    "reason": encode.reason(Reason("signed_on")),
    "until": None,
    "then": None,
    "missed": 0,
    "extensions": 0,
    "offer": None,
    "interaction": None,
}


async def test_a_page_learns_who_it_is_for_and_the_titles_of_everything(world):
    await world.sign_in()
    answer = await world.client.get("/api/v1/me")
    assert await answer.json() == {
        "role": "agent",
        "agent": {
            "id": "1001",
            "name": "Alice",
            "phone": "1001",
            "language": "en",
            "skills": {"billing": 2},
        },
        "status": READY,
        "site": {
            "name": {"en": "Help desk", "zh": "服务台"},
            "queues": {"billing": {"en": "Billing", "zh": "账单"}},
            "dispositions": {"solved": {"en": "Solved", "zh": "已解决"}},
            "not_ready_reasons": {"lunch": {"en": "Lunch", "zh": "午餐"}},
            "numbers": {},
        },
    }
    assert answer.headers["Cache-Control"] == "no-store"


async def test_what_waits_for_the_end_of_a_call_and_how_much_longer_wrap_up_may_be_is_told(world):
    await world.sign_in()
    lunch = Reason("not_ready", {"reason": "lunch"})
    world.centre.agents["1001"] = replace(
        world.centre.agents["1001"], then=lunch, missed=2, extensions=1, until=NOW
    )
    status = (await (await world.client.get("/api/v1/me")).json())["status"]
    assert (status["then"]["facts"], status["missed"], status["extensions"]) == ({"reason": "lunch"}, 2, 1)
    assert status["until"] == "2026-03-02T09:30:00.123Z"


async def test_a_supervisor_has_neither_agent_nor_status(world):
    await world.sign_in("carol", role="supervisor")
    answer = await (await world.client.get("/api/v1/me")).json()
    assert (answer["role"], answer["agent"], answer["status"]) == ("supervisor", None, None)


@pytest.mark.parametrize(
    ("method", "path", "body", "shape"),
    [
        ("POST", "/api/v1/me/sign-on", None, SignOn),
        ("POST", "/api/v1/me/sign-off", None, SignOff),
        ("POST", "/api/v1/me/wrap-up/extend", None, ExtendWrapUp),
        ("PUT", "/api/v1/me/state", {"state": "ready"}, GetReady),
        ("PUT", "/api/v1/me/state", {"state": "not_ready", "reason": "lunch"}, GoNotReady),
    ],
)
async def test_an_agent_commands_for_themselves_only(world, method, path, body, shape):
    await world.sign_in()
    answer = await world.client.request(method, path, json=body)
    assert answer.status == 200
    assert await answer.json() == {"status": READY}
    [command] = world.centre.asked
    assert isinstance(command, shape)
    assert command.agent == "1001"
    assert command.id.startswith("cmd_")


async def test_the_reason_for_not_ready_is_passed_on(world):
    await world.sign_in()
    await world.client.put("/api/v1/me/state", json={"state": "not_ready", "reason": "lunch"})
    assert world.centre.asked[0].reason == "lunch"


async def test_a_supervisor_cannot_work_as_an_agent(world):
    await world.sign_in("1001", role="supervisor")
    answer = await world.client.post("/api/v1/me/sign-on")
    assert answer.status == 403
    assert (await answer.json())["code"] == "agents_only"
    assert world.centre.asked == []


@pytest.mark.parametrize(
    ("wished", "detail"),
    [
        ("en-GB,en;q=0.9", "talking"),
        ("zh-CN,zh;q=0.9,en;q=0.8", "通话中"),
        ("fr, en;q=0.3, zh;q=0.7", "通话中"),
        ("zh;q=0, en;q=0.1", "talking"),
        ("zh;q=nonsense", "talking"),
        ("", "talking"),
    ],
)
async def test_a_refusal_says_the_rule_in_the_readers_language(world, wished, detail):
    await world.sign_in()
    world.centre.refuses = Reason("talking")
    answer = await world.client.post("/api/v1/me/sign-off", headers={"Accept-Language": wished})
    assert answer.status == 409
    assert answer.content_type == "application/problem+json"
    problem = await answer.json()
    assert problem["type"] == "urn:problem-type:ctid:talking"
    assert (problem["status"], problem["code"], problem["detail"]) == (409, "talking", detail)


async def test_a_centre_that_does_not_answer_is_said_to_be_silent(world, monkeypatch):
    monkeypatch.setattr(commands, "ANSWER_SECONDS", 0.02)
    await world.sign_in()
    world.centre.answering.clear()
    answer = await world.client.post("/api/v1/me/sign-on")
    assert answer.status == 504
    assert (await answer.json())["code"] == "centre_silent"
