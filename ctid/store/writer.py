"""The one writer: takes batches without waiting, commits them in groups, outlives the database's absence.

    submit ──► pending (memory) ──► one transaction per ~20 ms ──► durable, committed
                    │ database away
                    ▼
                  spool (file, fsync'd) ──► durable
                    │ database back
                    ▼
                  replayed, in order, before anything newer ──► committed

A batch is durable once: when it is committed, or when it is in the spool. That is when onlookers may hear of
its events, and not before: what they saw is never taken back, so the numbers of events that were lost with
the process, which nobody saw, are given again to others by the next run.

What killing the process can lose: while the database is there, what came since the last commit (about
20 ms; 250 ms where nothing came of it); while it is away, what came during one try to reach it
(`engine.BUSY`). The live calls themselves are on the switch. Without a spool, all that is pending.

A row that the database refuses for its own sake (not for being away) must not hold up all that follow:
the group is then committed one by one, and the batch at fault is set aside beside the spool and counted.
"""

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from ctid.model.steps import Step, unheard
from ctid.store.commit import Committer, last_batch, last_seq
from ctid.store.encoding import Batch, Numbered
from ctid.store.engine import Database
from ctid.store.mistakes import is_away, said
from ctid.store.spool import Spool
from ctid.store.undisturbed import undisturbed

log = logging.getLogger(__name__)

GATHER = 0.02  # seconds in which batches are gathered into one transaction
QUIET = 0.25  # seconds at most that a batch waits of which nothing shows: inputs that led to nothing
GROUP = 500  # batches in one transaction at most, so that other writers get their turn
FIRST_RETRY, LAST_RETRY = 0.5, 10.0  # seconds, doubling

Clock = Callable[[], datetime]
OnBatches = Callable[[Sequence[Batch]], None]
OnAble = Callable[[bool], None]


def ignore(_: object) -> None:
    """Hear of it and do nothing."""


@dataclass(frozen=True, slots=True)
class WriterStatus:
    """How the writer is, for the health page. `problem` is empty while the database is there."""

    since: datetime
    pending: int  # batches that are only in memory
    spooled: int  # batches that are only in the spool
    refused: int  # batches that the database would not take since the start
    problem: str = ""


