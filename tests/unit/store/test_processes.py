"""More than one process: a command beside the daemon, and a daemon that is killed."""

import asyncio
import sqlite3
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.model.events import Event, EventKind, Published
from ctid.store.encoding import Batch
from ctid.store.spool import Spool
from ctid.store.store import Store

pytestmark = pytest.mark.slow

Until = Callable[[Callable[[], bool]], Awaitable[None]]
T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)

COMMAND = """
import asyncio, sys
from datetime import UTC, datetime, timedelta
from ctid.store.store import Store
async def main():
    store = await Store.open(sys.argv[1], clock=lambda: datetime.now(UTC))
    for _ in range(20):
        print(await store.issue_ticket("agent", "amy", datetime.now(UTC) + timedelta(minutes=5)))
    await store.close()
asyncio.run(main())
"""

DAEMON = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from ctid.model.events import Event, EventKind, Published
from ctid.store.encoding import Batch
from ctid.store.store import Store
async def main():
    store = await Store.open(sys.argv[1], clock=lambda: datetime.now(UTC), spool=Path(sys.argv[2]))
    writer = asyncio.create_task(store.run())
    seq = 0
    while True:
        seq += 1
        store.submit(Batch((Published(seq, seq, Event(EventKind.SWITCH_UP, datetime.now(UTC), "sw1:1")),)))
        await asyncio.sleep(0.002)
        print(seq - store.status().pending, flush=True)  # up to here it is in the database or the spool
asyncio.run(main())
"""


async def start(script: str, *arguments: str) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, *arguments, stdout=asyncio.subprocess.PIPE
    )


async def test_a_command_issues_tickets_while_the_daemon_writes(store: Store, url: str, until: Until) -> None:
    command = await start(COMMAND, url)
    seq = 0
    talking = asyncio.create_task(command.communicate())
    while not talking.done():
        seq += 1
        store.submit(Batch((Published(seq, None, Event(EventKind.SWITCH_UP, T0)),)))
        await asyncio.sleep(0.001)
    tickets = (await talking)[0].decode().split()
    await until(lambda: not store.status().pending)

    assert command.returncode == 0 and len(tickets) == 20
    now = datetime.now(UTC)
    assert all([await store.redeem_ticket(ticket, now) for ticket in tickets])
    assert await store.last_seq() == seq
    assert store.status().refused == 0


async def vouched_for(*arguments: str, least: int) -> int:
    """Run a daemon until it vouches for `least` batches, kill it -9, return the last it vouched for."""
    daemon = await start(DAEMON, *arguments)
    assert daemon.stdout is not None
    vouched = 0
    try:
        async with asyncio.timeout(30):
            while vouched < least:
                vouched = int(await daemon.stdout.readline())
    finally:
        daemon.kill()
        rest = (await daemon.stdout.read()).split(b"\n")[:-1]
        await daemon.wait()
    return int(rest[-1]) if rest else vouched


async def test_a_killed_daemon_loses_only_what_was_not_committed(url: str, spool: Path) -> None:
    vouched = await vouched_for(url, str(spool), least=100)

    store = await Store.open(url, clock=lambda: T0, spool=spool)
    seqs = [one.seq for one in await store.events_since(0, 100_000)]
    await store.close()
    assert len(seqs) >= vouched
    assert seqs == list(range(1, len(seqs) + 1))


async def test_a_daemon_killed_while_the_database_is_away_loses_nothing_it_spooled(
    url: str, spool: Path, tmp_path: Path
) -> None:
    first = await Store.open(url, clock=lambda: T0)
    await first.close()
    other = sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    vouched = await vouched_for(url, str(spool), least=100)
    other.execute("ROLLBACK")
    other.close()
    assert Spool(spool).holds >= vouched

    store = await Store.open(url, clock=lambda: T0, spool=spool)
    seqs = [one.seq for one in await store.events_of("sw1:1")]
    await store.close()
    assert len(seqs) >= vouched
    assert seqs == list(range(1, len(seqs) + 1))
