"""Tables of text as people send them, read a row at a time in bounded memory.

The encoding is taken from the byte order mark, or is UTF-8 if all of the file is; anything else is asked for,
with the first doubtful line as each guess would read it, because a wrong guess spoils every name in silence.
A line is never read beyond `LONGEST` characters: what is longer is skipped to its end in pieces, and told.
"""

import codecs
import csv
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import IO

from ctid.dialer.importing import file_mistakes, mistakes
from ctid.model.mistakes import Mistake, Mistaken, Place

LONGEST = 65_536  # characters of a line
PIECE = 1 << 20  # bytes
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_GUESSES = ("gb18030", "cp1252")
_SEPARATORS = ",;\t|"


class TableFile:
    """A file of rows. `at` is how many bytes of it have been read."""

    def __init__(self, file: Path, encoding: str | None) -> None:
        """Look at the whole file once. Raises `Mistaken` (L101–L103)."""
        self.file = file
        try:
            self.size = file.stat().st_size
            self.encoding = _encoding(file, encoding)
            self._stream: IO[str] = file.open(encoding=self.encoding, newline="")
        except OSError as error:
            raise Mistaken([file_mistakes.unreadable(str(file), error.strerror or str(error))]) from error
        self._line = 0

    @property
    def at(self) -> int:
        """Say how many bytes have been read, more or less."""
        return int(self._stream.buffer.tell())  # type: ignore[attr-defined]

    def close(self) -> None:
        """Close the file."""
        self._stream.close()

    def rows(self) -> Iterator[tuple[int, Sequence[str] | Mistake]]:
        """Yield each row with the line it begins in, empty ones left out.

        A line that is too long is a mistake in place of a row; broken quotes end it all (`Mistaken`, L108).
        """
        long: list[Mistake] = []
        first, lines = self._first(long)
        reader = csv.reader(lines, delimiter=_separator(first), strict=True)
        while True:
            line = self._line + 1
            try:
                cells = next(reader, None)
            except csv.Error as error:
                place = Place(str(self.file), line, 1)
                raise Mistaken([file_mistakes.broken_quotes(place, str(error))]) from error
            yield from ((one.place.line, one) for one in long)
            long.clear()
            if cells is None:
                return
            if cells:
                yield line, cells

    def _first(self, long: list[Mistake]) -> tuple[str, Iterator[str]]:
        """Look at the first line; return it, and all lines from it on."""
        lines = self._lines(long)
        first = next(lines, "")
        at = self._line

        def from_it_on() -> Iterator[str]:
            self._line = at
            yield first
            yield from lines

        if not first:
            return "", lines
        self._line = at - 1
        return first, from_it_on()

    def _lines(self, long: list[Mistake]) -> Iterator[str]:
        while line := self._stream.readline(LONGEST):
            self._line += 1
            if len(line) < LONGEST or line.endswith("\n"):
                yield line
                continue
            long.append(mistakes.line_too_long(Place(str(self.file), self._line, 1), LONGEST))
            while (rest := self._stream.readline(LONGEST)) and not rest.endswith("\n"):
                pass


def _separator(header: str) -> str:
    return max(_SEPARATORS, key=header.count)


def _encoding(file: Path, said: str | None) -> str:
    with file.open("rb") as stream:
        start = stream.read(4)
    marked = next((name for mark, name in _MARKS if start.startswith(mark)), None)
    if said is not None:
        try:
            encoding = codecs.lookup(said).name
        except LookupError:
            raise Mistaken([file_mistakes.unknown_encoding(said)]) from None
        encoding = marked if marked is not None and encoding.startswith(marked[:5]) else encoding
        wrong = _first_wrong(file, encoding)
        if wrong is not None:
            raise Mistaken([file_mistakes.not_of_encoding(Place(str(file), wrong[0], 1), encoding)])
        return encoding
    encoding = marked or "utf-8"
    wrong = _first_wrong(file, encoding)
    if wrong is not None:
        line, raw = wrong
        readings = [(name, raw.decode(name, "replace").strip()) for name in _GUESSES]
        raise Mistaken([file_mistakes.which_encoding(Place(str(file), line, 1), readings)])
    return encoding


def _first_wrong(file: Path, encoding: str) -> tuple[int, bytes] | None:
    """Find the first line that is not of an encoding: its number, and the bytes about the place."""
    decoder = codecs.getincrementaldecoder(encoding)()
    line = 1
    with file.open("rb") as stream:
        while True:
            piece = stream.read(PIECE)
            try:
                line += decoder.decode(piece, final=not piece).count("\n")
            except UnicodeError as error:
                at = getattr(error, "start", 0)
                whole = getattr(error, "object", piece)
                begin = whole.rfind(b"\n", 0, at) + 1
                return line + whole[:at].count(b"\n"), whole[begin : at + 80].split(b"\n")[0]
            if not piece:
                return None
