"""What a daemon was told and decided is kept whole: it replays, and the tables follow from it.

And how a daemon ends: drained, killed at a durable step, or refused because another one runs.
"""

import asyncio
import json
import signal
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime

import pytest

from ctid.lab.fake_house import FakeHouse
from ctid.model.mistakes import Mistaken
from ctid.store.fold import differences
from ctid.store.store import Store
from switch_people import KNOWN, TO_SUPPORT, replayed, watch, works

pytestmark = pytest.mark.slow


async def a_call_and_a_restart(house: FakeHouse, stack: AsyncExitStack) -> None:
    """A talk that outlives a kill, and a caller who hangs up in the line."""
    await house.start_daemon()
    everything = await watch(house, stack)
    await works(house, stack, "1002")
    talking = await house.fake.call(KNOWN, keys="2112345#", name="Private Person")
    await everything.hears("call.established", within=5)
    waiting = await house.fake.call("+12025550199", keys=TO_SUPPORT)
    await everything.until(lambda line: len(everything.told("call.queued")) == 2, within=5)
    house.kill_daemon()
    await house.start_daemon()
    everything = await watch(house, stack)
    house.fake.hang_up(waiting)
    await everything.hears("interaction.logged", within=5)
    house.fake.hang_up(talking)
    await everything.hears("agent.wrap_up", within=5)
    assert await house.stop_daemon() == 0


async def test_a_day_with_a_kill_in_it_replays_and_the_tables_follow_from_the_journal(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    await a_call_and_a_restart(house, stack)
    for options in ((), ("--day", datetime.now(UTC).date().isoformat()), ("--mask",)):
        text, done = await replayed(house, *options)
        assert done["difference"] is None
        assert (done["runs"], done["inputs"] > 20, done["decisions"] > 40) == (2, True, True)
        assert ("Private Person" in text, "12025550101" in text) == ((not options or "--day" in options),) * 2
    store = await Store.open(f"sqlite:///{house.database}", clock=lambda: datetime.now(UTC))
    try:
        assert await differences(store) == []
    finally:
        await store.close()


async def test_a_changed_day_and_what_is_no_day_are_told(house: FakeHouse, stack: AsyncExitStack) -> None:
    await house.start_daemon()
    await watch(house, stack)
    await house.stop_daemon()
    file = house.folder / "day.jsonl"
    begins, *lines = (await house.command("journal", "export")).splitlines()
    number = next(n for n, line in enumerate(lines) if json.loads(line)["out"])
    changed = json.loads(lines[number])
    changed["out"][0][1]["at"] = "2020-01-01T00:00:00Z"
    file.write_text("\n".join([begins, *lines[:number], json.dumps(changed), *lines[number + 1 :]]))
    with pytest.raises(Mistaken):
        await house.command("replay", str(file))
    file.write_text("\n".join(lines))
    with pytest.raises(Mistaken, match="R130"):
        await house.command("replay", str(file))
    with pytest.raises(Mistaken, match="R131"):
        await house.command("journal", "export", "--day", "yesterday")


async def test_a_drained_daemon_sends_new_callers_away_and_lets_the_others_be(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    await house.start_daemon()
    everything = await watch(house, stack)
    await works(house, stack, "1002")
    talking = await house.fake.call(KNOWN, keys=TO_SUPPORT)
    await everything.hears("call.established", within=5)
    waiting = await house.fake.call("+12025550199", keys=TO_SUPPORT)
    await everything.until(lambda line: len(everything.told("call.queued")) == 2, within=5)
    await house.fake.call("+12025550198")
    await everything.until(lambda line: len(everything.told("call.arrived")) == 3, within=5)

    stopping = asyncio.create_task(house.stop_daemon())
    async with asyncio.timeout(3):
        while (health := await house.health()) is None or health["status"] != "draining":
            await asyncio.sleep(0.01)
    late = await house.fake.call("+12025550197", keys=TO_SUPPORT)
    began = asyncio.get_running_loop().time()
    assert await stopping == 0
    assert asyncio.get_running_loop().time() - began < 10
    assert not talking.gone.is_set() and not waiting.gone.is_set()
    assert "Traceback" not in house.log.read_text()
    assert "CTID_FLOW" not in late.variables, "a draining daemon led a new caller"


async def test_a_second_signal_ends_at_once(house: FakeHouse) -> None:
    await house.start_daemon()
    await house.fake.call(KNOWN)
    daemon = house._daemon
    assert daemon is not None
    async with asyncio.timeout(3):
        while (health := await house.health()) is None or not health["calls"]:
            await asyncio.sleep(0.01)
    daemon.send_signal(signal.SIGTERM)
    async with asyncio.timeout(3):
        while (health := await house.health()) is not None and health["status"] != "draining":
            await asyncio.sleep(0.01)
    began = asyncio.get_running_loop().time()
    daemon.send_signal(signal.SIGTERM)
    assert await asyncio.to_thread(daemon.wait, 5) == 0
    assert asyncio.get_running_loop().time() - began < 3.5  # the pages' connections get their goodbye


@pytest.mark.parametrize("step", ["2", "after a commit"])
async def test_a_daemon_killed_at_a_durable_step_says_where(house: FakeHouse, step: str) -> None:
    house._daemon = daemon = house._launch({"crash_at": step})
    assert await asyncio.to_thread(daemon.wait, 20) == 137
    assert "crash point 2: after a commit" in house.log.read_text()
    await house.start_daemon(crash_count="1")
    assert await house.stop_daemon() == 0
    assert "crash points: " in house.log.read_text()


async def test_a_second_daemon_on_the_same_database_is_refused_and_harms_nothing(house: FakeHouse) -> None:
    await house.start_daemon()
    environment = {**house.environment(), "CTID_HTTP__PORT": "0", "CTID_AGI__PORT": "0"}
    second = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "ctid.cli", "run"),
        cwd=house.files,
        env=environment,
        stderr=asyncio.subprocess.PIPE,
    )
    _, said = await second.communicate()
    assert second.returncode == 1
    assert b"R210" in said and b"Traceback" not in said
    health = await house.health()
    assert health is not None and health["status"] == "ok"
