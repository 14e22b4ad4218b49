"""The centre's files as code, as a person uses them: plan, apply, live changes, write back, go back."""

import json
import os
import shutil
import signal
from contextlib import AsyncExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.lab.fake_house import FakeHouse
from ctid.lab.house import PROJECT
from ctid.lab.page import Page, RefusedError
from ctid.model.mistakes import Mistaken
from ctid.store.fold import differences
from ctid.store.store import Store
from switch_people import KNOWN, replayed, watch, works

pytestmark = pytest.mark.slow

TO_BILLING = "22"
THREE = "skills: {support: 3, english: 2, mandarin: 5}"  # of agent 1001
FOUR = "skills: {support: 3, english: 2, mandarin: 5, billing: 4}"


@pytest.fixture
def file(house: FakeHouse) -> Path:
    """The centre.yaml of a house that has its own."""
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, house.folder / "files" / folder)
    house.files = house.folder / "files"
    return house.files / "config/centre.yaml"


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), "utf-8")


async def planned(house: FakeHouse) -> dict:
    return json.loads(await house.command("centre", "plan", "--json"))


async def one_who_waits_for_billing(house: FakeHouse, stack: AsyncExitStack) -> Page:
    """1001 is free and does no billing; 1003 does, and is at lunch."""
    everything = await watch(house, stack)
    await works(house, stack, "1001")
    away = await works(house, stack, "1003")
    await away.not_ready("lunch")
    await house.fake.call(KNOWN, keys=TO_BILLING)
    await everything.hears("call.queued", within=5)
    return everything


