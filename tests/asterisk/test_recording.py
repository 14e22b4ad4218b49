"""Talks recorded on a real Asterisk: both sides apart, silent while paused, announced where it is asked."""

import asyncio
import wave
from array import array
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from ctid.lab.house import House
from ctid.lab.parties import Manner
from live_centre import TO_SUPPORT, Centre, the_judge_agrees
from tones import slices, strength, tone, two_sides

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
CALLER, AGENT = 440, 1000  # Hz
LOUD, SILENT = 3000.0, 50.0


def rewrite(house: House, rule: str) -> Path:
    """Write a site whose support queue is recorded by `rule`."""
    files = house.folder / "site"
    (files / "config").mkdir(parents=True)
    (files / "ivr").symlink_to(house.files / "ivr")
    site = (house.files / "config/centre.yaml").read_text()
    queue = "    requires: {support: 1}\n"
    assert queue in site
    (files / "config/centre.yaml").write_text(site.replace(queue, f"{queue}    record: {rule}\n"))
    return files


@pytest.fixture
def rule() -> str:
    return "yes"


@pytest.fixture
async def recorded(house: House, rule: str) -> AsyncIterator[Centre]:
    """A centre that records its support queue."""
    changes = {"site__centre": str(rewrite(house, rule) / "config/centre.yaml")}
    async with AsyncExitStack() as stack:
        await house.command("seed", "config/seed.yaml")
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
    from datetime import datetime

    begun, ended = (datetime.fromisoformat(segment[name]) for name in ("started_at", "ended_at"))
    return (ended - begun).total_seconds() * 1000
