"""The lines of a configuration file as Asterisk sees them: without comments, and with their true columns.

What is odd here is Asterisk's own (main/config.c), and is proven against it:

- A line of more than 8,190 bytes is skipped.
- `\\;` is a semicolon. `;` begins a comment, `;--` one that ends with `--;` and may hold others; `;---`
  begins an ordinary one. A `--;` that ends nothing makes a comment of all lines that follow, up to the next
  `;--`; that one writes where it must not, and Asterisk may crash.
- Files that one `#include` finds with a wildcard are counted as one: the first line of the second goes on
  from the last of the first, with one more where that ended with a newline; a comment left open goes on,
  too. A `Line` therefore has two numbers, the editor's and the one Asterisk will print.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from ctid.model.mistakes import Place

BLANKS = "".join(map(chr, range(33)))
_BUFFER = 8191  # bytes that fgets(3) leaves in Asterisk's buffer at most


def clip(text: str, size: int) -> str:
    """Cut a text to so many bytes, as a buffer in Asterisk does."""
    if len(text) * 4 <= size:
        return text
    return text.encode(errors="surrogateescape")[:size].decode(errors="surrogateescape")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that holds something, without its comments and outer blanks.

    `jumps` are offsets in `text` with the column there; up to the next, columns go on one by one.
    """

    file: str
    number: int
    told: tuple[str, int]  # the file and number that Asterisk prints
    text: str
    jumps: tuple[tuple[int, int], ...]

    def place(self, offset: int = 0) -> Place:
        """Say where text[offset] stands, as an editor counts."""
        begin, column = next(jump for jump in reversed(self.jumps) if jump[0] <= offset)
        return Place(self.file, self.number, column + offset - begin)


class Counting:
    """What goes on from one of the files that an `#include` found to the next."""

    def __init__(self, shown: str = "") -> None:
        """`shown` is the name that Asterisk prints instead of each file's."""
        self._shown = shown
        self._count = 0
        self.depth = 0  # of nested comments; below 0 after an end that ended nothing
        self.opened = 0  # the line that opened the outermost comment
        self.too_long: list[Place] = []  # what was skipped
        self.stray: list[Place] = []  # ends of comments that ended nothing

    def lines(self, file: str, content: bytes) -> Iterator[Line]:
        """Return the lines of a file that hold something."""
        chunks = _chunks(content)
        for number, chunk in chunks:
            self._count += 1
            if _is_cut(chunk):
                self.too_long.append(Place(file, number, 1))
                next((rest for _, rest in chunks if not _is_cut(rest)), None)
                continue
            raw = chunk.partition(b"\0")[0].decode(errors="surrogateescape")
            if ";" in raw:
                line = self._uncommented(file, number, raw)
            elif self.depth:
                continue
            else:
                line = _line(file, number, self._told(file), raw)
            if line is not None:
                yield line
        self._count += not content or content.endswith(b"\n")

    def _told(self, file: str) -> tuple[str, int]:
        return self._shown or file, self._count

    def _uncommented(self, file: str, number: int, raw: str) -> Line | None:
        """Take the comments out of a line, in the steps in which Asterisk does it in its buffer."""
        begin = 0 if not self.depth else None  # of what is no comment
        end: int | None = None  # where a comment begins that may end on this line
        removed: list[tuple[int, int]] = []  # (where, how many characters)
        scan = 0
        while (at := raw.find(";", scan)) >= 0:
            if at > scan and raw[at - 1] == "\\":
                raw = raw[: at - 1] + raw[at:]
                removed.append((at - 1, 1))
                scan = at
            elif raw.startswith("--", at + 1) and raw[at + 3 : at + 4] != "-":
                end = at if end is None else end
                scan = at + 3
                self.opened = number if not self.depth else self.opened
                self.depth += 1
            elif at >= scan + 2 and raw[at - 2 : at] == "--":
                if self.depth <= 0:
                    self.stray.append(Place(file, number, at - 1))
                self.depth -= 1
                scan = at + 1
                if self.depth:
                    continue
                if begin is None:
                    begin, end = scan, None
                elif end is not None:
                    raw = raw[:end] + raw[scan:]
                    removed.append((end, scan - end))
                    scan, end = end, None
            elif self.depth:
                scan = at + 1
            else:
                raw = raw[:at]
        if begin is None:
            return None
        return _line(file, number, self._told(file), raw[:end], begin, tuple(removed))


def _chunks(content: bytes) -> Iterator[tuple[int, bytes]]:
    """Cut as fgets(3) does; with each piece goes the number of its line."""
    *whole, last = content.split(b"\n")
    lines = [line + b"\n" for line in whole] + ([last] if last else [])
    for number, line in enumerate(lines, start=1):
        for begin in range(0, len(line), _BUFFER):
            yield number, line[begin : begin + _BUFFER]


def _is_cut(chunk: bytes) -> bool:
    return len(chunk) == _BUFFER and not chunk.endswith(b"\n")


def _line(
    file: str,
    number: int,
    told: tuple[str, int],
    raw: str,
    begin: int = 0,
    removed: tuple[tuple[int, int], ...] = (),
) -> Line | None:
    """Make a line of raw[begin:]; `removed` tells where text was taken out of `raw`, and how much."""
    text = raw[begin:].strip(BLANKS)
    if not text:
        return None
    lead = raw.index(text, begin)
    jumps = [(0, lead + 1)]
    gone = 0
    for at, size in removed:
        gone += size
        jumps.append((max(0, at - lead), max(at, lead) + gone + 1))
    return Line(file, number, told, text, tuple(jumps))
