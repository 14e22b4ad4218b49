"""A running centre and the people around it, and the judge of what they went through."""

import asyncio
import os
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from ctid.lab.house import House
from ctid.lab.judge import judge, read_cel
from ctid.lab.page import Page, RefusedError
from ctid.lab.parties import ANSWERING, AgentPhone, Caller, Manner
from ctid.lab.steps import Step, press
from ctid.lab.stories import PhoneStory
from ctid.lab.voice import ECHO, SILENCE, Voice
from ctid.model.interactions import Direction, Interaction, SegmentKind
from ctid.model.site import Site
from ctid.store.store import Store

STREET = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
"""Houses that stand side by side have phones of addresses of their own: no two may get the same port."""

AT_ONCE = timedelta(milliseconds=50)
"""A SIPp may write its answer down after another one the call that followed from it."""

KNOWN, SHARED, UNKNOWN = "+12025550101", "+12025550100", "+12025550199"
TO_SUPPORT = (press("2", after=1.0), press("0", after=1.0))
"""English, then a person."""


@dataclass
class Centre:
    """A running centre and the people around it."""

    house: House
    stack: AsyncExitStack
    site: Site
    callers: list[Caller] = field(default_factory=list)
    phones: dict[str, AgentPhone] = field(default_factory=dict)
    others: list[PhoneStory] = field(default_factory=list)  # told by phones that are no SIPp

    async def watch(self) -> Page:
        """Enter a supervisor's page that hears everything."""
        page = await self.stack.enter_async_context(await self.house.page("test", "supervisor"))
        await page.until(lambda line: line["kind"] == "hello")
        return page

    async def phone(self, id: str, manner: Manner = ANSWERING, voice: Voice = ECHO) -> AgentPhone:
        """Register an agent's phone."""
        secret, ip = self.house.switch.plan.phone(id).secret, address(id)
        phone = AgentPhone(self.house.outside, id, secret, ip=ip, manner=manner, voice=voice)
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

    async def call(self, *steps: Step, ani: str = KNOWN, name: str = "", voice: Voice = SILENCE) -> Caller:
        """Place a call from the trunk."""
        caller = Caller(self.house.outside, "4001", ani, name=name, steps=steps or TO_SUPPORT, voice=voice)
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


def address(id: str) -> str:
    """Return the address of an agent's phone."""
    return f"127.0.{STREET}.{int(id) - 1000 + 2}"


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


async def the_judge_agrees(centre: Centre) -> None:
    """Compare all ledgers and look for what was left behind."""
    for caller in centre.callers:
        await caller.stop()
    await nothing_up(centre)
    await settled(centre.house)
    callers = [caller.story for caller in centre.callers if caller.story is not None]
    phones = [story for phone in centre.phones.values() for story in phone.stories] + centre.others
    written = centre.house.switch.cel_file.read_text() if centre.callers else ""
    cel = read_cel(written.replace("-web-", "-"))  # an agent's browser is the agent's phone
    found = judge(callers, phones, cel, await rows(centre.house))
    assert found == [], found
    words = centre.house.log.read_text()
    assert "ERROR" not in words, words[-2000:]
    assert "Traceback" not in words, words[-2000:]


async def nothing_up(centre: Centre) -> None:
    """Wait until no channel lives."""
    async with asyncio.timeout(20):
        while await centre.channels():
            await asyncio.sleep(0.1)


async def settled(house: House) -> None:
    """Wait until every call that has ended is written so."""
    async with asyncio.timeout(5):
        while any(row["ended_at"] is None for row in await rows(house)):
            await asyncio.sleep(0.1)


async def rows(house: House) -> list[dict[str, Any]]:
    """Return the call log as the judge reads it."""
    store = await Store.open(f"sqlite+aiosqlite:///{house.database}", clock=lambda: datetime.now(UTC))
    try:
        interactions = await store.interactions(1000)
    finally:
        await store.close()
    inbound = [i for i in interactions if i.direction is Direction.INBOUND]  # the judge knows callers only
    return [row_of(interaction) for interaction in inbound]


def row_of(record: Interaction) -> dict[str, Any]:
    """Write an interaction as the judge reads it."""
    talks = [s.ended_at - s.started_at for s in record.segments if s.kind is SegmentKind.TALK and s.ended_at]
    return {
        "id": record.id,
        "ani": record.ani,
        "dnis": record.dnis,
        "arrived_at": record.arrived_at,
        "answered_at": record.answered_at,
        "ended_at": record.ended_at,
        "outcome": record.outcome.value,
        "agent": record.agent,
        "called_back": any(s.kind is SegmentKind.CALLBACK for s in record.segments),
        "talk_seconds": sum(talk.total_seconds() for talk in talks),
    }
