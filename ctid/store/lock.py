"""One daemon for one database: a lock that the system takes back when the process is gone, however it went.

It is a file beside the database, because SQLite closes (and so unlocks) a file of its own as it likes. A
second daemon would give numbers to events that the first gives too, and commit the spool that the first
still writes; so it is refused before it has touched anything.
"""

import fcntl
from collections.abc import Callable
from pathlib import Path
from typing import IO

from ctid.model.mistakes import Mistake, Mistaken
from ctid.store import mistakes


class Lock:
    """Holds the lock of a database until `release`."""

    def __init__(self, held: IO[bytes]) -> None:
        self._held = held

    @classmethod
    def take(
        cls,
        database: Path,
        kind: str = ".lock",
        held_by: Callable[[Path], Mistake] = mistakes.of_another_daemon,
    ) -> "Lock":
        """Take the lock of that kind. Raises `Mistaken` (`held_by`) when another has it, and `OSError`."""
        file = database.with_name(database.name + kind)
        held = file.open("ab")
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            held.close()
            raise Mistaken([held_by(database)]) from error
        return cls(held)

    def release(self) -> None:
        """Give the lock back. The file stays: were it removed, two could each hold a lock of that name."""
        self._held.close()
