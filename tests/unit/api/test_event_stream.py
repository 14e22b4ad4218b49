"""Programs read the events: a page at a time, and as they happen."""

import asyncio
import json

import pytest

from ctid.api import history as history_module
from ctid.api import stream as stream_module
from ctid.api.pretend_sign_in import PretendToken
from ctid.api.routes import events as events_module
from ctid.api.scopes import SCOPES
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import AgentId

ALICE, BOB = AgentId("1001"), AgentId("1002")
CALL = "sw1:1763781000.12"
EVENTS, STREAM = "/api/v1/events", "/api/v1/events/stream"


@pytest.fixture
def program(world):
    """Give a program a token of all scopes; return its header."""
    world.records.tokens["ctid_all"] = PretendToken("crm", tuple(SCOPES))
    return {"Authorization": "Bearer ctid_all"}


def _happen(world, *agents: str | None, call: str | None = CALL) -> None:
    """Have events happen, each naming an agent or none; they are in the store and then told."""
    for agent in agents:
        kind = EventKind.OFFER_MADE if agent else EventKind.CALL_QUEUED
        seq = len(world.records.events) + 1
        one = Published(seq, seq, Event(kind, world.now, call, AgentId(agent) if agent else None))
        world.records.events.append(one)
        world.pages.publish([one])


async def _read(world, headers=None, **query: object) -> dict:
    answer = await world.client.get(EVENTS, params={k: str(v) for k, v in query.items()}, headers=headers)
    assert answer.status == 200, await answer.text()
    return await answer.json()


def _seqs(answer: dict) -> list[int]:
    return [each["seq"] for each in answer["events"]]


@pytest.mark.parametrize("kept", [2, 100], ids=["from the store", "from memory"])
async def test_events_are_read_page_by_page(world, program, monkeypatch, kept):
    monkeypatch.setattr(stream_module, "KEPT", kept)
    _happen(world, None, ALICE, None, BOB, None)
    read, page = [], {"next": 0, "head": 5}
    while page["next"] < page["head"]:
        page = await _read(world, program, since=page["next"], limit=2)
        assert len(page["events"]) <= 2
        read += page["events"]
    assert [(each["seq"], each["call_seq"]) for each in read] == [(n, n) for n in range(1, 6)]


@pytest.mark.parametrize("kept", [1, 100])
async def test_an_agent_reads_their_own_and_what_follows_of_a_call_once_offered_to_them(
    world, monkeypatch, kept
):
    monkeypatch.setattr(stream_module, "KEPT", kept)
    await world.sign_in()
    _happen(world, None, BOB, None, ALICE, None, BOB)
    seqs, since = [], 0
    while since < 6:
        answer = await _read(world, since=since)
        seqs, since = seqs + _seqs(answer), answer["next"]
    assert seqs == [4, 5, 6]


async def test_only_what_is_asked_for_is_told(world, program):
    _happen(world, None, ALICE)
    _happen(world, None, call="sw1:2")
    assert _seqs(await _read(world, program, types="offer.made,call.arrived")) == [2]
    assert _seqs(await _read(world, program, interaction="sw1:2")) == [3]


@pytest.mark.parametrize("query", ["since=x", "limit=0", "limit=1001", "types=call.dreamt", "colour=red"])
async def test_a_wrong_question_is_a_problem(world, program, query):
    answer = await world.client.get(f"{EVENTS}?{query}", headers=program)
    assert answer.status == 422


@pytest.mark.parametrize("since", [0, 99])
@pytest.mark.parametrize("path", [EVENTS, STREAM])
async def test_a_number_that_is_no_longer_kept_is_gone_and_the_way_on_is_told(
    world, program, monkeypatch, path, since
):
    monkeypatch.setattr(stream_module, "KEPT", 1)
    monkeypatch.setattr(history_module, "WINDOW", 3)
    _happen(world, *[None] * 5)
    answer = await world.client.get(f"{path}?since={since}", headers=program)
    problem = await answer.json()
    assert (answer.status, problem["code"], problem["next"]) == (410, "events_gone", 5)


async def test_what_only_the_spool_holds_is_a_problem_until_the_database_is_back(world, program, monkeypatch):
    monkeypatch.setattr(stream_module, "KEPT", 1)
    _happen(world, *[None] * 5)
    spooled = world.records.events.pop(), world.records.events.pop()
    answer = await world.client.get(f"{EVENTS}?since=1", headers=program)
    assert (answer.status, (await answer.json())["code"]) == (503, "database_away")
    assert _seqs(await _read(world, program, since=4)) == [5]
    world.records.events += reversed(spooled)
    assert _seqs(await _read(world, program, since=1)) == [2, 3, 4]


async def _frames(answer, count: int) -> list[dict[str, str]]:
    """Read so many events off a stream as a browser's EventSource would."""
    frames: list[dict[str, str]] = []
    frame: dict[str, str] = {}
    async with asyncio.timeout(3):
        while len(frames) < count:
            line = (await answer.content.readline()).decode().rstrip("\n")
            if line.startswith(":"):
                continue
            if line:
                name, _, value = line.partition(": ")
                frame[name] = value
            elif frame:
                frames, frame = [*frames, frame], {}
    return frames


