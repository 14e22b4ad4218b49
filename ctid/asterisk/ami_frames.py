"""AMI as bytes: where a message ends, what it says, and what may be sent.

A message is lines `Name: value`, each ended by CR LF, and one empty line. Three things were learnt on
a real Asterisk and shape this file:

- Only CR LF splits. A display name may hold U+0085 or U+2028, at which `str.splitlines` would cut;
  therefore *bytes* are split, and decoding comes last.
- Asterisk accepts a bare LF as an end of line. A value that holds one is a second action. Such values
  are refused, never cleaned up: a changed number is a different number.
- Most events are not wanted, and of those wanted few lines are. The event's name is the first line, so it
  is looked at before anything else; a field is found when it is asked for (`script/bench ami`).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

END = b"\r\n\r\n"
LONGEST_LINE = 1022  # bytes without CR LF; manager.c reads lines into 1,024
MOST_LINES = 128
LONGEST_MESSAGE = 1 << 20
LONGEST_TOLD = 1000  # characters of a message in the log

_REFUSED = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9-]*")
_NOTHING = frozenset(("<unknown>", "<null>", "(null)"))
_NAMING = frozenset(("Uniqueid", "BridgeUniqueid", "ActionID", "Device", "Offer"))  # whom an event is about
_VARIABLES = frozenset(("Variable", "ChanVariable"))

Values = Mapping[str, str | tuple[str, ...]]


class Unsendable(ValueError):
    """A value that would break out of its line (or be cut short) was refused."""


class Overlong(ValueError):
    """The other side sent a message without end."""


class Forged(ValueError):
    """A field stands twice: what a stranger dialled held an end of line; what follows it is theirs."""


class Fields(Mapping[str, str]):
    """The lines `Name: value` of a message, each found when it is asked for; of a name told twice, the first.

    Where they must stand `once`, to ask for one that names somebody and stands twice raises `Forged`: it is
    how a stranger would have an event of their own taken for another's. An event has some twenty
    lines, of which three are asked for: to find those costs a quarter of reading them all. Channel variables
    are no fields, see `Variables`.
    """

    __slots__ = ("_once", "_text")

    def __init__(self, text: str, *, once: bool = False) -> None:
        self._text = text  # every line of it between CR LF and CR LF
        self._once = once

    def __getitem__(self, name: str) -> str:
        if f"\r\n{name}:" not in self._text:
            raise KeyError(name)
        return self.get(name)

    def get(self, name: str, default: str = "") -> str:  # type: ignore[override]
        """Return a field, or `default`."""
        before = f"\r\n{name}:"
        at = self._text.find(before)
        if at < 0:
            return default
        at += len(before)
        if self._once and name in _NAMING and self._text.find(before, at) >= 0:
            raise Forged(name)
        return self._text[at : self._text.find("\r\n", at)].removeprefix(" ")

    def __iter__(self) -> Iterator[str]:
        pairs = (line.partition(":") for line in self._text.split("\r\n"))
        return iter(dict.fromkeys(name for name, colon, _ in pairs if colon and not _of_variable(name)))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __repr__(self) -> str:
        return repr(self._text[:LONGEST_TOLD])


class Variables(Mapping[str, str]):
    """The channel's variables, which AMI repeats one a line: read, all of them, when one is asked for."""

    __slots__ = ("_read", "_text")

    def __init__(self, text: str) -> None:
        self._text = text
        self._read: dict[str, str] | None = None

    def _all(self) -> dict[str, str]:
        if self._read is None:
            lines = (line.partition(":") for line in self._text.split("\r\n"))
            pairs = (value.removeprefix(" ").partition("=") for name, _, value in lines if _of_variable(name))
            self._read = {name: "" if value in _NOTHING else value for name, given, value in pairs if given}
        return self._read

    def __getitem__(self, name: str) -> str:
        return self._all()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._all())

    def __len__(self) -> int:
        return len(self._all())


def _of_variable(name: str) -> bool:
    """Say whether a line of this name tells a variable: `ChanVariable(PJSIP/x)` does."""
    return name.partition("(")[0] in _VARIABLES


@dataclass(slots=True)
class Message:
    """A response or an event. `variables` are the channel's, which AMI repeats one a line."""

    fields: Mapping[str, str]
    variables: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, name: str) -> str:
        """Return a field; "" where Asterisk left it out or says that it does not know."""
        value = self.fields.get(name, "")
        return "" if value in _NOTHING else value

    @property
    def failed(self) -> bool:
        """Say whether this is a response that refuses."""
        return self.fields.get("Response") == "Error"


class Frames:
    """Cuts a stream of bytes into messages, wherever the network cut it."""

    def __init__(self) -> None:
        self._rest = b""

    def feed(self, data: bytes) -> Iterator[bytes]:
        """Yield every message that `data` completes; raises `Overlong` when one never ends."""
        *whole, self._rest = (self._rest + data).split(END)
        yield from whole
        if len(self._rest) > LONGEST_MESSAGE:
            raise Overlong(f"an AMI message longer than {LONGEST_MESSAGE} bytes")


def event_name(frame: bytes) -> bytes:
    """Return the name of the event without reading the rest; b"" for a response."""
    if not frame.startswith(b"Event: "):
        return b""
    end = frame.find(b"\r\n")
    return frame[7:end] if end > 0 else frame[7:]


def parse(frame: bytes, *, once: bool = False) -> Message:
    """Read a message. Lines without a colon (the greeting) say nothing; bad UTF-8 becomes U+FFFD.

    `once` says that what names somebody must stand once, see `Fields`.
    """
    text = f"\r\n{frame.decode('utf-8', 'replace')}\r\n"
    return Message(Fields(text, once=once), Variables(text))


def encode(values: Values) -> bytes:
    """Write an action; a tuple of values becomes one line each. Raises `Unsendable`."""
    lines = [
        _line(name, value)
        for name, given in values.items()
        for value in (given if isinstance(given, tuple) else (given,))
    ]
    if len(lines) > MOST_LINES:
        raise Unsendable(f"{len(lines)} lines in one action; Asterisk reads {MOST_LINES}")
    return b"\r\n".join(lines) + END


def _line(name: str, value: str) -> bytes:
    if not _NAME.fullmatch(name):
        raise Unsendable(f"{name!r} is no name of a field")
    if _REFUSED.search(value):
        raise Unsendable(f"the value of {name} holds a control character: {value!r}")
    if value.startswith(" "):
        raise Unsendable(f"the value of {name} begins with a blank, which Asterisk skips: {value!r}")
    try:
        line = f"{name}: {value}".encode()
    except UnicodeEncodeError as error:
        raise Unsendable(f"the value of {name} is no text: {value!r}") from error
    if len(line) > LONGEST_LINE:
        raise Unsendable(f"{name} takes {len(line)} bytes; a line holds {LONGEST_LINE}")
    return line


_ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "a": "\a", "b": "\b", "f": "\f", "v": "\v"}


def unescape(value: str) -> str:
    """Undo the C escapes that Asterisk puts into display names in events."""
    return re.sub(r"\\(.)", lambda found: _ESCAPES.get(found[1], found[1]), value)
