"""Calls by the api, so that a desk phone can do what the browser's phone does."""

import pytest

from ctid.model.commands import ClearConnection, HoldCall, MakeCall, RetrieveCall
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason


@pytest.mark.parametrize(
    ("path", "shape"), [("hold", HoldCall), ("retrieve", RetrieveCall), ("hang-up", ClearConnection)]
)
async def test_an_agent_holds_takes_back_and_hangs_up_their_own_call(world, path, shape):
    await world.sign_in()
    answer = await world.client.post(f"/api/v1/me/{path}")
    assert answer.status == 202
    assert world.centre.asked == [shape((await answer.json())["command_id"], AgentId("1001"))]


async def test_an_agent_calls_a_number_as_people_write_it(world):
    await world.sign_in()
    answer = await world.client.post("/api/v1/me/calls", json={"number": "(020) 1234-5678"})
    assert answer.status == 202
    [command] = world.centre.asked
    assert command == MakeCall((await answer.json())["command_id"], AgentId("1001"), "+862012345678")


@pytest.mark.parametrize(("number", "code"), [("119", "short_number"), ("x", "not_a_number")])
async def test_an_agent_cannot_have_a_program_dial_what_must_not_be_dialled(world, number, code):
    await world.sign_in()
    answer = await world.client.post("/api/v1/me/calls", json={"number": number})
    assert (answer.status, (await answer.json())["code"]) == (422, code)
    assert world.centre.asked == []


@pytest.mark.parametrize("path", ["hold", "retrieve", "hang-up", "calls"])
async def test_a_supervisor_has_no_call_of_their_own(world, path):
    await world.sign_in("carol", role="supervisor")
    answer = await world.client.post(f"/api/v1/me/{path}", json={"number": "13800138000"})
    assert (answer.status, (await answer.json())["code"]) == (403, "agents_only")
    assert world.centre.asked == []


async def test_a_refusal_names_the_rule_and_the_command(world):
    await world.sign_in()
    world.centre.refuses = Reason("not_now", {"state": "ready"})
    answer = await world.client.post("/api/v1/me/hold")
    told = await answer.json()
    assert (answer.status, told["code"]) == (409, "not_now")
    assert told["command_id"] == world.centre.asked[0].id
