"""The files of a dialplan in Asterisk's configuration folder, as they are or as they are about to be."""

import os
from collections.abc import Mapping, Sequence
from glob import glob
from pathlib import Path

from ctid.asterisk.dialplan.source import Texts, expand_braces


class Folder:
    """Reads from a configuration folder; what `instead` says stands in the place of one folder in it."""

    def __init__(self, root: Path, instead: Mapping[str, bytes] | None = None, at: str = "") -> None:
        """`instead` are the names and texts that the folder `at` (relative to `root`) is to hold."""
        self._root = root
        self._at = f"{at}/"
        self._texts = None if instead is None else {f"{at}/{name}": text for name, text in instead.items()}

    def find(self, pattern: str) -> Sequence[str]:
        """Return the files that `pattern` finds, relative to the folder where it is relative."""
        return [name for one in expand_braces(pattern) for name in self._one(one)]

    def _one(self, pattern: str) -> Sequence[str]:
        on_disk = sorted(glob(pattern, root_dir=self._root), key=os.fsencode)  # noqa: PTH207  (absolute ones, too)
        if self._texts is None:
            return on_disk
        others = [name for name in on_disk if not name.startswith(self._at)]
        return sorted([*others, *Texts(self._texts).find(pattern)], key=os.fsencode)

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None for what is no file or cannot be read."""
        if self._texts is not None and name.startswith(self._at):
            return self._texts.get(name)
        path = self._root / name
        try:
            return path.read_bytes() if path.is_file() else None
        except OSError:
            return None
