"""The agent sees that a talk is recorded, pauses it, and a supervisor hears it afterwards."""

import asyncio
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from browser_stage import OpenDesk
from centre_fixtures import changed_centre
from ctid.lab.house import House
from ctid.lab.parties import Manner
from live_centre import TO_SUPPORT, Centre
from tones import tone

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
QUEUE = "    requires: {support: 1}"


@pytest.fixture
async def centre(house: House) -> AsyncIterator[Centre]:
    """A centre that records its support queue."""
    async with changed_centre(house, QUEUE, QUEUE, "    record: yes") as centre:
        yield centre


async def test_a_recording_is_seen_paused_and_heard_by_a_supervisor(centre: Centre, desk: OpenDesk) -> None:
    watch = await centre.watch()
    await centre.phone("1002", STAYS)
    page = await desk("1002")
    await page.ready_at_desk_phone()
    caller = await centre.call(*TO_SUPPORT, voice=tone(centre.house.outside.folder, 440))
    light = page.page.locator(".recording")
    await expect(light).to_contain_text("Recording", timeout=40_000)
    await page.button("Pause recording").click()
    await expect(light).to_contain_text("Recording paused")
    await page.picture("recording-paused")
    await page.page.reload()
    await expect(light).to_contain_text("Recording paused")
    await page.button("Resume recording").click()
    await expect(page.button("Pause recording")).to_be_visible(timeout=10_000)
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("recording.kept", within=20)

    console = await desk("test", role="supervisor")
    await console.page.get_by_role("button", name="Recordings").click()
    sound = console.page.get_by_label("Recording of Agent 1002")
    await expect(sound).to_be_visible()
    seconds = await sound.evaluate("async (it) => { await it.play(); it.pause(); return it.duration; }")
    assert seconds > 1
    heard = await watch.hears("recording.heard", within=10)
    assert heard["facts"]["by"] == "test"
