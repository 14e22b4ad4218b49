"""The door to everything that is remembered."""

import asyncio
import os
import sqlite3
from pathlib import Path

from alembic.util import CommandError
from sqlalchemy.exc import SQLAlchemyError

from ctid.model.mistakes import Mistaken
from ctid.model.steps import Step, unheard
from ctid.store import mistakes
from ctid.store.attempts import Attempts
from ctid.store.callbacks import Callbacks
from ctid.store.configuration import Configurations
from ctid.store.customer_facts import FactsOfCustomers
from ctid.store.customers import Customers
from ctid.store.do_not_call_imports import DoNotCallImports
from ctid.store.encoding import Batch
from ctid.store.engine import Database, database, keep_a_log_ahead, sqlite_file
from ctid.store.event_log import EventLog
from ctid.store.history import History
from ctid.store.inputs import Inputs
from ctid.store.integrations import Integrations
from ctid.store.journal import Journal
from ctid.store.lead_imports import LeadImports
from ctid.store.leads import Leads
from ctid.store.ledgers import Ledgers
from ctid.store.lists_seen import ListsSeen
from ctid.store.lock import Lock
from ctid.store.messages import Messages
from ctid.store.migrate import migrate
from ctid.store.openings import Openings
from ctid.store.own_calls import OwnCalls
from ctid.store.pruning import Pruning
from ctid.store.recordings import Recordings
from ctid.store.sign_in import SignIn
from ctid.store.spool import Spool
from ctid.store.tokens import Tokens
from ctid.store.webhooks import WebhookRecords
from ctid.store.work_items import WorkItems
from ctid.store.writer import Clock, OnAble, OnBatches, Writer, WriterStatus, ignore


class Store(
    EventLog, Journal, OwnCalls, Customers, SignIn, Tokens, Integrations, WebhookRecords, Messages,
    Recordings, Inputs, Pruning, Configurations, History, WorkItems, Callbacks, FactsOfCustomers,
    Leads, LeadImports, DoNotCallImports, Attempts, ListsSeen, Openings, Ledgers,
):  # fmt: skip
    """An open database. Only the daemon gives it a spool and runs the writer; a command just asks.

    Queries and commands raise SQLAlchemy's errors when the database is away; `submit` never does.
    """

    def __init__(self, database: Database, writer: Writer, lock: Lock | None) -> None:
        self._database = database
        self._writer = writer
        self._lock = lock

    @classmethod
    async def open(
        cls, url: str, *, clock: Clock, spool: Path | None = None, step: Step = unheard
    ) -> "Store":
        """Open the database at `url`, made and migrated as needed, and take in what the spool holds.

        Who has a spool is the daemon, and there is one. Raises `Mistaken` (R2xx) with everything a person
        needs to mend it.
        """
        file = sqlite_file(url)
        _make_room(file)
        lock = Lock.take(file) if spool is not None else None
        try:
            database, writer = await _open(file, clock, spool, step)
        except BaseException:
            if lock is not None:
                lock.release()
            raise
        return cls(database, writer, lock)

    def is_away(self, error: Exception) -> bool:
        """Say whether an error that a query raised means that the database is out of reach for now."""
        return isinstance(error, SQLAlchemyError) and mistakes.is_away(error)

    def submit(self, batch: Batch, *, awaited: bool = False) -> None:
        """Have a batch committed soon; see `Writer.submit`."""
        self._writer.submit(batch, awaited=awaited)

    def status(self) -> WriterStatus:
        """Say how the writer is, for the health page."""
        return self._writer.status()

    async def run(
        self,
        on_durable: OnBatches = ignore,
        on_committed: OnBatches = ignore,
        on_refused: OnBatches = ignore,
        on_able: OnAble = ignore,
    ) -> None:
        """Commit what is submitted until `close`: the writer's task. See `Writer.run`."""
        await self._writer.run(on_durable, on_committed, on_refused, on_able)

    async def close(self) -> None:
        """Flush what was submitted (to the spool if need be) and close every connection."""
        try:
            await self._writer.close()
        finally:
            await self._database.close()
            if self._lock is not None:
                self._lock.release()


async def _open(file: Path, clock: Clock, spool: Path | None, step: Step) -> tuple[Database, Writer]:
    opened = database(file)
    try:
        await migrate(opened, file)  # first: a database that is not ours is left as it is
        await asyncio.to_thread(keep_a_log_ahead, file)
        writer = Writer(opened, clock, _open_spool(spool, step), step)
        await writer.recover()
    except (SQLAlchemyError, sqlite3.Error, CommandError, OSError) as error:
        await opened.close()
        raise Mistaken([mistakes.diagnose(file, error)]) from error
    except BaseException:
        await opened.close()
        raise
    return opened, writer


def _make_room(file: Path) -> None:
    """See that the file is there and ours to write; only its owner may read it (it holds customers)."""
    if file.is_dir():
        raise Mistaken([mistakes.is_a_directory(file)])
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.touch(mode=0o600)
    except OSError as error:
        raise Mistaken([mistakes.cannot_be_written(file, error.strerror or str(error))]) from error
    if not os.access(file, os.W_OK):
        raise Mistaken([mistakes.cannot_be_written(file, "permission denied")])


def _open_spool(file: Path | None, step: Step) -> Spool | None:
    if file is None:
        return None
    try:
        return Spool(file, step)
    except (OSError, ValueError) as error:
        raise Mistaken([mistakes.unreadable_spool(file, str(error))]) from error
