"""Where a dialplan's text comes from: whoever parses passes in how files are found and read.

Names are as Asterisk writes them: relative to its configuration directory, or absolute. `ctid.runtime` reads
folders; a test passes a dict.
"""

from collections.abc import Mapping, Sequence
from fnmatch import fnmatchcase
from itertools import pairwise
from typing import Protocol

_MOST_BRACES = 8  # each may double the names; glob(3) would go on till its memory is full


class Source(Protocol):
    """How files are found and read."""

    def find(self, pattern: str) -> Sequence[str]:
        """Return the files that glob(3) with GLOB_BRACE finds, in its order (sorted, bytewise)."""

    def read(self, name: str) -> bytes | None:
        """Return what a file holds; None if it is no file that can be read."""


class Texts:
    """Files that are held in memory, by name."""

    def __init__(self, texts: Mapping[str, str | bytes]) -> None:
        self._texts = texts

    def find(self, pattern: str) -> Sequence[str]:
        """Return the names that match, in order of the braces' parts, each part sorted."""
        wanted = [one.split("/") for one in expand_braces(pattern)]
        return [name for parts in wanted for name in sorted(self._texts) if _matches(name.split("/"), parts)]

    def read(self, name: str) -> bytes | None:
        """Return the text by that name."""
        text = self._texts.get(name)
        return text.encode(errors="surrogateescape") if isinstance(text, str) else text


def expand_braces(pattern: str) -> list[str]:
    """Expand `{a,b}` as glob(3) does: nested, and left alone where it does not close."""
    begin = pattern.find("{")
    if begin < 0 or pattern.count("{") > _MOST_BRACES:
        return [pattern]
    depth = 0
    parts = [begin]
    for index in range(begin, len(pattern)):
        depth += {"{": 1, "}": -1}.get(pattern[index], 0)
        if depth == 1 and pattern[index] == ",":
            parts.append(index)
        if depth == 0:
            parts.append(index)
            ends = pairwise(parts)
            middles = (pattern[start + 1 : end] for start, end in ends)
            rest = pattern[index + 1 :]
            return [each for middle in middles for each in expand_braces(pattern[:begin] + middle + rest)]
    return [pattern]


def _matches(name: Sequence[str], parts: Sequence[str]) -> bool:
    return len(name) == len(parts) and all(
        fnmatchcase(one, part) and (part.startswith(".") or not one.startswith("."))
        for one, part in zip(name, parts, strict=True)
    )
