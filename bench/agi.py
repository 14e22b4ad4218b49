"""What a FastAGI session costs us, beside a bare protocol and panoramisk: 4,000 of ten commands, 100 at once.

Every server is a process of its own and so is Asterisk, played by the load generator. `bare` is the least
that can be written: a protocol, a task, a future, uvloop; no limits, no deadlines, no allow-list.
panoramisk's FastAGI is as shipped, on asyncio's streams and loop. Rounds are interleaved. Processor time is
the server's own (getrusage); memory is the growth of its resident set (RSS) over 5,000 sessions that wait
for a key.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import contextlib
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Iterable
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import uvloop
from panoramisk.fast_agi import Application, Request

from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_protocol import AgiProtocol
from ctid.asterisk.agi_server import AgiAddress, AgiServer

COMMANDS, AT_ONCE = 10, 100
KEY = 60.0  # seconds an idle session waits for a key
TARGETS = {"cpu_to_bare": 1.25, "sessions_to_panoramisk": 2.5, "kib_per_idle_session": 7.0}
AT_LEAST = frozenset(("sessions_to_panoramisk",))
HEAD = "".join(
    f"agi_{name}: {value}\n"
    for name, value in {
        "network": "yes",
        "network_script": "ivr",
        "request": "agi://127.0.0.1/ivr",
        "channel": "PJSIP/trunk-00000007",
        "language": "en",
        "type": "PJSIP",
        "uniqueid": "1763781000.12",
        "version": "22.10.1",
        "callerid": "+12025550101",
        "calleridname": "unknown",
        "callingpres": "0",
        "callingani2": "0",
        "callington": "0",
        "callingtns": "0",
        "dnid": "4001",
        "rdnis": "unknown",
        "context": "ctid-in",
        "extension": "ask",
        "priority": "4",
        "enhanced": "0.0",
        "accountcode": "",
        "threadid": "140111",
    }.items()
).encode()


# --- the servers ------------------------------------------------------------------------------------
async def serve_ours() -> int:
    """Serve as the daemon does."""

    async def converse(protocol: AgiProtocol) -> None:
        call = AgiCall(protocol)
        if protocol.header["agi_extension"] == "idle":
            await call.listen(KEY)
            return
        for number in range(COMMANDS // 2):
            await call.get("CTID_DNIS")
            await call.set("CTID_FLOW", f"main-{number}")

    server = AgiServer(AgiAddress("127.0.0.1", 0, (ip_network("127.0.0.0/8"),)), converse)
    await server.open()
    keep.append(server)
    return server.port


class Bare(asyncio.Protocol):
    """A session with nothing but what it takes to hold it."""

    def connection_made(self, transport: Any) -> None:
        self.transport, self.rest, self.waiting = transport, b"", None
        self.header: dict[str, str] = {}

    def data_received(self, data: bytes) -> None:
        self.rest += data
        if not self.header:
            head, end, self.rest = self.rest.partition(b"\n\n")
            if not end:
                self.rest = head
                return
            lines = (line.partition(": ") for line in head.decode().split("\n"))
            self.header = {name: value for name, _, value in lines}
            self.task = asyncio.get_running_loop().create_task(self.converse())
        while b"\n" in self.rest:
            line, _, self.rest = self.rest.partition(b"\n")
            text = line.decode()
            value = text[text.find("(") + 1 : text.rfind(")")] if "(" in text else None
            self.waiting.set_result((int(text[:3]), value))

    async def command(self, name: str, *words: str) -> tuple[int, str | None]:
        self.waiting = asyncio.get_running_loop().create_future()
        self.transport.write((name + "".join(f' "{word}"' for word in words) + "\n").encode())
        return await self.waiting

    async def converse(self) -> None:
        if self.header["agi_extension"] == "idle":
            await self.command("WAIT FOR DIGIT", "60000")
        else:
            for number in range(COMMANDS // 2):
                await self.command("GET VARIABLE", "CTID_DNIS")
                await self.command("SET VARIABLE", "CTID_FLOW", f"main-{number}")
        self.transport.close()


async def serve_bare() -> int:
    """Serve with the least there is."""
    server = await asyncio.get_running_loop().create_server(Bare, "127.0.0.1", 0)
    keep.append(server)
    return int(server.sockets[0].getsockname()[1])


async def serve_panoramisk() -> int:
    """Serve with panoramisk's FastAGI."""

    async def converse(request: Request) -> None:
        if request.headers["agi_extension"] == "idle":
            await request.send_command('WAIT FOR DIGIT "60000"')
            return
        for number in range(COMMANDS // 2):
            await request.send_command('GET VARIABLE "CTID_DNIS"')
            await request.send_command(f'SET VARIABLE "CTID_FLOW" "main-{number}"')

    application = Application()
    application.add_route("ivr", converse)
    server = await asyncio.start_server(application.handler, "127.0.0.1", 0)
    keep.append(server)
    return int(server.sockets[0].getsockname()[1])


keep: list[Any] = []
SERVERS = {"ours": serve_ours, "bare": serve_bare, "panoramisk": serve_panoramisk}
ON_UVLOOP = frozenset(("ours", "bare"))


async def serve(begin: Awaitable[int]) -> None:
    """Serve until standard input ends; every line read there is answered with the processor time used."""
    print(await begin, flush=True)
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )
    while await reader.readline():
        usage = resource.getrusage(resource.RUSAGE_SELF)
        print(usage.ru_utime + usage.ru_stime, flush=True)
    os._exit(0)  # with whatever is still open