class Writer:
    """Owns the journal's transactions. `submit` anywhere in the loop; `run` in one task; then `close`."""

    def __init__(self, database: Database, clock: Clock, spool: Spool | None, step: Step = unheard) -> None:
        self._database = database
        self._committer = Committer(database)
        self._clock = clock
        self._spool = spool
        self._step = step
        self._on_durable: OnBatches = ignore
        self._on_committed: OnBatches = ignore
        self._on_refused: OnBatches = ignore
        self._on_able: OnAble = ignore
        self._able = True
        self._pending: deque[Numbered] = deque()
        self._number = self._last_seq = self._refused = 0
        self._problem = self._spool_problem = ""
        self._since = clock()
        self._pause, self._retry_at = FIRST_RETRY, 0.0
        self._alarm: asyncio.TimerHandle | None = None
        self._wake, self._ended = asyncio.Event(), asyncio.Event()
        self._running = self._closing = False

    async def recover(self) -> None:
        """Commit what an earlier run left in the spool, then learn where the numbers go on.

        Raises what the database raises; nothing of the spool is lost by it.
        """
        await self._replay()
        async with self._database.reading.begin() as connection:
            self._number = await connection.scalar(last_batch) or 0
            self._last_seq = await connection.scalar(last_seq) or 0

    def submit(self, batch: Batch, *, awaited: bool = False) -> None:
        """Take a batch; it will be committed after those before it. Never waits.

        That is soon, unless it is of inputs that led to nothing and is not `awaited`: see `QUIET`.
        Raises `ValueError` for an event whose number is not above all before it: it would be a second
        event under a number that may already be another's.
        """
        for one in batch.events:
            if one.seq <= self._last_seq:
                raise ValueError(f"event {one.seq} ({one.event.kind}) comes after event {self._last_seq}")
            self._last_seq = one.seq
        self._number += 1
        self._pending.append(Numbered(self._number, batch))
        if awaited or batch.events or batch.records:
            self._wake.set()
        elif self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(QUIET, self._wake.set)

    def status(self) -> WriterStatus:
        """Say how the writer is now."""
        spooled = self._spool.holds if self._spool is not None else 0
        problem = self._problem + self._spool_problem
        return WriterStatus(self._since, len(self._pending), spooled, self._refused, problem)

    async def run(
        self,
        on_durable: OnBatches = ignore,
        on_committed: OnBatches = ignore,
        on_refused: OnBatches = ignore,
        on_able: OnAble = ignore,
    ) -> None:
        """Commit until `close`. Each is told in order, right after it is so, and must not wait.

        `on_refused` hears of batches that the database will never take; `on_able` hears False when nothing
        can be made durable (neither the database nor the spool takes anything), and True when it can again.
        """
        self._on_durable, self._on_committed = on_durable, on_committed
        self._on_refused, self._on_able = on_refused, on_able
        self._running = True
        try:
            while not self._closing:
                await self._until_due()
                await self._settle()
        finally:
            self._running = False
            self._ended.set()

    async def close(self) -> None:
        """Commit what is pending, or spool it, and end `run`."""
        self._closing = True
        self._wake.set()
        if self._running:
            await self._ended.wait()
        self._retry_at = 0.0
        await self._settle()
        while self._pending and not self._problem:  # what was committed last may have been answered by more
            await self._settle()
        self._committer.close()
        if self._pending:
            log.error("lost %d batches: neither the database nor the spool took them", len(self._pending))

    async def _until_due(self) -> None:
        """Wait for something to write, or for the next try to reach the database."""
        patience = max(0.0, self._retry_at - _monotonic()) if self._problem else None
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                await self._wake.wait()
        if not self._closing:
            await asyncio.sleep(GATHER)
        self._wake.clear()
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    @undisturbed
    async def _settle(self) -> None:
        """Get what is pending out of memory: into the database, or else into the spool."""
        if not self._problem or _monotonic() >= self._retry_at:
            try:
                await self._replay()
                await self._commit_pending()
            except Exception as error:
                if not is_away(error):
                    raise
                self._went_away(error)
            else:
                self._came_back()
        if self._problem:
            await self._spool_pending()
        self._tell_able()

    async def _commit_pending(self) -> None:
        """Commit what is pending now; what comes meanwhile gathers for the next time."""
        due = len(self._pending)
        while due:
            group = list(islice(self._pending, min(due, GROUP)))
            committed = await self._commit(group)
            self._drop(len(group))
            due -= len(group)
            self._on_durable(committed)
            self._on_committed(committed)

    async def _replay(self) -> None:
        if self._spool is None or not self._spool.holds:
            return
        entries = await asyncio.to_thread(self._spool.read)
        for start in range(0, len(entries), GROUP):
            self._on_committed(await self._commit(entries[start : start + GROUP]))
        self._step("before the spool is removed")
        await asyncio.to_thread(self._spool.clear)
        self._step("after the spool was removed")
        log.warning("%d batches went from the spool into the database", len(entries))

    async def _commit(self, group: Sequence[Numbered]) -> list[Batch]:
        """Commit a group; return what is in, which is all of it but for batches the database refuses."""
        try:
            self._step("before a commit")
            await self._committer.commit(group)
            self._step("after a commit")
        except Exception as error:
            if is_away(error):
                raise
            if len(group) == 1:
                await self._refuse(group[0], error)
                return []
            return [batch for entry in group for batch in await self._commit([entry])]
        return [entry.batch for entry in group]

    async def _refuse(self, entry: Numbered, error: Exception) -> None:
        self._refused += 1
        log.error("the database refused batch %d: %s", entry.number, said(error))
        if self._spool is not None:
            await asyncio.to_thread(self._spool.refuse, entry, said(error))
        self._on_refused([entry.batch])

    async def _spool_pending(self) -> None:
        entries = list(self._pending)
        if self._spool is None or not entries:
            return
        try:
            await asyncio.to_thread(self._spool.append, entries)
        except OSError as error:
            if not self._spool_problem:
                log.error("the spool cannot be written: %s", error)
            self._spool_problem = f"; the spool: {error}"
        else:
            self._spool_problem = ""
            self._drop(len(entries))
            self._on_durable([entry.batch for entry in entries])

    def _tell_able(self) -> None:
        able = not self._problem or (self._spool is not None and not self._spool_problem)
        if able is not self._able:
            self._able = able
            self._on_able(able)

    def _drop(self, count: int) -> None:
        for _ in range(count):
            self._pending.popleft()

    def _went_away(self, error: Exception) -> None:
        if not self._problem:
            self._since = self._clock()
        self._problem = said(error)
        log.warning("the database is away, next try in %.1f s: %s", self._pause, self._problem)
        self._retry_at = _monotonic() + self._pause
        self._pause = min(self._pause * 2, LAST_RETRY)

    def _came_back(self) -> None:
        if self._problem:
            log.warning("the database is back")
            self._problem = self._spool_problem = ""
            self._since = self._clock()
        self._pause = FIRST_RETRY


def _monotonic() -> float:
    return asyncio.get_running_loop().time()
