"""Who is there, and what each is doing."""

from datetime import UTC, datetime

import pytest

from ctid.api import encode
from ctid.api.pretend_sign_in import PretendToken
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason


@pytest.mark.parametrize(("subject", "role"), [("1001", "agent"), ("carol", "supervisor")])
async def test_agents_and_supervisors_see_what_everybody_is_doing(world, subject, role):
    bob, never = AgentId("1002"), datetime.min.replace(tzinfo=UTC)
    world.centre.agents[bob] = AgentStatus(bob, AgentState.SIGNED_OFF, never, Reason("signed_off"))
    await world.sign_in(subject, role=role)
    listed = (await (await world.client.get("/api/v1/agents")).json())["agents"]
    since = "2026-03-02T09:30:00.123Z"
    assert listed == [
        {
            "id": "1001",
            "name": "Alice",
            "state": "ready",
            "since": since,
            "reason": encode.reason(Reason("signed_on")),
        },
        {"id": "1002", "name": "Bob", "state": "signed_off", "since": None, "reason": None},
    ]


async def test_a_program_learns_of_agents_by_events_only(world):
    world.records.tokens["t"] = PretendToken("wallboard", ("events:read", "calls:read"))
    answer = await world.client.get("/api/v1/agents", headers={"Authorization": "Bearer t"})
    assert (answer.status, (await answer.json())["code"]) == (403, "people_only")
