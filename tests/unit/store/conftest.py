"""A real database file for every test, and the writer's task beside it."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.store.encoding import Batch
from ctid.store.store import Store

Open = Callable[[], AbstractAsyncContextManager[Store]]
Until = Callable[[Callable[[], bool]], Awaitable[None]]


@pytest.fixture
def url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path}/ctid.db"


@pytest.fixture
def spool(tmp_path: Path) -> Path:
    return tmp_path / "spool.jsonl"


@pytest.fixture(scope="session")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A database with all its tables: they are made once for all tests (test_open.py makes them anew)."""
    file = tmp_path_factory.mktemp("migrated") / "ctid.db"

    async def make() -> None:
        await (await Store.open(f"sqlite:///{file}", clock=lambda: datetime.now(UTC))).close()

    asyncio.run(make())
    return file.read_bytes()


@pytest.fixture
def running(tmp_path: Path, url: str, spool: Path, migrated: bytes) -> Open:
    """Open the store with its writer running; close it on the way out."""
    (tmp_path / "ctid.db").write_bytes(migrated)

    @asynccontextmanager
    async def run() -> AsyncIterator[Store]:
        store = await Store.open(url, clock=lambda: datetime.now(UTC), spool=spool)
        writer = asyncio.create_task(store.run())
        try:
            yield store
        finally:
            await store.close()
            await writer

    return run


@pytest.fixture
def until() -> Until:
    """Wait until something is true, or fail after a while."""

    async def wait(true: Callable[[], bool]) -> None:
        async with asyncio.timeout(10):
            while not true():
                await asyncio.sleep(0.005)

    return wait


@pytest.fixture
async def store(running: Open) -> AsyncIterator[Store]:
    async with running() as opened:
        yield opened


@pytest.fixture
def committed(store: Store, until: Until) -> Callable[[Batch], Awaitable[None]]:
    """Submit a batch and return when it is in the database."""

    async def submit(batch: Batch) -> None:
        store.submit(batch)
        await until(lambda: not store.status().pending)

    return submit
