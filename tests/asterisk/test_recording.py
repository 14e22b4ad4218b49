"""Talks recorded on a real Asterisk: both sides apart, silent while paused, announced where it is asked."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ctid.lab.parties import CalledParty, Manner
from live_centre import TO_SUPPORT, Centre, the_judge_agrees
from quick_house import QuickHouse
from tones import slices, strength, tone, two_sides

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
CALLER, AGENT = 440, 1000  # Hz
LOUD, SILENT = 3000.0, 50.0


def rewrite(house: QuickHouse, rule: str) -> Path:
    """Write a site whose support queue and outgoing calls are recorded by `rule`."""
    files = house.folder / "site"
    (files / "config").mkdir(parents=True)
    (files / "ivr").symlink_to(house.files / "ivr")
    site = (house.files / "config/centre.yaml").read_text()
    queue = "    requires: {support: 1}\n"
    assert queue in site
    outbound = "outbound:\n"
    assert outbound in site
    site = site.replace(queue, f"{queue}    record: {rule}\n").replace(
        outbound, f"{outbound}  record: {rule}\n"
    )
    (files / "config/centre.yaml").write_text(site)
    return files


@pytest.fixture
def rule() -> str:
    return "yes"


@pytest.fixture
async def recorded(house: QuickHouse, rule: str) -> AsyncIterator[Centre]:
    """A centre that records its support queue."""
    changes = {"site__centre": str(rewrite(house, rule) / "config/centre.yaml")}
    async with AsyncExitStack() as stack:
        await house.seed()
        await house.switch.start()
        await house.start_daemon(**changes)
        yield (centre := Centre(house, stack, house.site))
        await the_judge_agrees(centre)


async def talk(centre: Centre) -> tuple[Any, Any, Any, str]:
    """Let a caller and an agent talk, each with a tone of their own."""
    watch = await centre.watch()
    await centre.phone("1002", STAYS, tone(centre.house.outside.folder, AGENT))
    page = await centre.agent("1002", STAYS)
    caller = await centre.call(*TO_SUPPORT, voice=tone(centre.house.outside.folder, CALLER))
    begun = await watch.hears("call.established", within=40)
    return watch, page, caller, begun["interaction"]


async def listed(page: Any, interaction: str) -> list[dict[str, Any]]:
    answer = await page.send("GET", f"/api/v1/recordings?interaction={interaction}")
    return list(answer["recordings"])


def kept(centre: Centre, id: str) -> Path:
    return centre.house.folder / "recordings" / f"{id}.wav"


async def test_a_talk_is_recorded_with_each_side_on_its_own_channel(recorded: Centre) -> None:
    watch, page, caller, interaction = await talk(recorded)
    started = await watch.hears("recording.started", within=5)
    await asyncio.sleep(4.0)
    await page.send("POST", "/api/v1/me/hang-up")
    await watch.hears("recording.kept", within=20)
    await caller.wait(20)

    [row] = await listed(page, interaction)
    assert row["complete"]
    assert row["id"] == started["facts"]["recording"]
    file = kept(recorded, row["id"])
    assert file.stat().st_size == row["bytes"]
    [call] = await recorded.log()
    whole = await page.send("GET", f"/api/v1/interactions/{interaction}")
    [spoken] = [s for s in whole["segments"] if s["kind"] == "talk"]
    assert abs(row["duration_ms"] - milliseconds(spoken)) < 1000
    left, right = two_sides(file)
    assert strength(left, AGENT) > LOUD
    assert strength(right, CALLER) > LOUD
    assert strength(left, CALLER) < SILENT
    assert strength(right, AGENT) < SILENT
    assert call["outcome"] == "answered"


def milliseconds(segment: dict[str, Any]) -> float:
    begun, ended = (datetime.fromisoformat(segment[name]) for name in ("started_at", "ended_at"))
    return (ended - begun).total_seconds() * 1000


async def end_and_read(centre: Centre, watch: Any, page: Any, caller: Any, interaction: str) -> Any:
    """End the talk; return what is known of its recording and its two sides."""
    await page.send("POST", "/api/v1/me/hang-up")
    await watch.hears("recording.kept", within=20)
    await caller.wait(20)
    [row] = await listed(page, interaction)
    left, right = two_sides(kept(centre, row["id"]))
    return row, left, right


async def test_nothing_is_heard_while_it_is_paused_and_the_time_line_stays(recorded: Centre) -> None:
    watch, page, caller, interaction = await talk(recorded)
    await watch.hears("recording.started", within=5)
    await asyncio.sleep(2.0)
    await page.send("POST", f"/api/v1/calls/{interaction}/recording/pause", for_s=None)
    paused = await watch.hears("recording.paused", within=5)
    assert paused["facts"]["by"] == "1002"
    await asyncio.sleep(3.0)
    await page.send("POST", f"/api/v1/calls/{interaction}/recording/resume")
    await watch.hears("recording.resumed", within=5)
    await asyncio.sleep(2.0)
    row, left, right = await end_and_read(recorded, watch, page, caller, interaction)
    [pause] = row["pauses"]
    begun, ended = (datetime.fromisoformat(pause[name]) for name in ("started_at", "ended_at"))
    start = datetime.fromisoformat(row["started_at"])
    first, last = ((at - start).total_seconds() for at in (begun, ended))
    for side, hertz in ((left, AGENT), (right, CALLER)):
        heard = slices(side, hertz)
        silent = heard[round(first * 10) + 3 : round(last * 10) - 3]
        assert len(silent) > 15
        assert max(silent) < SILENT
        assert max(heard[: round(first * 10) - 3]) > LOUD
        assert max(heard[round(last * 10) + 3 :]) > LOUD
    assert row["duration_ms"] > 6000


async def test_a_pause_outlives_the_daemon_and_is_ended_by_the_next_one(recorded: Centre) -> None:
    watch, page, caller, interaction = await talk(recorded)
    await watch.hears("recording.started", within=5)
    await page.send("POST", f"/api/v1/calls/{interaction}/recording/pause", for_s=None)
    await watch.hears("recording.paused", within=5)
    recorded.house.kill_daemon()
    await asyncio.sleep(2.0)
    await recorded.house.start_daemon(site__centre=str(recorded.house.folder / "site/config/centre.yaml"))
    watch = await recorded.watch()
    page = await recorded.stack.enter_async_context(await recorded.house.page("1002"))
    [row] = await listed(page, interaction)
    assert row["pauses"][-1]["ended_at"] is None
    await asyncio.sleep(1.0)
    await page.send("POST", f"/api/v1/calls/{interaction}/recording/resume")
    await watch.hears("recording.resumed", within=5)
    await asyncio.sleep(2.0)
    row, left, right = await end_and_read(recorded, watch, page, caller, interaction)
    for side, hertz in ((left, AGENT), (right, CALLER)):
        heard = slices(side, hertz)
        assert max(heard[8:-25]) < SILENT  # from the pause to the end of it, over the daemon's death
        assert max(heard[-15:-3]) > LOUD
    assert len(row["pauses"]) == 1


@pytest.mark.parametrize("rule", ["announce"])
async def test_where_it_must_be_announced_the_caller_is_told_before_the_talk(recorded: Centre) -> None:
    watch, page, caller, interaction = await talk(recorded)
    await watch.hears("recording.started", within=5)
    await asyncio.sleep(1.0)
    told = await recorded.house.switch.cli("core show channels concise")
    name = next(line.split("!")[0] for line in told.splitlines() if "trunk" in line)
    assert "CTID_ANNOUNCED=yes" in await recorded.house.switch.cli(f"core show channel {name}")
    row, _, _ = await end_and_read(recorded, watch, page, caller, interaction)
    assert row["complete"]


@pytest.mark.parametrize("rule", ["announce"])
async def test_a_caller_who_could_not_be_told_is_not_recorded(recorded: Centre) -> None:
    for sound in (recorded.house.switch.run / "data/sounds").glob("*/ctid/call-recorded.wav"):
        sound.unlink()
    watch, page, caller, interaction = await talk(recorded)
    await asyncio.sleep(1.0)
    await page.send("POST", "/api/v1/me/hang-up")
    await caller.wait(20)
    await watch.hears("connection.cleared", within=10)
    assert watch.told("recording.started") == []
    assert await listed(page, interaction) == []
    assert list((recorded.house.switch.run / "spool/monitor/ctid").iterdir()) == []


async def test_what_is_not_talk_is_not_recorded(recorded: Centre) -> None:
    watch, page, caller, interaction = await talk(recorded)
    await watch.hears("recording.started", within=5)
    await asyncio.sleep(1.5)
    await page.send("POST", "/api/v1/me/hold")
    await watch.hears("call.held", within=5)
    await asyncio.sleep(3.0)
    await page.send("POST", "/api/v1/me/retrieve")
    await watch.hears("call.retrieved", within=5)
    await asyncio.sleep(1.5)
    row, left, _ = await end_and_read(recorded, watch, page, caller, interaction)
    assert 2500 < row["duration_ms"] < 4900  # about three seconds of talk; the hold is not in it
    assert strength(left, CALLER) < SILENT


@pytest.mark.parametrize("rule", ["announce"])
async def test_a_call_that_an_agent_makes_is_recorded_from_the_moment_it_is_joined(recorded: Centre) -> None:
    watch = await recorded.watch()
    await recorded.phone("1002", STAYS, tone(recorded.house.outside.folder, AGENT))
    page = await recorded.agent("1002", STAYS)
    port = recorded.house.switch.plan.trunk_port
    async with CalledParty(recorded.house.outside, port, manner=Manner(answer_after=2.0, talk=8.0)) as party:
        await page.send("POST", "/api/v1/me/calls", number="+12025550142")
        begun = await watch.hears("call.established", within=20)
        await watch.hears("recording.started", within=5)
        await watch.hears("recording.kept", within=30)
        [story] = party.stories
    [row] = await listed(page, begun["interaction"])
    left, _ = two_sides(kept(recorded, row["id"]))
    assert strength(left, AGENT) > LOUD
    assert story.answered_at is not None
    assert 4000 < row["duration_ms"] < 8000  # the ringing and the announcement are not in it
