"""A page that lost its connection goes on from the last event it heard."""

import asyncio

import pytest

from ctid.api import stream as stream_module
from ctid.api.routes import socket as socket_module
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId

ALICE, BOB = AgentId("1001"), AgentId("1002")
CALL = "sw1:1763781000.12"


def _event(world, kind: EventKind, agent: str | None = None, call: str | None = CALL) -> Event:
    return Event(kind, world.now, call, AgentId(agent) if agent else None)


async def _page(world, since: int | None):
    query = "" if since is None else f"?since={since}"
    return await world.client.ws_connect(f"/ws{query}", origin=world.origin)


async def _until_hello(page) -> tuple[list[int], dict]:
    heard = []
    while (message := await page.receive_json(timeout=2))["kind"] != "hello":
        heard.append(message["seq"])
    return heard, message


async def test_a_page_is_told_what_it_missed_then_where_things_stand_then_what_follows(world):
    await world.sign_in()
    for seq, agent in enumerate([ALICE, None, BOB, None, ALICE], 1):
        world.publish(seq, _event(world, EventKind.OFFER_MADE, agent))
    world.publish(6, _event(world, EventKind.AGENT_CHANGED, BOB, None))
    page = await _page(world, 2)
    heard, hello = await _until_hello(page)
    assert heard == [3, 4, 5]
    assert (hello["seq"], hello["resumed"], hello["status"]["state"]) == (6, True, "ready")
    world.publish(7, _event(world, EventKind.CALL_CLEARED))
    assert (await page.receive_json(timeout=2))["seq"] == 7


@pytest.mark.parametrize("since", [0, 1, 99], ids=["too old", "just too old", "of another database"])
async def test_a_number_from_which_nothing_can_be_resumed_gets_a_fresh_start(world, monkeypatch, since):
    monkeypatch.setattr(stream_module, "KEPT", 3)
    await world.sign_in()
    for seq in range(1, 6):
        world.publish(seq, _event(world, EventKind.OFFER_MADE, ALICE))
    heard, hello = await _until_hello(await _page(world, since))
    assert (heard, hello["resumed"], hello["seq"]) == ([], False, 5)


@pytest.mark.parametrize("since", ["-1", "x", "1.5", "9" * 30, ""])
async def test_a_number_that_is_none_is_a_problem(world, since):
    await world.sign_in()
    answer = await world.client.get(f"/ws?since={since}", headers={"Origin": world.origin})
    assert answer.status == 422
    assert (await answer.json())["errors"][0]["pointer"] == "/since"


async def test_a_page_whom_nothing_concerns_is_told_how_far_it_is(world, monkeypatch):
    monkeypatch.setattr(socket_module, "MARK_SECONDS", 0.05)
    await world.sign_in()
    page = await _page(world, None)
    await page.receive_json(timeout=2)
    world.publish(41, _event(world, EventKind.AGENT_CHANGED, BOB, None))
    async with asyncio.timeout(2):
        while await page.receive_json(timeout=2) != {"kind": "mark", "seq": 41}:
            pass


async def test_before_the_event_that_makes_an_agent_part_of_a_call_comes_its_story(world):
    await world.sign_in()
    page = await _page(world, None)
    await page.receive_json(timeout=2)
    world.publish(1, _event(world, EventKind.CALL_ARRIVED))
    world.publish(2, _event(world, EventKind.CALL_QUEUED))
    world.publish(3, _event(world, EventKind.OFFER_MADE, ALICE))
    world.publish(4, _event(world, EventKind.OFFER_MISSED, ALICE))
    story, first, second = [await page.receive_json(timeout=2) for _ in range(3)]
    assert (story["kind"], story["interaction"]) == ("timeline", CALL)
    assert [each["seq"] for each in story["events"]] == [1, 2]
    assert (first["seq"], second["seq"]) == (3, 4)


async def test_a_page_that_was_cut_off_for_falling_behind_comes_again_and_misses_nothing(world, monkeypatch):
    monkeypatch.setattr(stream_module, "WAITING_LINES", 5)
    await world.sign_in(role="supervisor")
    page, last = await _page(world, None), 0
    await page.receive_json(timeout=2)
    for seq in range(1, 50):  # in one go: the writer has no turn in between
        world.publish(seq, _event(world, EventKind.CALL_ARRIVED))
    heard = []
    while (message := await page.receive(timeout=2)).type.name == "TEXT":
        heard.append(message.json()["seq"])
    last = heard[-1] if heard else last
    assert len(heard) < 49
    missed, hello = await _until_hello(await _page(world, last))
    assert heard + missed == list(range(1, 50))
    assert hello["resumed"]
