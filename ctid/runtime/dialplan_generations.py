"""The dialplans that were applied, the last ten of them, beside the folder they are applied to.

A generation is a folder of its own and never changes. `state.json` says which one Asterisk is to have
(`current`) and which one is being written (`pending`): whoever finds one pending knows that a crash came
between.
"""

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from ctid.asterisk.strange_files import sync_folder

KEPT = 10


class Generations:
    """Keeps what was applied."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def current(self) -> int | None:
        """The number of what Asterisk is to have; None before the first."""
        return self._state().get("current")

    @property
    def pending(self) -> int | None:
        """The number of what was being applied when ctid died; None if nothing was."""
        return self._state().get("pending")

    def numbers(self) -> Sequence[int]:
        """Return the numbers that are kept, oldest first."""
        return sorted(int(path.name) for path in self._folder.glob("[0-9]*") if path.name.isdecimal())

    def read(self, number: int) -> Mapping[str, bytes]:
        """Return the files of a generation."""
        return {path.name: path.read_bytes() for path in sorted((self._folder / str(number)).iterdir())}

    def begin(self, files: Mapping[str, bytes]) -> int:
        """Keep files as a new generation that is about to be applied; return its number."""
        number = max(self.numbers(), default=0) + 1
        unfinished = self._folder / "unfinished"
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        for name, text in files.items():
            write_durably(unfinished / name, text)
        unfinished.rename(self._folder / str(number))
        sync_folder(self._folder)
        self._write(self.current, number)
        return number

    def settle(self, number: int | None) -> None:
        """Note that Asterisk has this generation, and forget the oldest."""
        self._write(number, None)
        others = [each for each in self.numbers() if each != number]
        for old in others[: max(0, len(others) + 1 - KEPT)]:
            shutil.rmtree(self._folder / str(old))

    def before(self) -> int | None:
        """Return the number that a rollback leads to: what was current, if something is pending."""
        if self.pending is not None:
            return self.current
        return max((each for each in self.numbers() if each < (self.current or 0)), default=None)

    def _state(self) -> dict[str, int | None]:
        path = self._folder / "state.json"
        return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}

    def _write(self, current: int | None, pending: int | None) -> None:
        text = json.dumps({"current": current, "pending": pending})
        write_durably(self._folder / "state.json", text.encode())


def write_durably(path: Path, text: bytes) -> None:
    """Write a file so that a crash leaves the old one or the new one, never a part."""
    new = path.with_name(f".{path.name}.new")
    with new.open("wb") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)
