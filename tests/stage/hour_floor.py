"""Plays the hour: a centre on a real Asterisk, ten agents at their phones and pages, and those who call."""

import asyncio
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT
from ctid.lab.page import Page
from ctid.lab.parties import CalledParty, Caller, Manner
from ctid.lab.softphone import Softphone
from ctid.lab.stories import CallerStory, PhoneStory
from ctid.lab.tree import Toolbox
from ctid.runtime.sources import read_sources
from hour_ground import HOUR, Ground
from hour_script import CALLED, HARD_PHONES, MINUTE, SCRIPT, SOFTPHONES, Calls, Does
from leaks import held_by, nothing_left
from live_centre import Centre, address, ready, settled, the_judge_agrees
from quick_house import QuickHouse

FLOW = """\
version: 1
flow: {line}
languages: [en]
start: asks
nodes:
  asks:
    queue: {{name: {line}, on_refused: leaves}}
  leaves:
    hangup: {{}}
"""
ALL_OVER_WITHIN = 90.0  # seconds after the last of the script


@dataclass
class Seen:
    """What the hour left behind: the parties' own stories, and the journal's lines."""

    callers: list[CallerStory] = field(default_factory=list)
    phones: list[PhoneStory] = field(default_factory=list)
    called: list[PhoneStory] = field(default_factory=list)  # by the trunk
    journal: list[str] = field(default_factory=list)


def lay_out(tools: Toolbox, folder: Path, prompts: Path, ground: Ground) -> QuickHouse:
    """Lay a house out in which the hour's site is configured: each number leads straight into its line."""
    files = folder / "files"
    for part in ("config", "ivr/prompts"):
        shutil.copytree(PROJECT / part, files / part)
    for name in ("centre.yaml", "seed.yaml"):
        shutil.copy(HOUR / name, files / "config" / name)
    for line in ground.lines:
        (files / f"ivr/{line}.yaml").write_text(FLOW.format(line=line))
    places = {"centre": "config/centre.yaml", "flows": "ivr", "prompts": "ivr/prompts"}
    site = read_sources(SiteFiles(**{name: files / place for name, place in places.items()})).site
    house = QuickHouse(tools, folder, site, prompts=prompts, files=files)
    house.outside.folder.mkdir()
    return house


class Floor:
    """The people of the hour."""

    def __init__(self, centre: Centre, ground: Ground, modules: Path) -> None:
        self._centre, self._ground, self._modules = centre, ground, modules
        self._soft: list[Softphone] = []
        self._pages: dict[str, Page] = {}

    async def comes(self) -> None:
        """Everybody is at work and ready."""
        centre = self._centre
        agents = sorted(self._ground.levels)
        self._supervisor = await centre.watch()
        await asyncio.gather(*(centre.phone(id, manner) for id, manner in HARD_PHONES.items()))
        for id, manners in SOFTPHONES.items():
            self._soft.append(await centre.stack.enter_async_context(self._softphone(id, manners)))
        pages = await asyncio.gather(*(centre.house.page(id) for id in agents))
        for id, page in zip(agents, pages, strict=True):
            self._pages[id] = await centre.stack.enter_async_context(page)
            await page.sign_on()
            await ready(page)

    def _softphone(self, id: str, manners: tuple[Manner, ...]) -> Softphone:
        house, ip = self._centre.house, address(id)
        secret = house.switch.plan.phone(id).secret
        return Softphone(house.outside, id, secret, ip=ip, modules=self._modules, manners=manners)

    async def plays(self) -> Seen:
        """Play the script; return what was seen once all is over."""
        port = self._centre.house.switch.plan.trunk_port
        async with CalledParty(self._centre.house.outside, port, manner=CALLED) as world:
            began_at = asyncio.get_running_loop().time()
            async with asyncio.TaskGroup() as scenes:
                for scene in SCRIPT:
                    scenes.create_task(self._plays(scene, began_at + scene.minute * MINUTE))
            async with asyncio.timeout(ALL_OVER_WITHIN):
                stories = [await caller.wait() for caller in self._centre.callers]
                await self._all_called_back()
                await settled(self._centre.house)
            called = world.stories
        self._centre.others += [story for phone in self._soft for story in phone.stories]
        hard = [story for phone in self._centre.phones.values() for story in phone.stories]
        journal = await self._centre.house.command("journal", "export")
        return Seen(stories, [*hard, *self._centre.others], called, journal.splitlines())

    async def _all_called_back(self) -> None:
        promised = len(self._supervisor.told("callback.promised"))
        while len(self._supervisor.told("callback.ended")) < promised:
            await asyncio.sleep(0.1)

    async def _plays(self, scene: Calls | Does, at: float) -> None:
        await asyncio.sleep(at - asyncio.get_running_loop().time())
        await (self._does(scene) if isinstance(scene, Does) else self._calls(scene))

    async def _calls(self, scene: Calls) -> None:
        number = self._ground.lines[scene.line].number
        caller = Caller(self._centre.house.outside, number, scene.number, steps=scene.steps)
        self._centre.callers.append(caller)
        await caller.start()

    async def _does(self, scene: Does) -> None:
        page = self._pages[scene.agent]
        match scene.asks:
            case "ready":
                await page.ready()
            case "break":
                await page.not_ready("break")
            case "off":
                await page.send("POST", "/api/v1/me/sign-off")
            case "on":
                await page.sign_on()
                await page.ready()
            case "learns":
                path = f"/api/v1/agents/{scene.agent}/skills"
                await self._supervisor.send("PUT", path, skills=dict(scene.learns))


@asynccontextmanager
async def at_work(house: QuickHouse, ground: Ground, tools: Toolbox) -> AsyncIterator[Floor]:
    """Open the house with everybody at work; afterwards all ledgers must agree, and everybody goes home."""
    try:
        await house.seed()
        await house.start()
        before = await held_by(house)
        async with AsyncExitStack() as stack:
            centre = Centre(house, stack, house.site)
            floor = Floor(centre, ground, tools.baresip_modules)
            await floor.comes()
            yield floor
            await the_judge_agrees(centre)
        await nothing_left(house, before)
    finally:
        await house.stop()
