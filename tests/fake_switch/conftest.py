"""The daemon as a process, between a fake Asterisk and pages without a browser."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.fake_house import FakeHouse
from ctid.runtime.sources import Sources, read_sources
from ctid.store.store import Store


class QuickHouse(FakeHouse):
    """A house that writes tickets itself: `ctid login` as a process of its own takes a second each time."""

    async def ticket(self, subject: str, role: str = "agent") -> str:
        store = await Store.open(f"sqlite+aiosqlite:///{self.database}", clock=lambda: datetime.now(UTC))
        try:
            return await store.issue_ticket(role, subject, datetime.now(UTC) + timedelta(minutes=5))
        finally:
            await store.close()


@pytest.fixture(scope="session")
def sources() -> Sources:
    return read_sources(SiteFiles())


@pytest.fixture
async def house(tmp_path: Path, sources: Sources) -> AsyncIterator[FakeHouse]:
    """A fake switch that runs, and a daemon that does not yet."""
    house = QuickHouse(tmp_path, sources.site)
    await house.fake.start()
    yield house
    await house.stop()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack
