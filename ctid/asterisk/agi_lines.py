"""AGI as lines: the header a call begins with, commands, and the replies to them.

A reply's value stands in parentheses and may hold parentheses itself: it goes from the first `(` to the
last `)`. A 520 takes several lines. `HANGUP` may come at any time and answers nothing.
"""

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

MOST_HEADERS = 100
LONGEST_HEAD = 64 * 1024
LONGEST_LINE = 2000  # bytes of a command; res_agi.c reads 2,048
LONGEST_REPLY = 64 * 1024
SHORT = 80  # characters of a reply that is worth remembering
TRYING = 100

_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_REPLY = re.compile(r"([0-9]{3})([ -]?)((?:result=(\S*))?.*)", re.DOTALL)


class Unsayable(ValueError):
    """An argument that would break out of its command was refused."""


class Garbled(ValueError):
    """The other side does not speak AGI, or says too much."""


@dataclass(frozen=True, slots=True)
class Reply:
    """What Asterisk answered. `value` is what stood in parentheses, None if nothing did."""

    code: int
    result: str = ""
    value: str | None = None
    text: str = ""


@dataclass(frozen=True, slots=True)
class Hangup:
    """The channel left the session: hung up, or taken elsewhere. It says nothing of the call."""


class Head:
    """The lines `agi_…: value` before the first empty one."""

    __slots__ = ("_seen",)

    def __init__(self) -> None:
        self._seen = b""

    def feed(self, data: bytes) -> tuple[dict[str, str], bytes] | None:
        """Return the header and the bytes behind it once it is whole; raises `Garbled`."""
        self._seen += data
        head, end, rest = self._seen.partition(b"\n\n")
        head = head.removesuffix(b"\n")  # of an end that has come by half
        if len(head) > LONGEST_HEAD or head.count(b"\n") >= MOST_HEADERS:
            raise Garbled("the header of the AGI request is too long")
        if not end:
            return None
        pairs = (line.decode("utf-8", "replace").partition(":") for line in head.split(b"\n"))
        header = {sys.intern(name): value.removeprefix(" ") for name, colon, value in pairs if colon}
        if "agi_uniqueid" not in header:
            raise Garbled("the request names no channel (agi_uniqueid)")
        return header, rest


class Replies:
    """Cuts a stream of bytes into replies, wherever the network cut it."""

    __slots__ = ("_rest", "_room", "_usage")

    def __init__(self) -> None:
        self._rest = b""
        self._usage: list[str] | None = None  # the lines of a 520 so far …
        self._room = 0  # … and how much of one there may still be

    def feed(self, data: bytes) -> Iterator[Reply | Hangup]:
        """Yield every reply that `data` completes; raises `Garbled`."""
        *lines, self._rest = (self._rest + data).split(b"\n")
        for line in lines:
            reply = self._read(line)
            if reply is not None:
                yield reply
        if len(self._rest) > LONGEST_REPLY:
            raise Garbled("a reply without end")

    def _read(self, line: bytes) -> Reply | Hangup | None:
        if len(line) > LONGEST_REPLY:
            raise Garbled("a reply without end")
        text = line.decode("utf-8", "replace")
        if text == "HANGUP":
            return Hangup()
        if self._usage is not None:
            return self._use(text)
        more, reply = (_parsed if len(text) <= SHORT else _parsed.__wrapped__)(text)
        if more == "-":
            self._usage, self._room = [reply.text], LONGEST_REPLY
        return None if more == "-" or reply.code == TRYING else reply

    def _use(self, text: str) -> Reply | None:
        """Add a line to a 520; the last one ends it."""
        assert self._usage is not None
        if text.startswith("520 "):
            usage, self._usage = self._usage, None
            return Reply(520, text="\n".join(usage))
        self._usage.append(text)
        self._room -= len(text) + 1
        if self._room < 0:
            raise Garbled("a usage without end")
        return None


@lru_cache(maxsize=256)  # Asterisk says much the same
def _parsed(text: str) -> tuple[str, Reply]:
    found = _REPLY.fullmatch(text)
    if found is None:
        raise Garbled(f"no AGI reply: {text[:80]!r}")
    code, more, said, result = found.groups("")
    first, last = said.find("("), said.rfind(")")
    value = said[first + 1 : last] if 0 <= first < last else None
    return more, Reply(int(code), result, value, said)


@lru_cache(maxsize=256)  # sessions say much the same: the same prompts, the same watchdogs
def command(*words: str) -> bytes:
    """Write one command as one line; every word after the first is quoted. Raises `Unsayable`.

    The first is the command's own name (`STREAM FILE`), which is ours and may hold a space.
    """
    name, *arguments = words
    text = " ".join([name, *map(_quoted, arguments)])
    if _REFUSED.search(text):
        raise Unsayable(f"an argument of {name} holds a control character: {words!r}")
    try:
        line = text.encode()
    except UnicodeEncodeError as error:
        raise Unsayable(f"an argument of {name} is no text: {words!r}") from error
    if len(line) > LONGEST_LINE:
        raise Unsayable(f"{name} takes {len(line)} bytes; Asterisk reads {LONGEST_LINE}")
    return line + b"\n"


def _quoted(word: str) -> str:
    return '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'
