"""A file that takes batches while the database is away, and gives them back in order.

One line of JSON per batch, appended and fsync'd before `append` returns. A line is complete when it ends
in a newline: a torn last line (power cut in mid-append) was never acknowledged and is left out. Nothing
else is ever removed from the file until all of it is in the database.
"""

import os
from collections.abc import Sequence
from pathlib import Path

from ctid.model.steps import Step, unheard
from ctid.store.durable import sync_folder
from ctid.store.encoding import Numbered, decode_line, encode_line


class Spool:
    """The file and how much of it is good. Its calls block: run them in a thread.

    Opening it raises `OSError`, or `ValueError` when a complete line cannot be read.
    """

    def __init__(self, file: Path, step: Step = unheard) -> None:
        self.file = file
        self._step = step
        self.holds = 0  # batches in the file
        self._good = 0  # bytes up to the end of the last complete line
        self.read()

    def append(self, entries: Sequence[Numbered]) -> None:
        """Add `entries`; on return they outlive a power cut. Raises `OSError`, and then none is in."""
        lines = b"".join(map(encode_line, entries))
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.touch(mode=0o600)
        with self.file.open("ab") as stream:
            # Whatever a failed append or a torn line left behind the last good one goes first.
            stream.truncate(self._good)
            stream.write(lines)
            stream.flush()
            self._step("the spool is written, not synced")
            os.fsync(stream.fileno())
        sync_folder(self.file.parent)
        self._step("the spool is synced")
        self._good += len(lines)
        self.holds += len(entries)

    def read(self) -> list[Numbered]:
        """Return every batch in the file."""
        if not self.file.exists():
            return []
        content = self.file.read_bytes()
        self._good = content.rfind(b"\n") + 1
        entries = [decode_line(line) for line in content[: self._good].splitlines()]
        self.holds = len(entries)
        return entries

    def clear(self) -> None:
        """Remove the file: all of it is in the database."""
        self.file.unlink(missing_ok=True)
        sync_folder(self.file.parent)
        self.holds = self._good = 0

    def refuse(self, entry: Numbered, why: str) -> None:
        """Put a batch that the database will not take beside the spool, for a person to look at."""
        with self.file.with_name(self.file.name + ".refused").open("a", encoding="ascii") as stream:
            stream.write(f"{why!a} {entry!a}\n")
