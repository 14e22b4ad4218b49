"""One run of SIPp, and what it saw.

SIPp's own message log is the record from which every story is told: it holds each datagram as it went over
the wire, with the microsecond (UTC, `-rfc3339`) and its length in bytes, so that no text inside a message can
be taken for the log's own lines. SIPp flushes it message by message: it may be read while the call lives.

The scenarios need SIPp 3.8: server transactions, keywords as timeouts, two scenarios in one process.
"""

import asyncio
import contextlib
import re
import shutil
import signal
import socket
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from ctid.lab.templates import render
from ctid.model.mistakes import Mistake, Mistaken, Place, Text

SCENARIOS = Path(__file__).parent / "scenarios"
_HEAD = re.compile(rb"-{40,} (\S+)\n\w+ message (sent|received) \[(\d+)\] ?bytes ?:\n\n")
_PATIENCE_S = 3.0  # what SIPp may take to say goodbye before it is killed


class Tools(Protocol):
    """Where the telephone programs are and how they are run (ctid/lab/tree.py)."""

    def argv(self, program: str, *args: str) -> list[str]:
        """Return the command line that runs `program`."""
        ...


@dataclass(frozen=True, slots=True)
class Outside:
    """What the parties share: their tools, the switch's SIP address ("127.0.0.1:5060"), a folder for logs."""

    tools: Tools
    switch: str
    folder: Path


@dataclass(frozen=True, slots=True)
class SipMessage:
    """One SIP message as SIPp logged it; header names are lower-case, the first of each name counts."""

    at: datetime
    sent: bool
    start: str
    headers: Mapping[str, str]

    @property
    def method(self) -> str:
        """Return the request's method, "" for a response."""
        return "" if self.code else self.start.partition(" ")[0]

    @property
    def code(self) -> int:
        """Return the response's code, 0 for a request."""
        return int(self.start.split(" ")[1]) if self.start.startswith("SIP/2.0 ") else 0

    @property
    def call_id(self) -> str:
        """Return the Call-ID."""
        return self.headers.get("call-id", "")

    def answers(self, method: str) -> bool:
        """Say whether this is a response to a request of `method`."""
        return bool(self.code) and self.headers.get("cseq", "").endswith(f" {method}")


def read_messages(log: bytes) -> list[SipMessage]:
    """Read SIPp's message log; a last message that is still being written is left out."""
    messages: list[SipMessage] = []
    head = _HEAD.search(log)
    while head and head.end() + int(head[3]) <= len(log):
        end = head.end() + int(head[3])
        start, *lines = (
            log[head.end() : end].partition(b"\r\n\r\n")[0].decode("utf-8", "replace").split("\r\n")
        )
        pairs = [line.partition(":") for line in reversed(lines)]
        headers = {name.strip().lower(): value.strip() for name, _, value in pairs}
        at = datetime.fromisoformat(head[1].decode("ascii"))
        messages.append(SipMessage(at, head[2] == b"sent", start, headers))
        head = _HEAD.search(log, end)
    return messages


def free_port(ip: str) -> int:
    """Find a free even UDP port of `ip` with a free one two above: SIPp echoes sound and video."""
    while True:
        with _datagram_socket() as first, _datagram_socket() as second:
            first.bind((ip, 0))
            port: int = first.getsockname()[1]
            with contextlib.suppress(
                OSError, OverflowError
            ):  # taken, or past the last port: look for another
                second.bind((ip, port + 2))
                if port % 2 == 0:
                    return port


def with_us(argv: list[str]) -> list[str]:
    """Let a program die with this one, even if this one is killed (prctl(2), PR_SET_PDEATHSIG)."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "KILL", "--", *argv] if setpriv else argv


def _datagram_socket() -> socket.socket:
    return socket.socket(socket.AF_INET, socket.SOCK_DGRAM)


class Sipp:
    """A SIPp process of one party, in its own folder, that is never left behind."""

    def __init__(self, outside: Outside, ip: str, name: str) -> None:
        self._outside = outside
        self._ip = ip
        self._process: asyncio.subprocess.Process | None = None
        self.name = name
        self.port = free_port(ip)
        self.folder = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=outside.folder))

    def write_scenario(self, name: str, **values: str) -> Path:
        """Fill the scenario `name`; raise `Mistaken` (R510) if it asks for more than these values."""
        template = SCENARIOS / name
        scenario = self.folder / name
        scenario.write_text(render(template.read_text("utf-8"), values, str(template)), "utf-8")
        return scenario

    async def start(self, scenario: Path, *args: str) -> None:
        """Start SIPp on `scenario`; raise OSError if it cannot be run."""
        argv = self._outside.tools.argv(
            "sipp", self._outside.switch, "-sf", str(scenario), *self._common(), *args
        )
        with (
            (self.folder / "output.log").open("wb") as output,
            (self.folder / "stderr.log").open("wb") as errors,
        ):
            self._process = await asyncio.create_subprocess_exec(
                *with_us(argv),
                cwd=self.folder,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=errors,
            )

    def _common(self) -> list[str]:
        """Return every party's options. SIPp's watchdogs are off: a slow machine is no failure here."""
        options = {
            "-i": self._ip,
            "-mi": self._ip,
            "-ci": self._ip,
            "-p": str(self.port),
            "-min_rtp_port": str(free_port(self._ip)),
            "-message_file": "messages.log",
            "-error_file": "errors.log",
            "-max_log_size": "20000000",
            "-watchdog_minor_maxtriggers": "1000000",
            "-watchdog_major_maxtriggers": "1000000",
        }
        pairs = [word for option in options.items() for word in option]
        return [*pairs, "-bind_local", "-nostdin", "-aa", "-rfc3339", "-trace_msg", "-trace_err"]

    async def wait(self, at_most: float) -> int:
        """Wait for SIPp's own end and return its exit code (0 fine, 1 a call failed); raise TimeoutError."""
        if self._process is None:
            return 0
        return await asyncio.wait_for(self._process.wait(), at_most)

    @property
    def running(self) -> bool:
        """Say whether the process lives."""
        return self._process is not None and self._process.returncode is None

    def place_no_more(self) -> None:
        """Let open calls go on and begin none; asked again, hang up whatever is open (SIPp's USR1)."""
        if self._process is not None and self.running:
            self._process.send_signal(signal.SIGUSR1)

    async def stop(self) -> None:
        """Hang up open calls (BYE, CANCEL) and end the process, by force if it does not go."""
        for _ in range(2):
            self.place_no_more()
            with contextlib.suppress(TimeoutError):
                await self.wait(0.25)
        if self._process is not None and self.running:
            with contextlib.suppress(TimeoutError):
                await self.wait(_PATIENCE_S)
        if self._process is not None and self.running:
            self._process.kill()
            await self._process.wait()

    def messages(self) -> list[SipMessage]:
        """Return what went over the wire so far."""
        log = self.folder / "messages.log"
        return read_messages(log.read_bytes()) if log.exists() else []

    def trouble(self, code: str, what: Text) -> Mistaken:
        """Make the exception that tells `what`, with the last thing that SIPp said."""
        said = (self.folder / "stderr.log").read_text("utf-8", "replace").strip().splitlines()
        why = " / ".join(said[-3:]) or "SIPp said nothing"
        mend = Text(f"read the logs in {self.folder}", f"请查看 {self.folder} 中的日志")
        return Mistaken([Mistake(code, Place(self.name), what, Text(why, why), mend)])
