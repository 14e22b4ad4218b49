"""The dialer's own centre: `ctid run` on a real Asterisk, ten agents, a town that is called; and deaths."""

import asyncio
import json
import random
from collections.abc import AsyncIterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from desk import Desk
from dialer_judge import Ledgers
from dialer_people import Called
from ruamel.yaml import YAML
from speech_voices import spoken

from campaign_house import attempts, comes_true, imports, leads, with_campaign
from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT, House
from ctid.lab.judge import read_cel
from ctid.lab.parties import AgentPhone, Manner
from ctid.lab.town import Town
from ctid.lab.tree import Toolbox, cache_directory
from ctid.model.ids import AgentId
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources
from ctid.store.store import Store

Span = tuple[datetime, datetime]
QUIET = b"\xff" * 8000 * 6  # six seconds, µ-law
START_WITHIN = 120.0  # seconds; a busy machine is no fault here
_yaml = YAML(typ="safe")


@dataclass(frozen=True, slots=True)
class Drill:
    """What is dialled: `campaign` are keys of centre.yaml, `abandoned` is the share that the law allows."""

    town: Mapping[str, Called]
    agents: int = 10
    abandoned: str = "3%"
    campaign: Mapping[str, Any] = field(default_factory=dict)


class Hall(House):
    """A house whose campaign calls a town. Of every death it is written down from when until when."""

    def __init__(self, tools: Toolbox, folder: Path, drill: Drill) -> None:
        sources = read_sources(SiteFiles())
        one = next(iter(sources.site.agents.values()))
        ids = [AgentId(str(1001 + n)) for n in range(drill.agents)]
        site = replace(sources.site, agents={id: replace(one, id=id, phone=str(id)) for id in ids})
        prompts = render_prompts(tools, sources.texts, cache_directory() / "prompts")
        super().__init__(tools, folder, site, prompts=prompts)
        self.outside.folder.mkdir()
        self.drill = drill
        lay_campaign(self, drill)
        people = {end: called.manner for end, called in drill.town.items()}
        says = {end: _say(self, tools, end) for end, it in drill.town.items() if it.says is not None}
        self.town = Town(self.outside, self.switch.plan.trunk_port, people, says)
        self.daemon_deaths: list[Span] = []
        self.switch_deaths: list[Span] = []

    # --- its people ---------------------------------------------------------------------------------
    async def work(self, stack: AsyncExitStack) -> None:
        """Have every agent registered and signed on; from now on who missed a call is ready again."""
        for n, phone in enumerate(self.switch.plan.phones):
            manner = Manner(answer_after=0.2)
            it = AgentPhone(self.outside, phone.name, phone.secret, ip=f"127.0.0.{n + 3}", manner=manner)
            await stack.enter_async_context(it)
        desks = []
        store = await Store.open(f"sqlite+aiosqlite:///{self.database}", clock=lambda: datetime.now(UTC))
        try:
            for agent in self.site.agents:
                desks.append(desk := await Desk.signed_on(self.url, agent, store))
                stack.push_async_callback(desk.http.close)
        finally:
            await store.close()
        readying = asyncio.create_task(_keep_ready(desks))
        stack.push_async_callback(_end, readying)

    # --- its deaths ---------------------------------------------------------------------------------
    @property
    def has_died(self) -> bool:
        """Say whether the daemon has ended by itself."""
        return self._daemon is not None and self._daemon.poll() is not None

    async def daemon_begins(self) -> None:
        """Start the daemon, and wait until it sees Asterisk."""
        self._daemon = self._launch({})
        async with asyncio.timeout(START_WITHIN):
            while (health := await self.health()) is None or health["status"] != "ok":
                await asyncio.sleep(0.1)

    async def daemon_dies(self, gone_for: float) -> None:
        """Kill the daemon (SIGKILL), and start it again after some seconds."""
        since = datetime.now(UTC)
        self.kill_daemon()
        await asyncio.sleep(gone_for)
        await self.daemon_begins()
        self.daemon_deaths.append((since, datetime.now(UTC)))

    async def switch_dies(self) -> None:
        """Kill Asterisk, and start it again."""
        since = datetime.now(UTC)
        self.switch.kill()
        await self.switch.start()
        self.switch_deaths.append((since, datetime.now(UTC)))

    # --- its campaign -------------------------------------------------------------------------------
    def open_attempts(self) -> int:
        """Say how many are under way."""
        return sum(row["ended_at"] is None for row in attempts(self))

    def is_over(self, numbers: list[str]) -> bool:
        """Say whether each number was dialled, or may have been, and none is under way."""
        rows = attempts(self)
        done = {row["number"] for row in rows if row["outcome"] not in (None, "not_dialled")}
        return done >= set(numbers) and all(row["ended_at"] is not None for row in rows)


