"""While the database is away nothing is lost, and when it is back nothing is there twice."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction
from ctid.model.mistakes import Mistaken
from ctid.store import engine
from ctid.store import writer as writing
from ctid.store.encoding import Batch, Numbered, encode_line
from ctid.store.spool import Spool
from ctid.store.store import Store

Until = Callable[[Callable[[], bool]], Awaitable[None]]
T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL = Interaction("sw1:1", "1", "8000", T0)


def batch(seq: int) -> Batch:
    event = Event(EventKind.CALL_ARRIVED, T0, "sw1:1", facts={"n": seq})
    return Batch((Published(seq, seq, event),), (replace(CALL, note=str(seq)),))


def exists(file: Path) -> bool:
    return file.exists()


@contextmanager
def locked(file: Path) -> Iterator[None]:
    """Hold the database as another program would."""
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.execute("ROLLBACK")
        other.close()


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    pragmas = ("PRAGMA busy_timeout = 20", *engine._PRAGMAS[1:])
    monkeypatch.setattr(engine, "_PRAGMAS", pragmas)
    monkeypatch.setattr(writing, "FIRST_RETRY", 0.05)
    monkeypatch.setattr(writing, "LAST_RETRY", 0.1)


@asynccontextmanager
async def opened(url: str, spool: Path | None) -> AsyncIterator[Store]:
    store = await Store.open(url, clock=lambda: T0, spool=spool)
    writer = asyncio.create_task(store.run())
    yield store
    await store.close()
    await writer


async def assert_all_there_once(store: Store, last: int, file: Path) -> None:
    assert [one.seq for one in await store.events_of("sw1:1")] == list(range(1, last + 1))
    found = await store.interaction("sw1:1")
    assert found is not None and found.note == str(last)
    spy = sqlite3.connect(file)
    assert spy.execute("SELECT max(call_seq), count(*) FROM events").fetchone() == (last, last)
    spy.close()
    assert store.status().refused == 0


async def test_a_locked_database_fills_the_spool_and_gets_it_all_when_it_is_back(
    url: str, spool: Path, tmp_path: Path, until: Until
) -> None:
    async with opened(url, spool) as store:
        with locked(tmp_path / "ctid.db"):
            for seq in range(1, 6):
                store.submit(batch(seq))
                await until(lambda seq=seq: store.status().spooled == seq)
            assert "locked" in store.status().problem
            assert Spool(spool).holds == 5
        store.submit(batch(6))
        await until(lambda: not store.status().problem and not store.status().pending)

        assert not exists(spool)
        await assert_all_there_once(store, 6, tmp_path / "ctid.db")


async def test_a_daemon_that_ended_while_the_database_was_away_replays_at_its_next_start(
    url: str, spool: Path, tmp_path: Path, until: Until
) -> None:
    first = await Store.open(url, clock=lambda: T0, spool=spool)
    with locked(tmp_path / "ctid.db"):
        for seq in (1, 2, 3):
            first.submit(batch(seq))
        await first.close()

    async with opened(url, spool) as store:
        await assert_all_there_once(store, 3, tmp_path / "ctid.db")
        store.submit(batch(4))
        await until(lambda: not store.status().pending)
        await assert_all_there_once(store, 4, tmp_path / "ctid.db")


async def test_a_spool_that_is_already_in_the_database_changes_nothing(
    url: str, spool: Path, tmp_path: Path
) -> None:
    """As after a crash between the commit and the spool's removal, even with newer values committed."""
    async with opened(url, spool) as store:
        for seq in (1, 2, 3):
            store.submit(batch(seq))
    Spool(spool).append([Numbered(n, batch(n)) for n in (1, 2)])

    async with opened(url, spool) as store:
        await assert_all_there_once(store, 3, tmp_path / "ctid.db")
        assert not exists(spool)


async def test_without_a_spool_the_batches_wait_in_memory(url: str, tmp_path: Path, until: Until) -> None:
    async with opened(url, None) as store:
        with locked(tmp_path / "ctid.db"):
            store.submit(batch(1))
            await until(lambda: bool(store.status().problem))
            assert store.status().pending == 1
        await until(lambda: not store.status().pending)
        await assert_all_there_once(store, 1, tmp_path / "ctid.db")


async def test_a_spool_that_cannot_be_written_leaves_the_batches_in_memory(
    url: str, tmp_path: Path, until: Until
) -> None:
    blocker = tmp_path / "ctid.db"  # a file cannot be the directory of another
    async with opened(url, blocker / "spool") as store:
        with locked(tmp_path / "ctid.db"):
            store.submit(batch(1))
            await until(lambda: "the spool:" in store.status().problem)
            assert store.status().pending == 1
        await until(lambda: not store.status().pending)
        await assert_all_there_once(store, 1, tmp_path / "ctid.db")


def test_a_torn_last_line_is_left_out_and_written_over(spool: Path) -> None:
    whole, torn = encode_line(Numbered(1, batch(1))), encode_line(Numbered(2, batch(2)))[:-9]
    spool.write_bytes(whole + torn)

    taken = Spool(spool)
    assert taken.read() == [Numbered(1, batch(1))]
    taken.append([Numbered(2, batch(2))])

    assert Spool(spool).read() == [Numbered(1, batch(1)), Numbered(2, batch(2))]


@pytest.fixture
def broken_spool(spool: Path) -> Path:
    spool.write_bytes(b"rubbish\n" + encode_line(Numbered(2, batch(2))))
    return spool


async def test_a_spool_with_a_broken_line_inside_stops_the_start(url: str, broken_spool: Path) -> None:

    with pytest.raises(Mistaken) as caught:
        await Store.open(url, clock=lambda: T0, spool=broken_spool)

    assert [mistake.code for mistake in caught.value.mistakes] == ["R209"]
    assert exists(broken_spool)


async def test_a_full_disk_fills_the_spool_and_gets_it_all_when_there_is_room(
    url: str, spool: Path, tmp_path: Path, until: Until, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with opened(url, spool):
        pass
    spy = sqlite3.connect(tmp_path / "ctid.db")
    pages = spy.execute("PRAGMA page_count").fetchone()[0]
    spy.close()
    with monkeypatch.context() as full:
        full.setattr(engine, "_PRAGMAS", (*engine._PRAGMAS, f"PRAGMA max_page_count = {pages + 1}"))
        async with opened(url, spool) as store:
            for seq in range(1, 201):
                store.submit(batch(seq))
            await until(lambda: store.status().spooled > 0 and not store.status().pending)
            assert "full" in store.status().problem
    async with opened(url, spool) as store:
        await assert_all_there_once(store, 200, tmp_path / "ctid.db")
