"""The configuration by the api: applied anew, and skills that are changed live."""

from dataclasses import dataclass, field

import pytest

from ctid.api.routes import configuration
from ctid.model.commands import SetSkills
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.model.reasons import Reason

PLAN: dict[str, object] = {
    "applied_at": "2026-03-02T09:00:00+00:00",
    "applied_by": "carol",
    "changes": [{"path": "queues.billing.ring", "before": "15s", "after": "20s"}],
    "drift": [],
}


@dataclass
class Pretend:
    """Notes who applied, and answers what it was given to."""

    asked: list[tuple[str, bool]] = field(default_factory=list)
    refuses: Reason | None = None
    mistaken: Mistaken | None = None

    async def apply(self, who: str, *, discard_live: bool = False) -> Reason | None:
        self.asked.append((who, discard_live))
        if self.mistaken is not None:
            raise self.mistaken
        return self.refuses

    async def planned(self) -> dict[str, object]:
        if self.mistaken is not None:
            raise self.mistaken
        return PLAN

    async def write_back(self) -> int:
        self.asked.append(("write back", False))
        if self.mistaken is not None:
            raise self.mistaken
        return 1


@pytest.fixture
def files() -> Pretend:
    return Pretend()


@pytest.fixture
def extras(files):
    return [lambda app: configuration.install(app, files)]


async def test_only_a_supervisor_changes_the_configuration(world, files):
    await world.sign_in()
    for method, path, body in (
        ("POST", "centre/apply", {}),
        ("POST", "centre/write-back", None),
        ("GET", "centre", None),
        ("PUT", "agents/1001/skills", {"skills": {"billing": 3}}),
    ):
        answer = await world.client.request(method, f"/api/v1/{path}", json=body)
        assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
    assert (files.asked, world.centre.asked) == ([], [])


async def test_who_applies_is_named_and_may_give_up_what_is_live(world, files):
    await world.sign_in("carol", role="supervisor")
    answer = await world.client.post("/api/v1/centre/apply", json={"discard_live": True})
    assert (answer.status, files.asked) == (200, [("carol", True)])
    assert (await answer.json())["agents"] == len(world.centre.site.agents)


async def test_mistakes_are_told_with_their_places_in_the_readers_language(world, files):
    await world.sign_in("carol", role="supervisor")
    place = Place("centre.yaml", 3, 7)
    files.mistaken = Mistaken([Mistake("C118", place, Text("w", "甲"), Text("y", "乙"), Text("m", "丙"))])
    answer = await world.client.post("/api/v1/centre/apply", json={}, headers={"Accept-Language": "zh"})
    problem = await answer.json()
    assert (answer.status, problem["code"]) == (422, "configuration_mistaken")
    assert problem["errors"] == [{"pointer": "centre.yaml:3:7", "message": "C118 甲 · 乙 → 丙"}]


async def test_what_the_centre_refuses_is_said(world, files):
    await world.sign_in("carol", role="supervisor")
    files.refuses = Reason("queue_in_use", {"queue": "billing", "callers": 2})
    answer = await world.client.post("/api/v1/centre/apply", json={})
    assert (answer.status, (await answer.json())["code"]) == (409, "queue_in_use")


async def test_skills_are_given_whole(world):
    await world.sign_in("carol", role="supervisor")
    agent = next(iter(world.centre.site.agents))
    answer = await world.client.put(f"/api/v1/agents/{agent}/skills", json={"skills": {"billing": 3}})
    assert answer.status == 200
    [command] = world.centre.asked
    assert command == SetSkills(command.id, "carol", agent, {"billing": 3})


@pytest.mark.parametrize(
    "skills", [{"billing": 0}, {"billing": 6}, {"billing": "3"}, {"": 3}, ["billing"], None]
)
async def test_what_are_no_levels_is_refused(world, skills):
    await world.sign_in("carol", role="supervisor")
    answer = await world.client.put("/api/v1/agents/1001/skills", json={"skills": skills})
    assert (answer.status, (await answer.json())["code"]) == (422, "invalid")


async def test_what_runs_and_what_the_files_say_otherwise_is_told(world, files):
    await world.sign_in("carol", role="supervisor")
    now = await (await world.client.get("/api/v1/centre")).json()
    assert now["agents"][0] == {"agent": "1001", "name": "Alice", "skills": {"billing": 2}}
    assert (now["skills"], now["changes"], now["mistakes"]) == (["billing"], PLAN["changes"], [])


async def test_files_with_mistakes_hide_nothing_of_what_runs_and_take_nothing_written_back(world, files):
    await world.sign_in("carol", role="supervisor")
    files.mistaken = Mistaken(
        [Mistake("C1", Place("centre.yaml", 3), Text("a", "甲"), Text("b", "乙"), Text("c", "丙"))]
    )
    now = await (await world.client.get("/api/v1/centre")).json()
    assert (len(now["agents"]), now["changes"]) == (2, [])
    assert now["mistakes"][0]["en"].startswith("centre.yaml:3:0: C1 a")
    refused = await world.client.post("/api/v1/centre/write-back")
    assert (refused.status, (await refused.json())["code"]) == (422, "configuration_mistaken")


async def test_what_is_live_is_written_back_and_what_is_so_now_is_told(world, files):
    await world.sign_in("carol", role="supervisor")
    answer = await world.client.post("/api/v1/centre/write-back")
    assert (answer.status, (await answer.json())["applied_by"]) == (200, "carol")
    assert files.asked == [("write back", False)]
