"""`ctid ivr call`: scenarios on a real Asterisk, and whether simulation and telephone agree.

A whole centre is laid out for it in a folder of its own, as in `script/demo`: no caller and no agent
notices. Its daemon pretends what scenarios pretend (ctid/runtime/pretending.py) to who dials their numbers; a
scenario that pretends nothing dials the site's own. Those that need somebody signed on are played when all
agents are, the others before.
"""

import asyncio
import random
from collections.abc import AsyncIterator, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from ctid.asterisk.ami_connection import ManagerUser
from ctid.asterisk.tried_calls import TriedCalls
from ctid.config.sections import SiteFiles
from ctid.ivr.sim.real import Replayed, disagreements, pretends, queues_open, why_not
from ctid.ivr.sim.scenario import Differs, Scenario
from ctid.ivr.sim.trial import Trial
from ctid.lab.house import House
from ctid.lab.page import Page
from ctid.lab.switch_trial import USER, with_trial_user
from ctid.lab.town import Town
from ctid.lab.tree import Toolbox, cache_directory, find_or_fetch
from ctid.model.ids import NodeId
from ctid.model.mistakes import Text
from ctid.prompts.render import render_prompts
from ctid.runtime.ivr_live import replay
from ctid.runtime.ivr_test import SCENARIOS, played, scenarios_in
from ctid.runtime.pretending import BUILD, PEOPLE, numbered
from ctid.runtime.sources import Sources, read_sources

AT_ONCE = 16


@dataclass(frozen=True, slots=True)
class Compared:
    """A scenario in simulation and, unless `skipped` says why not, on a real switch, by a `number`."""

    scenario: Scenario
    trial: Trial
    number: str
    replayed: Replayed | None = None
    differs: tuple[Differs, ...] = ()
    skipped: Text | None = None

    @property
    def agrees(self) -> bool:
        """Say whether simulation and telephone agree, as far as they could be compared."""
        return not self.differs


@dataclass(frozen=True, slots=True)
class Place:
    """Where calls are placed: on a switch, and a page that hears what the centre says of them."""

    calls: TriedCalls
    page: Page


def compare(sources: Sources, scenarios: Sequence[Scenario], names: Sequence[str] = ()) -> list[Compared]:
    """Simulate scenarios out of all that there are and say which cannot be replayed; `names` choose some."""
    now = datetime.now(UTC)
    return [
        _simulated(scenario, own, sources, now)
        for own, scenario in numbered(scenarios).items()
        if _is_chosen(scenario, names)
    ]


def _simulated(scenario: Scenario, own: str, sources: Sources, now: datetime) -> Compared:
    trial = played(scenario, sources, now).trial
    number = "" if pretends(trial) else _real_number(scenario, sources)
    return Compared(scenario, trial, number or own, skipped=why_not(trial))


def _real_number(scenario: Scenario, sources: Sources) -> str:
    """Return the number that a scenario dials: its own, or the first that leads to the flow; "" for none."""
    leading = (number for number, flow in sources.site.numbers.items() if flow == scenario.flow)
    return scenario.given.dnis or next(leading, "")


async def replay_all(place: Place, compared: Iterable[Compared]) -> list[Compared]:
    """Replay those that can be, many at a time, the longest first."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def one(each: Compared) -> Compared:
        if each.skipped is not None:
            return each
        async with turns:
            call = await place.calls.place(each.number, each.scenario.given.ani)
            replayed = await replay(call, place.page, each.trial)
        return replace(each, replayed=replayed, differs=tuple(disagreements(each.trial, replayed)))

    longest_first = sorted(compared, key=lambda each: each.trial.seconds, reverse=True)
    return list(await asyncio.gather(*map(one, longest_first)))


async def in_a_house(files: SiteFiles, names: Sequence[str]) -> list[Compared]:
    """Lay out a centre with these files and replay its scenarios there; `names` choose some."""
    sources = read_sources(files)
    compared = compare(sources, scenarios_in(files.flows / SCENARIOS, sources.flows), names)
    async with a_house(files, sources) as house:
        return await replay_in(house, compared)


def _is_chosen(scenario: Scenario, names: Sequence[str]) -> bool:
    return not names or scenario.name in names or scenario.flow in names or scenario.place.file in names


@asynccontextmanager
async def a_house(files: SiteFiles, sources: Sources) -> AsyncIterator[House]:
    """Run a centre in a folder of its own."""
    tools = await asyncio.to_thread(find_or_fetch, lambda words: None)
    prompts = await asyncio.to_thread(render_prompts, tools, sources.texts, cache_directory() / "prompts")
    with TemporaryDirectory(prefix="ctid-") as name:
        house = _laid_out(tools, Path(name), sources, prompts)
        try:
            await start(house, files)
            yield house
        finally:
            await house.stop()


async def start(house: House, files: SiteFiles) -> None:
    """Start a house on these files that has a manager user for trials, and a daemon that pretends.

    What callers say is not heard there: scenarios have keys alone.
    """
    house.switch.render()
    with_trial_user(house.switch)
    await house.switch.start()
    house.build = BUILD
    await house.start_daemon(whole=True, speech__recogniser="none", **_site(files))


def _laid_out(tools: Toolbox, folder: Path, sources: Sources, prompts: Path) -> House:
    folder.chmod(0o711)  # Asterisk's user may enter
    house = House(tools, folder, sources.site, prompts=prompts)
    house.outside.folder.mkdir()
    return house


def _site(files: SiteFiles) -> dict[str, str]:
    """Return the settings that name the site's files, for a daemon that is started elsewhere."""
    return {f"site__{name}": str(Path(path).absolute()) for name, path in files}


async def replay_in(house: House, compared: Sequence[Compared]) -> list[Compared]:
    """Replay in a house: first what needs nobody signed on, then the rest with all agents."""
    ports, secret = house.switch.plan.ports, house.switch.plan.events_secret
    user = ManagerUser("127.0.0.1", ports.ami, USER, secret, events=True)
    calls = TriedCalls(user, NodeId("sw1"), random.SystemRandom())
    alone = [each for each in compared if each.skipped or not all(queues_open(each.trial))]
    staffed = [each for each in compared if each not in alone]
    async with AsyncExitStack() as stack:
        await stack.enter_async_context(Town(house.outside, house.switch.plan.trunk_port, PEOPLE))
        place = Place(await stack.enter_async_context(calls.connected()), await _watching(stack, house))
        found = await replay_all(place, alone)
        for agent in house.site.agents:
            page = await stack.enter_async_context(await house.page(agent))
            await page.sign_on()
        return found + await replay_all(place, staffed)


async def _watching(stack: AsyncExitStack, house: House) -> Page:
    page = await stack.enter_async_context(await house.page("trials", "supervisor"))
    await page.until(lambda line: line["kind"] == "hello")
    return page
