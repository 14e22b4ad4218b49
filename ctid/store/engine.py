"""The one place that knows it is SQLite: the URL, how a connection is prepared, transactions, upsert.

Python's driver begins transactions on its own and late, so it is told not to, and BEGIN is said here.
A transaction that will write says BEGIN IMMEDIATE: it waits its turn at the start (`BUSY`), where one
that read first and wrote later would fail at once when another process wrote in between.

SQLite lets those wait who come while another writes by having them sleep and look again, ever longer and up
to 100 ms. So in our own process those who write now and then (sign-in, new customers) share one connection,
for which they wait in a queue, and only one of them at a time gets into the way of the writer of the log.

`synchronous=FULL` makes a commit outlive a power cut. It costs one fsync per transaction (1,542 a second
were measured), which is plenty for a writer that commits in groups.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from pathlib import Path
from time import monotonic, sleep
from typing import Any

from sqlalchemy import Connection, Engine, Table, create_engine, event
from sqlalchemy.dialects.sqlite import Insert, insert
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from ctid.model.mistakes import Mistaken
from ctid.store import mistakes

BUSY = timedelta(seconds=1)
_PRAGMAS = (
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


@dataclass(frozen=True, slots=True)
class Database:
    """Connections for transactions that only read, the one for those that write, and the writer's own.

    From the event loop every statement is several changes between threads; what every call needs is asked on
    connections that block (`asking`), in one turn of a thread.
    """

    reading: AsyncEngine
    asking: Engine  # blocks: for a thread
    writing: AsyncEngine
    committing: Engine  # blocks: for a thread

    async def close(self) -> None:
        """Close every connection."""
        await self.reading.dispose()
        await self.writing.dispose()
        self.asking.dispose()
        self.committing.dispose()


def sqlite_file(url: str) -> Path:
    """Return the file a database URL names. Raises `Mistaken` when it names none that we can use."""
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise Mistaken([mistakes.not_a_url(url)]) from error
    if parsed.get_backend_name() != "sqlite" or parsed.database in (None, "", ":memory:"):
        raise Mistaken([mistakes.not_a_url(parsed.render_as_string(hide_password=True))])
    assert parsed.database is not None
    return Path(parsed.database)


def keep_a_log_ahead(file: Path) -> None:
    """Turn write-ahead logging on: readers and the writer no longer wait for each other. Blocks.

    The file remembers it. SQLite refuses the change at once, without waiting its turn, when another process
    is just making the same change, so the waiting is done here. Raises `sqlite3.Error`.
    """
    deadline = monotonic() + BUSY.total_seconds()
    with closing(sqlite3.connect(file, timeout=BUSY.total_seconds())) as connection:
        while True:
            try:
                connection.execute("PRAGMA journal_mode = WAL")
                return
            except sqlite3.OperationalError as error:
                if "locked" not in str(error) or monotonic() > deadline:
                    raise
                sleep(0.01)


def database(file: Path) -> Database:
    """Make the engines for a database file; nothing is opened yet."""
    url = URL.create("sqlite+aiosqlite", database=str(file))
    own = URL.create("sqlite+pysqlite", database=str(file))
    connect, one = {"isolation_level": None}, {"pool_size": 1, "max_overflow": 0}
    reading = create_async_engine(url, connect_args=connect)
    asking = create_engine(own, connect_args={**connect, "check_same_thread": False})
    writing = create_async_engine(url, connect_args=connect, **one)
    _prepare(reading.sync_engine, "BEGIN")
    _prepare(asking, "BEGIN")
    _prepare(writing.sync_engine, "BEGIN IMMEDIATE")
    return Database(reading, asking, writing, committing(file))


def committing(file: Path, patience: timedelta = BUSY) -> Engine:
    """Make an engine of one connection that writes, and blocks; it waits so long for its turn."""
    own = URL.create("sqlite+pysqlite", database=str(file))
    connect = {"isolation_level": None, "check_same_thread": False}
    engine = create_engine(own, connect_args=connect, pool_size=1, max_overflow=0)
    _prepare(engine, "BEGIN IMMEDIATE", patience)
    return engine


@cache
def upsert(table: Table) -> Insert:
    """Insert a row, or write it over the one that has its primary key; made once, it is dear to make."""
    statement = insert(table)
    news = {column.name: statement.excluded[column.name] for column in table.c if not column.primary_key}
    return statement.on_conflict_do_update(index_elements=list(table.primary_key), set_=news)


def insert_new(table: Table) -> Insert:
    """Insert a row unless one has its primary key; `rowcount` says which."""
    return insert(table).on_conflict_do_nothing(index_elements=list(table.primary_key))


def _prepare(engine: Engine, how_to_begin: str, patience: timedelta = BUSY) -> None:
    def prepare(connection: Any, _record: Any) -> None:
        cursor = connection.cursor()
        for pragma in (*_PRAGMAS, f"PRAGMA busy_timeout = {patience // timedelta(milliseconds=1)}"):
            cursor.execute(pragma)
        cursor.close()

    def begin(connection: Connection) -> None:
        connection.exec_driver_sql(how_to_begin)

    event.listen(engine, "connect", prepare)
    event.listen(engine, "begin", begin)
