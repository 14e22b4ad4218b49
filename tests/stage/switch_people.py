"""The people around a fake switch: a supervisor who hears everything, agents at work."""

import asyncio
import json
from contextlib import AsyncExitStack

from ctid.lab.fake_house import FakeHouse
from ctid.lab.page import Page

KNOWN = "+12025550101"
TO_SUPPORT = "20"
"""English, then a person."""


async def watch(house: FakeHouse, stack: AsyncExitStack) -> Page:
    """A supervisor's page that hears everything."""
    page = await stack.enter_async_context(await house.page("test", "supervisor"))
    await page.until(lambda line: line["kind"] == "hello")
    return page


async def works(house: FakeHouse, stack: AsyncExitStack, id: str) -> Page:
    """An agent who is signed on and ready."""
    page = await stack.enter_async_context(await house.page(id))
    await page.sign_on()
    await page.ready()
    return page


async def nothing_up(house: FakeHouse) -> None:
    """Wait until no channel lives."""
    async with asyncio.timeout(5):
        while house.fake.board.channels:
            await asyncio.sleep(0.01)


async def replayed(house: FakeHouse, *options: str) -> tuple[str, dict]:
    """Export as a person would, and play it again."""
    file = house.folder / "day.jsonl"
    file.write_text(await house.command("journal", "export", *options))
    return file.read_text(), json.loads(await house.command("replay", str(file), "--json"))