@pytest.mark.parametrize("kept", [1, 100], ids=["from the store", "from memory"])
@pytest.mark.parametrize("how", ["header", "query"])
async def test_a_stream_goes_on_where_it_was_broken_off(world, program, monkeypatch, kept, how):
    monkeypatch.setattr(stream_module, "KEPT", kept)
    _happen(world, None, ALICE, None)
    headers = {**program, "Last-Event-ID": "1"} if how == "header" else program
    async with world.client.get(
        STREAM if how == "header" else f"{STREAM}?since=1", headers=headers
    ) as answer:
        assert answer.content_type == "text/event-stream"
        missed = await _frames(answer, 2)
        _happen(world, BOB)
        [live] = await _frames(answer, 1)
    assert [(each["id"], each["event"]) for each in missed] == [("2", "offer.made"), ("3", "call.queued")]
    assert (live["id"], live["event"]) == ("4", "offer.made")
    assert json.loads(live["data"])["agent"] == BOB


async def test_a_stream_without_a_number_begins_now_and_tells_only_what_is_wanted(world, program):
    _happen(world, None)
    async with world.client.get(f"{STREAM}?types=offer.made", headers=program) as answer:
        await answer.content.readline()
        await asyncio.sleep(0.02)
        _happen(world, None, ALICE)
        assert [each["id"] for each in await _frames(answer, 1)] == ["3"]


async def test_an_agents_stream_tells_the_agent_nothing_of_others(world):
    await world.sign_in()
    async with world.client.get(f"{STREAM}?since=0") as answer:
        await answer.content.readline()
        _happen(world, BOB, None, ALICE)
        assert [each["id"] for each in await _frames(answer, 1)] == ["3"]


async def test_a_quiet_stream_is_kept_open_and_moves_its_number_on(world, program, monkeypatch):
    monkeypatch.setattr(events_module, "HEARTBEAT_SECONDS", 0.03)
    async with world.client.get(f"{STREAM}?types=switch.up", headers=program) as answer:
        _happen(world, None)
        text = ""
        async with asyncio.timeout(2):
            while ": still here\nid: 1\n\n" not in text:
                text += (await answer.content.readline()).decode()


async def test_the_stream_of_a_revoked_token_ends(world, program, monkeypatch):
    monkeypatch.setattr(events_module, "HEARTBEAT_SECONDS", 0.03)
    async with world.client.get(STREAM, headers=program) as answer:
        await answer.content.readline()
        world.records.tokens.clear()
        async with asyncio.timeout(2):
            await answer.content.read()


async def test_streams_are_bounded_and_leave_nothing_behind(world, program, monkeypatch):
    monkeypatch.setattr(events_module, "MOST_STREAMS", 1)
    monkeypatch.setattr(events_module, "HEARTBEAT_SECONDS", 0.03)
    async with world.client.get(STREAM, headers=program) as first:
        await first.content.readline()
        second = await world.client.get(STREAM, headers=program)
        assert (second.status, (await second.json())["code"]) == (503, "too_many_streams")
    async with asyncio.timeout(2):
        while world.client.app[events_module.STREAMS] or world.pages.stream._of_all:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize(
    ("scopes", "method", "path", "status", "code"),
    [
        (["events:read"], "GET", EVENTS, 200, None),
        (["calls:read"], "GET", EVENTS, 403, "scope_missing"),
        (["calls:read"], "GET", "/api/v1/interactions", 200, None),
        (["calls:read"], "POST", "/api/v1/interactions/x/disposition", 403, "scope_missing"),
        (["customers:read"], "POST", "/api/v1/customers", 403, "scope_missing"),
        (["customers:write"], "GET", "/api/v1/customers/x", 403, "scope_missing"),
        (["customers:read"], "GET", "/api/v1/customers/x", 404, "not_found"),
        (list(SCOPES), "POST", "/api/v1/me/sign-on", 403, "people_only"),
        (list(SCOPES), "DELETE", "/api/v1/session", 403, "people_only"),
        (list(SCOPES), "GET", "/ws", 403, "people_only"),
        (list(SCOPES), "POST", EVENTS, 403, "people_only"),
        (None, "GET", EVENTS, 401, "token_refused"),
    ],
)
async def test_a_program_may_do_what_its_scopes_say_and_nothing_else(
    world, scopes, method, path, status, code
):
    if scopes is not None:
        world.records.tokens["ctid_t"] = PretendToken("crm", tuple(scopes))
    answer = await world.client.request(method, path, headers={"Authorization": "Bearer ctid_t"}, json={})
    assert answer.status == status
    if code:
        problem = await answer.json()
        assert problem["code"] == code
        if code == "scope_missing":
            assert ":" in problem["detail"], "the scope that is missing is named"
