"""The recordings to which the fake Asterisk is held are what the real one says today.

With CTID_RECORD=1 in the environment they are written anew instead of being compared.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from ctid.lab.parties import BUSY, SILENT, Manner
from ctid.lab.tree import Toolbox
from ctid.runtime.sources import Sources
from live_centre import TO_SUPPORT, Centre, nothing_up
from quick_house import QuickHouse
from tapped import STORIES, tapped

pytestmark = pytest.mark.asterisk

FOLDER = Path(__file__).parents[1] / "recordings"
TALKATIVE = Manner(answer_after=0.5, talk=1.5)
LONG_WINDED = Manner(answer_after=0.5, talk=8.0)
MANNERS = {
    "restarted": LONG_WINDED,
    "answered": TALKATIVE,
    "no_answer": SILENT,
    "busy": BUSY,
    "unreachable": TALKATIVE,
    "abandoned": SILENT,
}


@pytest.fixture
async def silent_centre(
    tools: Toolbox, folder: Path, sources: Sources, prompts: Path
) -> AsyncIterator[Centre]:
    """A centre whose switch is up and whose daemon is not yet."""
    house = QuickHouse(tools, folder, sources.site, prompts=prompts)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(house.stop)
        house.outside.folder.mkdir(exist_ok=True)
        house.switch.render()
        await house.switch.start()
        yield Centre(house, stack, sources.site)


@pytest.mark.parametrize("story", STORIES)
async def test_the_recording_is_what_asterisk_says(silent_centre: Centre, story: str) -> None:
    centre = silent_centre
    async with tapped(centre.house) as (recording, restart):
        await plays(centre, story, restart)
    summary = recording.summary()
    file = FOLDER / f"{story}.json"
    if os.environ.get("CTID_RECORD"):
        file.write_text(json.dumps(summary, indent=1, ensure_ascii=False) + "\n", "utf-8")
    recorded = json.loads(file.read_text("utf-8"))
    assert summary["legs"] == recorded["legs"]
    assert summary["sessions"]["written"] == recorded["sessions"]["written"]
    assert summary["sessions"]["header"] == recorded["sessions"]["header"]
    for kind, fields in summary["fields"].items():
        known = recorded["fields"].get(kind)
        if known is not None and not kind.startswith("action "):
            assert set(fields["always"]) <= {*known["always"], *known["sometimes"]}, kind


async def plays(centre: Centre, story: str, restart: Callable[[], Awaitable[None]]) -> None:
    """Have one call go as the story says."""
    watch = await centre.watch()
    await centre.agent("1002", MANNERS[story])
    if story == "unreachable":  # gone without a word: the registration stays, nobody is there
        await centre.phones["1002"]._sipp.stop()
    caller = await centre.call(*TO_SUPPORT)
    if story == "answered":
        await watch.hears("call.cleared", within=30)
    elif story == "restarted":
        await watch.hears("call.established", within=30)
        await restart()
        await asyncio.sleep(0.5)
    elif story == "abandoned":
        await watch.hears("call.delivered", within=20)
        await caller.stop()
        await watch.hears("call.cleared", within=20)
    else:
        await watch.hears("offer.missed", within=30)
        await caller.stop()
        await watch.hears("call.cleared", within=20)
    await nothing_up(centre)
