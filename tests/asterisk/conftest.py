"""A whole centre for each test: its own Asterisk, its own daemon, and people who call and answer.

Afterwards the judge compares what the outside parties saw with the call log and with Asterisk's own
records, and nothing may be left: no channel, no process.
"""

import asyncio
import os
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.house import House
from ctid.lab.page import Page, RefusedError
from ctid.lab.parties import ANSWERING, AgentPhone, Caller, Manner, Step, press
from ctid.lab.tree import Toolbox, cache_directory, find_or_fetch
from ctid.model.site import Site
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import Sources, read_sources

KNOWN, SHARED, UNKNOWN = "+12025550101", "+12025550100", "+12025550199"
TO_SUPPORT = (press("2", after=1.0), press("0", after=1.0))
"""English, then a person."""


@pytest.fixture(scope="session")
def tools() -> Toolbox:
    """The telephone programs; without them these tests fail, they are never skipped."""
    return find_or_fetch(print)


@pytest.fixture(scope="session")
def sources() -> Sources:
    return read_sources(SiteFiles())


@pytest.fixture(scope="session")
def prompts(tools: Toolbox, sources: Sources) -> Path:
    return render_prompts(tools, sources.texts, cache_directory() / "prompts")


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that Asterisk's user may enter and whose name is short enough for a socket."""
    with TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@dataclass
class Centre:
    """A running centre and the people around it."""

    house: House
    stack: AsyncExitStack
    site: Site
    callers: list[Caller] = field(default_factory=list)
    phones: dict[str, AgentPhone] = field(default_factory=dict)

    async def watch(self) -> Page:
        """Enter a supervisor's page that hears everything."""
        page = await self.stack.enter_async_context(await self.house.page("test", "supervisor"))
        await page.until(lambda line: line["kind"] == "hello")
        return page

    async def phone(self, id: str, manner: Manner = ANSWERING) -> AgentPhone:
        """Register an agent's phone."""
        ip = f"127.0.0.{int(id) - 1000 + 2}"
        secret = self.house.switch.plan.phone(id).secret
        phone = AgentPhone(self.house.outside, id, secret, ip=ip, manner=manner)
        self.phones[id] = await self.stack.enter_async_context(phone)
        return phone

    async def agent(self, id: str, manner: Manner = ANSWERING, **how: Any) -> Page:
        """Have an agent registered, signed on and ready."""
        if id not in self.phones:
            await self.phone(id, manner)
        page = await self.stack.enter_async_context(await self.house.page(id, **how))
        await page.sign_on()
        await ready(page)
        return page

    async def call(self, *steps: Step, ani: str = KNOWN, name: str = "") -> Caller:
        """Place a call from the trunk."""
        caller = Caller(self.house.outside, "4001", ani, name=name, steps=steps or TO_SUPPORT)
        self.callers.append(caller)
        await caller.start()
        return caller

    async def log(self) -> list[dict[str, Any]]:
        """Return the call log as the API gives it."""
        page = await self.house.page("test", "supervisor")
        async with page:
            return list((await page.send("GET", "/api/v1/interactions"))["interactions"])

    async def channels(self) -> int:
        """Return how many channels Asterisk has now."""
        words = (await self.house.switch.cli("core show channels count")).split()
        return int(words[0])


async def ready(page: Page, within: float = 10.0) -> None:
    """Say ready until the switch has noticed that the phone is registered."""
    async with asyncio.timeout(within):
        while True:
            try:
                return await page.ready()
            except RefusedError as refused:
                if refused.problem["code"] != "phone_not_registered":
                    raise
            await asyncio.sleep(0.1)


@pytest.fixture
async def centre(tools: Toolbox, folder: Path, sources: Sources, prompts: Path) -> AsyncIterator[Centre]:
    """A centre that is up; afterwards everything is judged and ended."""
    house = House(tools, folder, sources.site, prompts=prompts)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(house.stop)
        await house.command("seed", "config/seed.yaml")
        await house.start()
        yield (it := Centre(house, stack, sources.site))
        await the_judge_agrees(it)


async def the_judge_agrees(centre: Centre) -> None:
    """Compare all ledgers and look for what was left behind."""
    for caller in centre.callers:
        await caller.stop()
    async with asyncio.timeout(10):
        while await centre.channels():
            await asyncio.sleep(0.1)
    await judge(centre)
    assert "ERROR" not in centre.house.log.read_text(), centre.house.log.read_text()[-2000:]
    assert "Traceback" not in centre.house.log.read_text(), centre.house.log.read_text()[-2000:]


async def judge(centre: Centre) -> None:
    """Filled in below."""


_ = os
