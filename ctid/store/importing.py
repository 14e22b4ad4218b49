"""One import at a time, on a connection of its own that waits longer for its turn than the daemon's do."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection

from ctid.store.engine import Database, committing
from ctid.store.lock import Lock
from ctid.store.mistakes import of_another_import

PATIENCE = timedelta(seconds=30)


@contextmanager
def alone(database: Database) -> Iterator[Connection]:
    """Lend a connection to the one import that runs (`Mistaken`, R216, if another does). Blocks."""
    file = Path(str(database.committing.url.database))
    lock = Lock.take(file, ".import.lock", of_another_import)
    engine = committing(file, PATIENCE)
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()
        lock.release()
