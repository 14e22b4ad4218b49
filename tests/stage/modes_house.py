"""A house with a campaign of each mode that needs no crowd, and the people each of them calls."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest_asyncio

from campaign_house import attempts, comes_true, imports, with_files
from ctid.lab.page import Page
from ctid.lab.parties import AgentPhone, Manner
from ctid.lab.town import Town
from ctid.lab.tree import Toolbox
from ctid.lab.voice import ECHO, Voice
from ctid.runtime.sources import Sources
from live_centre import Centre, ready
from quick_house import QuickHouse

PEOPLE = {
    "00": Manner(answer_after=0.3, talk=2.0),
    "01": Manner(answer_after=1.5, talk=2.0),
    "03": Manner(answer_after=0.3, talk=6.0),
    "04": Manner(answer_after=7.0),
    "10": Manner(refusal="486 Busy Here"),
    "21": Manner(answer_after=0.3, presses="1"),
    "22": Manner(answer_after=0.3, presses="9"),
    "23": Manner(answer_after=0.3, presses="0", talk=4.0),
    "24": Manner(answer_after=0.3, talk=1.0),
}
CAMPAIGN = """\
  {name}:
    title: {{en: {name}, zh: {name}}}
    mode: {mode}
    profile: always
    lists: [{name}]
    shows: "+12025550199"
    seller: Example Telecom
    ring: 20s
    calls_per_second: 50
"""
AGENTS = "    queue: support\n    message: nobody-now\n"
LINES = 3
CAMPAIGNS = f"trunk: {{lines: {LINES}}}\ncampaigns:\n" + "".join(
    (
        CAMPAIGN.format(name="looked-at", mode="preview") + AGENTS,
        CAMPAIGN.format(name="powered", mode="power") + AGENTS + "    ratio: 2\n",
        CAMPAIGN.format(name="blended", mode="progressive") + AGENTS,
        CAMPAIGN.format(name="spoken", mode="progressive") + AGENTS,
        CAMPAIGN.format(name="reminders", mode="agentless") + "    flow: reminder\n",
    )
)
SUPPORT = "    requires: {support: 1}\n"
FLOW = """\
version: 1
flow: reminder
languages: [en]
defaults: {on_max_failures: bye}
start: ask
nodes:
  ask:
    menu:
      prompt: closed-options
      "1": {set: {disposition: resolved}, goto: bye}
      "9": {set: {do_not_call: "yes"}, goto: bye}
      "0": {goto: person}
  person:
    queue: {name: support, on_refused: bye}
  bye:
    hangup: {}
"""
LATER = datetime.max.replace(tzinfo=UTC)
LISTS = {
    "looked-at": ["+12025552000", "+12025552010"],
    "powered": ["+12025553003", "+12025553001"],
    "blended": ["+12025554004", "+12025554010"],
    "spoken": ["+12025555000", "+12025555100"],
    "reminders": [f"+120255550{end}" for end in ("21", "22", "23", "24", "10")],
}


@dataclass
class Floor:
    """The running house, its town, and a page that hears everything."""

    centre: Centre
    town: Town
    everything: Page
    pages: dict[str, Page] = field(default_factory=dict)

    @property
    def house(self) -> QuickHouse:
        assert isinstance(self.centre.house, QuickHouse)
        return self.centre.house

    async def works(self, id: str, voice: Voice = ECHO) -> Page:
        """Have an agent at work, and ready."""
        if id not in self.pages:
            await self.centre.phone(id, Manner(answer_after=0.2), voice)
            self.pages[id] = await self.centre.stack.enter_async_context(await self.house.page(id))
        page = self.pages[id]
        page.lines.clear()
        await page.sign_on()
        await ready(page)
        return page

    async def stands_by(self, id: str) -> None:
        """Wait until an agent's phone has been answered and stands by."""
        async with asyncio.timeout(20):
            while not any(
                f"PJSIP/{id}" in each and "!ctid-standby!" in each
                for each in (await self.house.switch.cli("core show channels concise")).splitlines()
            ):
                await asyncio.sleep(0.1)

    async def goes_home(self, id: str) -> None:
        """Have an agent sign off."""
        await self.pages[id].send("POST", "/api/v1/me/sign-off")

    def phone(self, id: str) -> AgentPhone:
        return self.centre.phones[id]

    async def starts(self, campaign: str) -> None:
        """Have a campaign dial."""
        await self.everything.send("POST", f"/api/v1/campaigns/{campaign}/start")

    async def stops(self, campaign: str) -> None:
        """End a campaign."""
        await self.everything.send("POST", f"/api/v1/campaigns/{campaign}/stop")

    async def flight(self, campaign: str) -> dict[str, Any]:
        """Return what a campaign has in the air, as pages are told."""
        return dict((await self.everything.send("GET", f"/api/v1/campaigns/{campaign}"))["flight"] or {})

    def attempts(self, campaign: str) -> list[dict[str, Any]]:
        """Return the rows of its attempts."""
        return [row for row in attempts(self.house) if row["campaign"] == campaign]

    def most_at_once(self, campaign: str) -> int:
        """Return how many calls of a campaign were in the air at a time, as those who were called saw it."""
        called = [story for story in self.town.stories if story.called in LISTS[campaign]]
        return max(
            sum(other.invited_at <= story.invited_at < (other.ended_at or LATER) for other in called)
            for story in called
        )

    async def over(self, campaign: str, many: int) -> list[dict[str, Any]]:
        """Wait until so many attempts of a campaign are over; return them."""
        ended = lambda: sum(row["ended_at"] is not None for row in self.attempts(campaign))  # noqa: E731
        await comes_true(lambda: ended() >= many)
        return self.attempts(campaign)


def write_site(house: QuickHouse) -> Path:
    """Give the house its campaigns and its flow; talks are recorded, notes after them take a second."""
    file = with_files(house, CAMPAIGNS)
    text = file.read_text("utf-8")
    for before, after in (("wrap_up: 30s", "wrap_up: 1s"), (SUPPORT, f"{SUPPORT}    record: yes\n")):
        assert before in text
        text = text.replace(before, after)
    file.write_text(text, "utf-8")
    (house.files / "ivr/reminder.yaml").write_text(FLOW, "utf-8")
    return file


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def floor(tools: Toolbox, sources: Sources, prompts: Path) -> AsyncIterator[Floor]:
    """One house for all tests of a module: what each of them dials has a list of its own."""
    with TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)
        house = QuickHouse(tools, Path(name), sources.site, prompts=prompts)
        house.outside.folder.mkdir()
        house.write_phone_secrets()
        house.switch.render()
        async with _runs(house) as floor:
            yield floor


@asynccontextmanager
async def _runs(house: QuickHouse) -> AsyncIterator[Floor]:
    write_site(house)
    await house.switch.start()
    for name, numbers in LISTS.items():
        await imports(house, numbers, name)
    await house.start_daemon()
    try:
        async with (
            AsyncExitStack() as stack,
            Town(house.outside, house.switch.plan.trunk_port, PEOPLE) as town,
        ):
            centre = Centre(house, stack, house.site)
            yield Floor(centre, town, await centre.watch())
    finally:
        await house.stop()