# --- Asterisk ---------------------------------------------------------------------------------------
class Caller(asyncio.Protocol):
    """A channel that asks: sends its header, answers every command at once, says when it is over."""

    def __init__(self, extension: bytes) -> None:
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.asked: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.extension = extension

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(HEAD.replace(b"extension: ask", b"extension: " + self.extension) + b"\n")

    def data_received(self, data: bytes) -> None:
        if self.extension != b"idle":
            self.transport.write(b"200 result=1 (4001)\n" if data.startswith(b"GET") else b"200 result=1\n")
        elif not self.asked.done():
            self.asked.set_result(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


async def load(port: int, sessions: int) -> float:
    """Run sessions, so many at once; return the seconds it took."""
    loop, left = asyncio.get_running_loop(), iter(range(sessions))

    async def one_after_the_other() -> None:
        for _ in left:
            _, caller = await loop.create_connection(lambda: Caller(b"ask"), "127.0.0.1", port)
            await caller.over

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return time.perf_counter() - began


async def hold(port: int, sessions: int) -> None:
    """Open idle sessions, say so, and keep them until standard input ends."""
    loop = asyncio.get_running_loop()
    for _ in range(sessions):
        _, caller = await loop.create_connection(lambda: Caller(b"idle"), "127.0.0.1", port)
        await caller.asked
        keep.append(caller)
    print("held", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)


# --- the measuring ----------------------------------------------------------------------------------
class Process:
    """A part of this program as a process of its own."""

    def __init__(self, *words: str, program: str = __file__) -> None:
        self.process = subprocess.Popen(
            [sys.executable, program, *words], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def read(self) -> str:
        """Return the next line that it prints."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise SystemExit(f"{self.process.args} ended")
        return line

    def ask(self) -> str:
        """Send a line, return the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        return self.read()

    def rss(self) -> int:
        """Return its resident set in KiB."""
        status = Path(f"/proc/{self.process.pid}/status").read_text()
        return int(status.split("VmRSS:")[1].split()[0])

    def end(self) -> None:
        """End it."""
        with contextlib.suppress(BrokenPipeError):
            self.process.communicate("")


def measure(
    rounds: int, sessions: int, names: Iterable[str] = SERVERS, program: str = __file__
) -> dict[str, dict[str, float]]:
    """Return each server's µs of processor time per session and sessions per second: medians."""
    servers = {name: Process("--serve", name, program=program) for name in names}
    ports = {name: server.read().strip() for name, server in servers.items()}
    spent: dict[str, list[float]] = {name: [] for name in servers}
    rates: dict[str, list[float]] = {name: [] for name in servers}
    for number in range(rounds + 1):
        for name, server in servers.items():
            before = float(server.ask())
            asterisk = Process("--load", ports[name], str(sessions), program=program)
            took = float(asterisk.read())
            asterisk.end()
            if number:  # the first one warms up
                spent[name].append((float(server.ask()) - before) / sessions * 1e6)
                rates[name].append(sessions / took)
    for server in servers.values():
        server.end()
    return {
        name: {"us": statistics.median(spent[name]), "rate": statistics.median(rates[name])}
        for name in servers
    }


def idle(name: str, sessions: int) -> float:
    """Return the KiB by which a server grows with each session that waits."""
    server = Process("--serve", name)
    port = server.read().strip()
    warm = Process("--load", port, "200")
    warm.read()
    warm.end()
    before = server.rss()
    asterisk = Process("--hold", port, str(sessions))
    asterisk.read()
    grown = server.rss() - before
    server.process.kill()
    server.process.wait()
    asterisk.end()
    return grown / sessions


def child(asked: argparse.Namespace) -> None:
    """Be one of the processes."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    if asked.serve:
        factory = uvloop.new_event_loop if asked.serve in ON_UVLOOP else None
        with asyncio.Runner(loop_factory=factory) as runner:
            runner.run(serve(SERVERS[asked.serve]()))
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if asked.load:
            print(runner.run(load(*asked.load)), flush=True)
        else:
            runner.run(hold(*asked.hold))
            os._exit(0)


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 rounds of 500 sessions, 500 idle ones")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--load", nargs=2, type=int, help=argparse.SUPPRESS)
    parser.add_argument("--hold", nargs=2, type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve or asked.load or asked.hold:
        child(asked)
        return
    told = measure(3 if asked.quick else 5, 500 if asked.quick else 4000)
    held = {name: idle(name, 500 if asked.quick else 5000) for name in SERVERS}
    figures = {f"{name}_us_per_command": each["us"] / COMMANDS for name, each in told.items()}
    figures |= {f"{name}_sessions_per_s": each["rate"] for name, each in told.items()}
    figures |= {f"{name}_kib_per_idle_session": each for name, each in held.items() if name != "ours"}
    figures |= {
        "cpu_to_bare": told["ours"]["us"] / told["bare"]["us"],
        "sessions_to_panoramisk": told["ours"]["rate"] / told["panoramisk"]["rate"],
        "kib_per_idle_session": held["ours"],
    }
    figures = {name: round(value, 2) for name, value in figures.items()}
    ok = True
    for name, value in figures.items():
        sign, target = "≥" if name in AT_LEAST else "≤", TARGETS.get(name)
        ok = ok and (target is None or (value >= target if name in AT_LEAST else value <= target))
        print(f"{name:<34} {value:>9}{f'   (target {sign} {target:g})' if target else ''}")
    if asked.json:
        print(json.dumps({"name": "agi", "figures": figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
