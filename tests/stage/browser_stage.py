"""A real Chromium without a screen, whose microphone is a beeping fake, at a running centre's page."""

import json
import os
import re
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Locator, Page, expect

from chromium import WITH_A_MICROPHONE, a_browser
from ctid.lab.stories import PhoneStory
from live_centre import Centre

_MOMENTS = ("invited", "answered", "ended")
PICTURES = os.environ.get("CTID_PICTURES", "")
# The page keeps its connections to itself: a witness at the browser's own door writes down each call it
# sees, so that even one that a reload tore down is told.
_WITNESS = """
const Real = RTCPeerConnection;
const stories = JSON.parse(localStorage.getItem("witness") ?? "[]");
const note = (story, what) => {
  story[what] ??= Date.now();
  localStorage.setItem("witness", JSON.stringify(stories));
};
window.connections = [];
window.RTCPeerConnection = class extends Real {
  constructor(...all) {
    super(...all);
    window.connections.push(this);
    stories.push((this.story = {}));
    note(this.story, "invited");
    this.addEventListener("connectionstatechange", () => {
      if (this.connectionState === "connected") note(this.story, "answered");
    });
  }
  close() {
    note(this.story, "ended");
    super.close();
  }
};
addEventListener("pagehide", () => window.connections.forEach(({ story }) => note(story, "ended")));
"""
_COUNT = """async () => {
  const told = { sent: 0, received: 0, heard: 0, codec: "" };
  for (const connection of window.connections) {
    if (connection.connectionState !== "connected") continue;
    const stats = await connection.getStats();
    for (const one of stats.values()) {
      if (one.type === "outbound-rtp") told.sent += one.packetsSent;
      if (one.type !== "inbound-rtp") continue;
      told.received += one.packetsReceived;
      told.heard += one.totalAudioEnergy;
      told.codec = stats.get(one.codecId).mimeType;
    }
  }
  return told;
}"""


@pytest.fixture
async def chromium() -> AsyncIterator[Browser]:
    """A headless Chromium with a microphone."""
    async with a_browser(*WITH_A_MICROPHONE) as browser:
        yield browser


OpenDesk = Callable[..., Awaitable["Desk"]]


@pytest.fixture
async def desk(centre: Centre, chromium: Browser) -> AsyncIterator[OpenDesk]:
    """Open people's pages, each in a browser profile of its own; the judge hears of their calls."""
    desks: list[Desk] = []

    async def open_one(agent: str, *, role: str = "agent", language: str = "en", script: str = "") -> Desk:
        locale = {"en": "en-US", "zh": "zh-CN"}[language]
        context = await chromium.new_context(viewport={"width": 1280, "height": 860}, locale=locale)
        script += _WITNESS + f"localStorage.setItem('ctid.language', '{language}');"
        await context.add_init_script(script)
        page = await context.new_page()
        await page.goto(f"{centre.house.url}/#ticket={await centre.house.ticket(agent, role)}")
        desks.append(Desk(agent, page))
        return desks[-1]

    yield open_one
    for one in desks:
        centre.others += await one.stories()
        await one.page.context.close()


@dataclass(frozen=True)
class Desk:
    """An agent's page in a browser."""

    agent: str
    page: Page

    async def stories(self) -> list[PhoneStory]:
        """Tell the calls that this browser took, as its witness saw them."""
        noted = json.loads(await self.page.evaluate("localStorage.getItem('witness')") or "[]")
        times = [
            [datetime.fromtimestamp(one[what] / 1000, UTC) if what in one else None for what in _MOMENTS]
            for one in noted
        ]
        return [
            PhoneStory(self.agent, "", "", invited, None, answered, ended, "", 200)
            for invited, answered, ended in times
            if invited is not None
        ]

    def button(self, name: str) -> Locator:
        """Find a button by its whole name."""
        return self.page.get_by_role("button", name=re.compile(f"^{name}$"))

    async def be_phone(self) -> None:
        """Choose this browser as the phone, and see it registered."""
        await self.page.get_by_role("switch").check()
        await self.sees_phone("Browser phone: ready")

    async def sees_phone(self, words: str) -> None:
        """Wait for the phone's light to say `words`."""
        await expect(self.page.get_by_role("img", name=words)).to_be_visible(timeout=15_000)

    async def sees(self, words: str) -> None:
        """Wait for a text."""
        await expect(self.page.get_by_text(words).first).to_be_visible(timeout=15_000)

    async def ready(self) -> None:
        """Sign on and say ready."""
        await self.button("Sign on").click()
        await self.button("Ready").click()
        await self.sees("Waiting for the next call")

    async def ready_at_desk_phone(self) -> None:
        """Sign on and say ready, until the switch has noticed that the desk phone is registered."""
        await self.button("Sign on").click()
        waiting = self.page.get_by_text("Waiting for the next call")
        for _ in range(50):
            await self.button("Ready").click()
            await self.page.wait_for_timeout(100)
            if await waiting.is_visible():
                return
        raise AssertionError(await self.page.locator(".banners").inner_text())

    async def packets(self) -> dict[str, Any]:
        """Count the packets sent and received by the call that is up, what was heard (energy), its codec."""
        counts: dict[str, Any] = await self.page.evaluate(_COUNT)
        return counts

    async def picture(self, name: str) -> None:
        """Take a picture, where pictures are wanted."""
        if PICTURES:
            await self.page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def rtp_of(centre: Centre) -> Mapping[str, tuple[int, int]]:
    """Return what Asterisk counted per endpoint: packets received from it and sent to it."""
    counts = {}
    for line in (await centre.house.switch.cli("pjsip show channelstats")).splitlines():
        words = line.split()
        if found := re.match(r"([\w-]+)-[0-9a-f]{8}$", words[1] if len(words) > 2 else ""):
            numbers = [int(word) for word in words[4:] if re.fullmatch(r"[0-9]+", word)]
            counts[found[1]] = (numbers[0], numbers[3])
    return counts
