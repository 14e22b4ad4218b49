"""A short real day: recorded, it replays the same; a daemon that drains leaves its calls alone."""

import asyncio
import json
from datetime import UTC, datetime

import pytest

from ctid.lab.parties import Manner
from ctid.lab.steps import press
from ctid.store.fold import differences
from ctid.store.store import Store
from live_centre import SHARED, TO_SUPPORT, UNKNOWN, Centre, nothing_up

pytestmark = pytest.mark.asterisk

LONG_TALK = Manner(answer_after=0.5, talk=14.0)


async def test_a_drained_day_replays_and_no_call_notices_the_drain(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.agent("1002", LONG_TALK)
    talking = await centre.call(*TO_SUPPORT)
    talk = await watch.hears("call.established", within=40)
    waiting = await centre.call(*TO_SUPPORT, ani=UNKNOWN)
    await watch.until(lambda line: len(watch.told("call.queued")) == 2, within=40)
    in_menu = await centre.call(press("2", after=20.0), ani=SHARED)
    await watch.until(lambda line: len(watch.told("call.arrived")) == 3, within=40)
    before = await centre.channels()

    stopping = asyncio.create_task(centre.house.stop_daemon())
    async with asyncio.timeout(5):
        while (health := await centre.house.health()) is None or health["status"] != "draining":
            await asyncio.sleep(0.01)
    late = await centre.call(press("2", after=1.0), ani="+12025550177")
    assert await stopping == 0
    assert await centre.channels() >= before, "a call noticed"

    await centre.house.start_daemon()
    assert (await talking.wait(60)).ended_by == "switch", "the agent hung up, not a fault"
    [row] = [row for row in await centre.log() if row["id"] == talk["interaction"]]
    assert (row["outcome"], row["agent"]) == ("answered", "1002")
    for caller in (talking, waiting, in_menu, late):
        await caller.stop()
    await nothing_up(centre)
    assert await centre.house.stop_daemon() == 0

    file = centre.house.folder / "day.jsonl"
    file.write_text(await centre.house.command("journal", "export", "--mask"))
    done = json.loads(await centre.house.command("replay", str(file), "--json"))
    assert (done["difference"], done["runs"]) == (None, 2)
    store = await Store.open(f"sqlite:///{centre.house.database}", clock=lambda: datetime.now(UTC))
    try:
        assert await differences(store) == []
    finally:
        await store.close()
    words = centre.house.log.read_text()
    assert "Traceback" not in words, words[-2000:]
