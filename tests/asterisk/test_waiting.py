"""Callers who wait: they are told their place, nothing they hear delays a talk, and rules send them on."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT
from ctid.lab.parties import CalledParty, Manner
from ctid.lab.steps import press
from ctid.lab.tree import Toolbox
from ctid.runtime.sources import read_sources
from live_centre import TO_SUPPORT, Centre, ready
from quick_house import QuickHouse

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
NUMBER = "+12025550142"
TOLD = {"support": "announce: {every: 3s}"}
FROM_LINE_TO_LINE = {
    "support": "overflow: [{when: waited 4s, to: queue billing}]",
    "billing": f"overflow: [{{when: waited 4s, to: number {NUMBER}}}, {{when: waited 12s, to: voicemail}}]",
}
INTO_A_FLOW = {"support": "overflow: [{when: nobody on duty, to: flow main}]"}
AT_THE_DOOR = {"support": f"overflow: [{{when: nobody on duty, to: number {NUMBER}}}]"}


@pytest.fixture
def rules() -> dict[str, str]:
    """More keys of queues, as YAML."""
    return {}


@pytest.fixture
async def house(
    tools: Toolbox, folder: Path, prompts: Path, rules: dict[str, str]
) -> AsyncIterator[QuickHouse]:
    """A house whose queues have these rules as well."""
    files = folder / "files"
    for part in ("config", "ivr"):
        shutil.copytree(PROJECT / part, files / part)
    centre = files / "config/centre.yaml"
    written = centre.read_text()
    for queue, more in rules.items():
        written = written.replace(f"\n  {queue}:\n", f"\n  {queue}:\n    {more}\n", 1)
    centre.write_text(written)
    site = read_sources(SiteFiles(centre=centre)).site
    house = QuickHouse(tools, folder, site, prompts=prompts, files=files)
    house.outside.folder.mkdir()
    house.write_phone_secrets()
    house.switch.render()
    yield house
    await house.stop()


async def application(centre: Centre) -> str:
    """Return what the caller's channel does just now."""
    concise = await centre.house.switch.cli("core show channels concise")
    return next((line.split("!")[5] for line in concise.splitlines() if "/trunk-" in line), "")


async def until(centre: Centre, application_is: str, within: float = 30.0) -> None:
    async with asyncio.timeout(within):
        while await application(centre) != application_is:
            await asyncio.sleep(0.05)


@pytest.mark.parametrize("rules", [TOLD])
async def test_a_caller_hears_their_place_and_an_agent_does_not_wait_for_the_end_of_it(
    centre: Centre,
) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    await page.not_ready("lunch")
    caller = await centre.call(*TO_SUPPORT)
    told = await watch.hears("wait.told", within=40)
    assert told["facts"]["position"] == 1
    await until(centre, "Playback")
    channel = told["interaction"].partition(":")[2]
    long = "&".join(["ctid/voicemail-instructions"] * 6)  # longer than the ring and the whisper by far
    await centre.house.switch.cli(f"dialplan set chanvar {channel} CTID_WAIT_SAYS {long}")
    await until(centre, "BridgeWait")
    await until(centre, "Playback")
    await ready(page)
    answered = await watch.hears("leg.answered", within=20)
    assert await application(centre) == "Playback"
    established = await watch.hears("call.established", within=20)
    whisper = established["heard_at"] - answered["heard_at"]
    assert whisper < timedelta(seconds=4)
    await asyncio.sleep(1.0)
    await caller.stop()


@pytest.mark.parametrize("rules", [FROM_LINE_TO_LINE])
async def test_a_caller_goes_from_line_to_line_out_and_back_and_leaves_word_at_last(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    await page.not_ready("lunch")
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=Manner(refusal="486 Busy Here")) as party:
        caller = await centre.call(*TO_SUPPORT)
        await watch.hears("call.overflowed", within=40, to="queue billing")
        await watch.hears("call.overflowed", within=20, to=f"number {NUMBER}")
        await watch.hears("call.queued", within=30, queue="billing")
        await watch.hears("call.overflowed", within=40, to="voicemail")
        assert [story.final_code for story in party.stories] == [486]
    async with asyncio.timeout(20):
        while "voicemail" not in await centre.house.switch.cli("core show channels concise"):
            await asyncio.sleep(0.1)
    await caller.stop()
    await watch.hears("interaction.logged", within=20)
    [row] = await centre.log()
    assert row["outcome"] == "voicemail"


@pytest.mark.parametrize("rules", [AT_THE_DOOR])
async def test_a_caller_whom_nobody_could_serve_talks_with_somebody_outside(centre: Centre) -> None:
    watch = await centre.watch()
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=STAYS) as party:
        caller = await centre.call(*TO_SUPPORT)
        gone = await watch.hears("call.overflowed", within=40)
        assert gone["reason"]["code"] == "nobody_signed_on"
        async with asyncio.timeout(20):
            while not any(story.answered_at for story in party.stories):
                await asyncio.sleep(0.1)
        await asyncio.sleep(1.0)
        await caller.stop()
        await watch.hears("interaction.logged", within=20)
    [row] = await centre.log()
    assert row["outcome"] == "forwarded"


@pytest.mark.parametrize("rules", [INTO_A_FLOW])
async def test_a_caller_sent_into_a_flow_is_asked_anew_and_sent_there_once(centre: Centre) -> None:
    watch = await centre.watch()
    caller = await centre.call(*TO_SUPPORT, press("2", after=4.0), press("0", after=1.0))
    await watch.hears("call.overflowed", within=40, to="flow main")
    refused = await watch.hears("call.refused", within=40)
    assert refused["reason"]["code"] == "nobody_signed_on"
    chosen = [step for step in watch.told("ivr.stepped") if step["facts"]["node"] == "welcome"]
    assert [step["facts"]["value"] for step in chosen if step["facts"]["what"] == "pressed"] == ["2", "2"]
    await caller.stop()
    await watch.hears("interaction.logged", within=20)
    [row] = await centre.log()
    assert row["outcome"] != "lost"
