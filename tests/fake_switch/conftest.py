"""The daemon as a process, between a fake Asterisk and pages without a browser."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from ctid.config.sections import SiteFiles
from ctid.lab.fake_house import FakeHouse
from ctid.runtime.sources import Sources, read_sources
from quick_house import QuickFakeHouse


@pytest.fixture(scope="session")
def sources() -> Sources:
    return read_sources(SiteFiles())


@pytest.fixture
async def house(tmp_path: Path, sources: Sources) -> AsyncIterator[FakeHouse]:
    """A fake switch that runs, and a daemon that does not yet."""
    house = QuickFakeHouse(tmp_path, sources.site)
    await house.fake.start()
    yield house
    await house.stop()


@pytest.fixture
async def stack() -> AsyncIterator[AsyncExitStack]:
    async with AsyncExitStack() as stack:
        yield stack
