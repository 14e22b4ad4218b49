import asyncio
import json

import pytest

from ctid.api import bodies
from ctid.api.problems import Problem


async def _put(world, data: bytes, language: str = "en"):
    headers = {"Accept-Language": language, "Content-Type": "application/json"}
    return await world.client.put("/api/v1/me/state", data=data, headers=headers)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b'{"state":"ready"} x',
        b"\xff\xfe",
        b"[" * 60_000,
        b'{"state":' * 7_000,
        b'{"state":"ready\xff"}',
        b'{"state":"not_ready","reason":"\\ud800"}',
    ],
)
async def test_what_is_not_json_is_malformed_and_nothing_is_done(world, data):
    await world.sign_in()
    answer = await _put(world, data)
    assert answer.status == 400
    assert (await answer.json())["code"] == "malformed"
    assert world.centre.asked == []


@pytest.mark.parametrize(
    ("body", "pointer", "message"),
    [
        ({}, "/state", "is missing"),
        ({"state": 1}, "/state", "must be 'ready' or 'not_ready'"),
        ({"state": "ready", "a/b~c": 1}, "/a~1b~0c", "is not a field of this request"),
        ({"state": "not_ready"}, "/reason", "must not be empty"),
        ({"state": "not_ready", "reason": 7}, "/reason", "must be text"),
        ({"state": "not_ready", "reason": "x" * 201}, "/reason", "is longer than 200 characters"),
        ({"state": "not_ready", "reason": "a\nb"}, "/reason", "must be one line"),
        ({"state": "not_ready", "reason": "a\x00b"}, "/reason", "holds a control character"),
        ([], "", "must be a JSON object"),
    ],
)
async def test_a_wrong_field_is_pointed_at_and_nothing_is_done(world, body, pointer, message):
    await world.sign_in()
    answer = await _put(world, json.dumps(body).encode())
    problem = await answer.json()
    assert answer.status == 422
    assert problem["code"] == "invalid"
    assert problem["errors"] == [{"pointer": pointer, "message": message}]
    assert world.centre.asked == []


async def test_every_wrong_field_is_named_at_once_in_chinese_too(world):
    await world.sign_in()
    problem = await (await _put(world, b'{"state":"asleep","x":1}', "zh-CN")).json()
    assert problem["title"] == "提交的部分内容无法接受"
    assert {each["pointer"]: each["message"] for each in problem["errors"]} == {
        "/state": "必须是 'ready' or 'not_ready'",
        "/x": "该请求没有此字段",
    }


async def test_a_body_above_64_kb_is_refused(world):
    await world.sign_in()
    answer = await _put(world, b" " * (64 * 1024 + 1))
    assert answer.status == 413
    assert (await answer.json())["code"] == "too_large"


async def test_a_body_that_does_not_arrive_is_not_waited_for(world, monkeypatch):
    monkeypatch.setattr(bodies, "ARRIVAL_SECONDS", 0.02)
    await world.sign_in()

    async def trickle():
        yield b"{"
        await asyncio.sleep(0.2)
        yield b"}"

    answer = await world.client.put("/api/v1/me/state", data=trickle())
    assert answer.status == 408
    assert (await answer.json())["code"] == "too_slow"


async def test_a_sender_that_is_gone_in_the_middle_of_a_body_is_no_failure_of_ours():
    class Gone:
        async def read(self):
            raise ConnectionResetError

    with pytest.raises(Problem, match="malformed"):
        await bodies.arrived(Gone())


@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/nothing", 404, "not_found"),
        ("PATCH", "/api/v1/me", 405, "method_not_allowed"),
        ("GET", "/nothing", 404, "not_found"),
    ],
)
async def test_unknown_paths_and_methods_are_problems_too(world, method, path, status, code):
    await world.sign_in()
    answer = await world.client.request(method, path)
    assert answer.status == status
    assert answer.content_type == "application/problem+json"
    assert (await answer.json())["code"] == code
    assert ("Allow" in answer.headers) == (status == 405)


async def test_an_unforeseen_error_is_logged_and_not_shown(world, caplog):
    await world.sign_in()
    world.centre.agents = None
    answer = await world.client.get("/api/v1/me")
    assert answer.status == 500
    assert "NoneType" not in await answer.text()
    assert (await answer.json())["code"] == "internal"
    assert "NoneType" in caplog.text


async def test_a_database_that_is_away_is_said_to_be_so_and_when_to_try_again(world, caplog):
    await world.sign_in()
    world.records.sessions = _Away()
    answer = await world.client.get("/api/v1/me", headers={"Accept-Language": "zh"})
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert (await answer.json())["code"] == "database_away"
    assert "Traceback" not in caplog.text


class _Away(dict):
    def get(self, *_: object) -> None:
        raise BlockingIOError