def _say(it: Hall, tools: Toolbox, end: str) -> Path:
    """Write down what somebody says, and that they are silent afterwards; SIPp's files bear no commas."""
    said = it.drill.town[end].says
    assert said is not None
    file = it.outside.folder / f"{end}.ulaw"
    file.write_bytes(spoken(tools, *said).read_bytes() + QUIET)
    return file


def lay_campaign(house: House, drill: Drill) -> None:
    """Write the house's campaign, its agents and its law."""
    file = with_campaign(house)
    centre = _yaml.load(file.read_text("utf-8"))
    of_one = {"language": "en", "skills": {"support": 3, "billing": 3}}
    centre["agents"] = [
        {"id": id, "name": f"Agent {id}", "phone": id, **of_one} for id in map(str, house.site.agents)
    ]
    centre["queues"]["support"].update(ring="10s", wrap_up="1s")
    of_all = {"profile": "any_hour", "message": "campaign-message", "ring": "15s", "calls_per_second": 4}
    campaign = {**centre["campaigns"]["renewals"], **of_all, **drill.campaign}
    centre["campaigns"]["renewals"] = {key: of for key, of in campaign.items() if of is not None}
    file.write_text(json.dumps(centre), "utf-8")
    law = any_hour(drill.abandoned)
    (file.parent / "compliance/any_hour.yaml").write_text(json.dumps(law, default=str), "utf-8")


def any_hour(abandoned: str) -> dict[str, Any]:
    """Return the law of the US without hours, states, and lists that are to be bought."""
    law: dict[str, Any] = _yaml.load((PROJECT / "config/compliance/us.yaml").read_text("utf-8"))
    edition = law["editions"][-1]
    for name in ("regions", "hours", "do_not_call"):
        del edition[name]
    edition["abandonment"]["at_most"] = {"30 days": abandoned, "campaign": abandoned}
    return {**law, "editions": [edition]}


def read_ledgers(it: Hall) -> Ledgers:
    """Read what the daemon wrote, what the town saw, and what Asterisk did."""
    written = [{**row, "evidence": json.loads(row["evidence"])} for row in attempts(it)]
    file, stories = it.switch.cel_file, it.town.stories
    cel = read_cel(file.read_text()) if file.exists() else []
    return Ledgers(it.drill.town, written, leads(it), stories, cel, it.switch_deaths, it.daemon_deaths)


@asynccontextmanager
async def hall(tools: Toolbox, folder: Path, drill: Drill) -> AsyncIterator[Hall]:
    """Open one: its switch is up and its town is at home; nobody has been told to call."""
    it = Hall(tools, folder, drill)
    it.switch.render()
    async with AsyncExitStack() as stack:
        stack.push_async_callback(it.stop)
        await it.switch.start()
        await stack.enter_async_context(it.town)
        yield it


async def call_all(it: Hall, numbers: list[str], deaths: list[str], chance: random.Random) -> None:
    """Have the campaign call everybody while the daemon and Asterisk die, at moments of chance."""
    await imports(it, numbers)
    it.write_phone_secrets()
    await it.daemon_begins()
    async with AsyncExitStack() as stack:
        await it.work(stack)
        await it.command("campaign", "start", "renewals")
        for who in deaths:
            await comes_true(lambda: it.open_attempts() >= 3, within=120)
            await asyncio.sleep(chance.uniform(0, 4))
            await (it.switch_dies() if who == "asterisk" else it.daemon_dies(chance.uniform(0, 3)))
        await comes_true(lambda: it.is_over(numbers), within=400)


async def _keep_ready(desks: list[Desk]) -> None:
    """Have agents say that they are ready, again and again: a phone may have missed a call."""
    while True:
        for desk in desks:
            await desk.ready()
        await asyncio.sleep(1)


async def _end(task: "asyncio.Task[None]") -> None:
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
