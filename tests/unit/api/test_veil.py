"""With numbers masked only supervisors see them whole, by whichever way they look."""

import pytest

from ctid.api import veil
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction

CALL = InteractionId("sw1:1763781000.12")
NUMBER = "8613800138000"


@pytest.fixture
def extras():
    return [veil.install]


def arrives(world):
    world.centre.interactions[CALL] = Interaction(CALL, f"+{NUMBER}", "4001", world.now, number=f"+{NUMBER}")
    facts = {"ani": f"+{NUMBER}", "dnis": "4001"}
    world.publish(1, Event(EventKind.CALL_ARRIVED, world.now, CALL, AgentId("1001"), facts=facts))


@pytest.mark.parametrize(("role", "subject"), [("agent", "1001"), ("supervisor", "carol")])
async def test_rest_and_problems_are_masked_for_agents(world, role, subject):
    arrives(world)
    await world.sign_in(subject, role=role)
    one = await world.client.get(f"/api/v1/interactions/{CALL}")
    events = await world.client.get("/api/v1/events", params={"since": 0})
    said = await one.text() + await events.text()
    assert (NUMBER in said) is (role == "supervisor")
    assert (await one.json())["id"] == CALL


@pytest.mark.parametrize(("role", "subject"), [("agent", "1001"), ("supervisor", "carol")])
async def test_streams_are_masked_for_agents(world, role, subject):
    arrives(world)
    await world.sign_in(subject, role=role)
    async with world.client.get("/api/v1/events/stream", params={"since": 0}) as stream:
        said = ""
        while "data:" not in said:
            said += (await stream.content.readuntil(b"\n\n")).decode()
    assert (NUMBER in said) is (role == "supervisor")
    socket = await world.client.ws_connect("/ws", params={"since": 0}, origin=world.origin)
    first = await socket.receive_str()
    assert (NUMBER in first) is (role == "supervisor")
    assert CALL in first
    await socket.close()
