"""A house whose centre has chats and e-mails, and a program that brings them."""

import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime

import aiohttp

from ctid.lab.fake_house import FakeHouse
from ctid.lab.house import PROJECT
from ctid.store.store import Store

PATH = "/api/v1/work-items"
CHAT = {"channel": "chat", "queue": "support", "title": "Where is my parcel?", "address": "ann@example.net"}
SKILLS = "    skills: {support: 4, billing: 3, english: 5}\n"
CHANNELS = """\
  channels:
    voice: {beside: [email]}
    chat: {beside: [email]}
    email: {}
"""


def with_channels(house: FakeHouse) -> None:
    """Give the house files of its own, in which agent 1002 takes chats and e-mails too."""
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, house.folder / "files" / folder)
    house.files = house.folder / "files"
    file = house.files / "config/centre.yaml"
    text = file.read_text("utf-8")
    for old, more in (
        (SKILLS, "    capacity: {voice: 1, chat: 2, email: 3}\n"),
        ("  priority_is_worth: 60s\n", CHANNELS),
    ):
        assert old in text
        text = text.replace(old, old + more, 1)
    file.write_text(text, "utf-8")


@dataclass
class Program:
    """A program with a token."""

    http: aiohttp.ClientSession

    async def brings(self, key: str, **more: object) -> dict:
        """Bring a chat, or find the one of this key."""
        headers = {"Idempotency-Key": key}
        async with self.http.post(PATH, json={**CHAT, **more}, headers=headers) as answer:
            assert answer.status == 201, await answer.text()
            return await answer.json()

    async def sees(self, id: str) -> dict:
        """Read an item."""
        async with self.http.get(f"{PATH}/{id}") as answer:
            return await answer.json()


@asynccontextmanager
async def a_program(house: FakeHouse) -> AsyncIterator[Program]:
    """A program that may bring and read work."""
    now = datetime.now(UTC)
    store = await Store.open(f"sqlite+aiosqlite:///{house.database}", clock=lambda: now)
    token = await store.issue_token("shop", ("items:write", "items:read"), now)
    await store.close()
    headers = {"Authorization": f"Bearer {token}"}
    async with aiohttp.ClientSession(house.url, headers=headers) as http:
        yield Program(http)