async def test_who_waits_is_offered_to_whom_an_applied_file_gives_the_skill(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await house.start_daemon()
    everything = await one_who_waits_for_billing(house, stack)
    assert (await planned(house))["changes"] == []
    edit(file, THREE, FOUR)
    plan = await planned(house)
    assert plan["changes"] == [{"path": "agents.1001.skills.billing", "before": None, "after": "4"}]
    assert plan["reaches"] == [{"agent": "1001", "queue": "billing", "before_s": None, "after_s": 0.0}]
    assert (plan["waiting"], plan["in_the_way"]) == ({"billing": 1}, {})
    assert "1001 (Agent 1001) now answers billing, at once" in await house.command("centre", "plan")
    assert not everything.told("offer.made")
    assert "applied: 3 agents, 2 queues" in await house.command("centre", "apply")
    assert (await everything.hears("offer.made", within=5))["agent"] == "1001"
    assert (await planned(house))["changes"] == []


async def test_a_file_with_mistakes_changes_nothing_however_it_is_applied(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await house.start_daemon()
    everything = await watch(house, stack)
    edit(file, THREE, "skills: {support: 9, latin: 2}")
    with pytest.raises(Mistaken, match="C1"):
        await house.command("centre", "apply")
    with pytest.raises(RefusedError, match="configuration_mistaken") as refused:
        await everything.send("POST", "/api/v1/centre/apply", discard_live=False)
    assert len(refused.value.problem["errors"]) == 2
    assert refused.value.problem["errors"][0]["pointer"].endswith("centre.yaml:24:23")
    edit(file, "skills: {support: 9, latin: 2}", FOUR)
    assert house.daemon_pid is not None
    os.kill(house.daemon_pid, signal.SIGHUP)
    changed = await everything.until(
        lambda line: line.get("type") == "centre.changed" and line["facts"]["who"] == "SIGHUP", within=5
    )
    assert changed["facts"]["agents"] == 3


async def test_a_queue_that_somebody_waits_in_is_not_taken_away(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await house.start_daemon()
    await one_who_waits_for_billing(house, stack)
    text = file.read_text("utf-8")
    start, end = text.index("  billing:\n    title:"), text.index("# Opening hours")
    file.write_text(text[:start] + text[end:], "utf-8")
    edit(house.files / "ivr/main.yaml", "queue: {name: billing", "queue: {name: support")
    assert (await planned(house))["in_the_way"] == {"billing": 1}
    with pytest.raises(Mistaken, match="queue billing is not in the new configuration"):
        await house.command("centre", "apply")
    supervisor = await watch(house, stack)
    queues = (await supervisor.send("GET", "/api/v1/queues"))["queues"]
    assert [(queue["name"], queue["waiting"]) for queue in queues] == [("support", 0), ("billing", 1)]


async def test_what_is_changed_live_is_drift_until_it_is_written_back_or_given_up(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await house.start_daemon()
    supervisor = await watch(house, stack)
    skills = {"support": 3, "english": 2, "mandarin": 5, "billing": 4}
    now = await supervisor.send("PUT", "/api/v1/agents/1001/skills", skills=skills)
    assert now == {"agent": "1001", "skills": skills}
    await supervisor.hears("agent.skills", within=5)
    house.kill_daemon()
    await house.start_daemon()
    [drift] = (await planned(house))["drift"]
    assert (drift["agent"], drift["skill"], drift["live"], drift["file"], drift["who"]) == (
        "1001", "billing", 4, 0, "test",
    )  # fmt: skip
    assert "live: billing 4, file: billing none (test, " in await house.command("centre", "plan")
    before = file.read_text("utf-8")
    assert "skills of 1 agents written" in await house.command("centre", "write-back")
    assert file.read_text("utf-8") == before.replace(THREE, FOUR)
    assert (await planned(house))["drift"] == []
    await house.command("centre", "apply")
    supervisor = await watch(house, stack)
    await supervisor.send("PUT", "/api/v1/agents/1002/skills", skills={"support": 5})
    await supervisor.hears("agent.skills", within=5)
    assert len((await planned(house))["drift"]) == 3
    await house.command("centre", "apply", "--discard-drift")
    plan = await planned(house)
    assert (plan["changes"], plan["drift"]) == ([], [])


async def test_an_earlier_configuration_comes_back_into_the_file(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    first = file.read_text("utf-8")
    await house.start_daemon()
    edit(file, THREE, FOUR)
    await house.command("centre", "apply")
    listed = (await house.command("centre", "versions")).splitlines()
    assert [line.split()[0] for line in listed] == ["0", "1"]
    assert listed[1].endswith("start")
    assert "applied" in await house.command("centre", "rollback")
    assert file.read_text("utf-8") == first
    assert (await planned(house))["changes"] == []
    with pytest.raises(Mistaken, match="R142"):
        await house.command("centre", "rollback", "--to", "9")


async def test_a_plan_says_which_nodes_of_a_flow_change_and_an_earlier_flow_comes_back(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    main, night = house.files / "ivr/main.yaml", house.files / "ivr/night.yaml"
    first = main.read_text("utf-8")
    await house.start_daemon()
    edit(main, "  timeout: 5s", "  timeout: 7s")
    edit(main, "name: billing, on_refused: leave_message", "name: billing, on_refused: sorry")
    edit(main, "\nnodes:\n", "\nnodes:\n  sorry: {voicemail: {prompt: nobody-here}}\n")
    night.write_text(first.replace("flow: main", "flow: night"), "utf-8")
    changes = {
        change["path"]: (change["before"], change["after"]) for change in (await planned(house))["changes"]
    }
    assert changes.pop("flows.night")[0] is None
    assert changes == {
        "flows.main.defaults.timeout": ("5s", "7s"),
        "flows.main.nodes.sorry": (None, "voicemail: {prompt: nobody-here}"),
        "flows.main.nodes.to_billing.queue.on_refused": ("leave_message", "sorry"),
    }
    await house.command("centre", "apply")
    assert (await planned(house))["changes"] == []
    assert "applied" in await house.command("centre", "rollback")
    assert main.read_text("utf-8") == first
    assert not night.exists()
    assert night.with_name("night.yaml.put-aside").exists()
    assert (await planned(house))["changes"] == []


async def test_without_a_daemon_a_plan_is_held_against_what_was_applied_last(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    assert "nothing was ever applied" in await house.command("centre", "plan")
    await house.start_daemon()
    await house.stop_daemon()
    edit(file, THREE, FOUR)
    plan = await planned(house)
    assert (len(plan["changes"]), plan["waiting"]) == (1, None)
    with pytest.raises(Mistaken, match="R140"):
        await house.command("centre", "apply")


async def test_a_day_with_another_configuration_in_it_replays(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    await house.start_daemon()
    everything = await one_who_waits_for_billing(house, stack)
    edit(file, THREE, FOUR)
    await house.command("centre", "apply")
    await everything.hears("offer.made", within=5)
    await everything.send("PUT", "/api/v1/agents/1002/skills", skills={"support": 5})
    assert await house.stop_daemon() == 0
    for options in ((), ("--mask",)):
        _, done = await replayed(house, *options)
        assert done["difference"] is None
        assert done["decisions"] > 10
    store = await Store.open(f"sqlite:///{house.database}", clock=lambda: datetime.now(UTC))
    try:
        assert await differences(store) == []
    finally:
        await store.close()


async def test_a_recorded_day_is_played_beside_what_happened(
    house: FakeHouse, stack: AsyncExitStack, file: Path
) -> None:
    with pytest.raises(Mistaken, match="R122"):
        await house.command("simulate", "--replay", "today")
    await house.start_daemon()
    everything = await watch(house, stack)
    page = await works(house, stack, "1002")
    call = await house.fake.call(KNOWN, keys="20")
    await everything.hears("call.established", within=10)
    house.fake.hang_up(call)
    wrap_up = await everything.hears("agent.wrap_up", within=5)
    await page.dispose(wrap_up["interaction"], "resolved")
    await everything.hears("interaction.logged", within=5)
    told = json.loads(await house.command("simulate", "--replay", "today", "--json", "--seeds", "2"))
    assert (told["happened"]["offered"], told["happened"]["service_level"]) == (1, 1.0)
    assert told["same"]["offered"]["mean"] == told["changed"]["offered"]["mean"] == 1
    assert told["same"]["service_level"]["mean"] == 1.0
    assert "changed, simulated" in await house.command("simulate", "--replay", "today", "--seeds", "2")
