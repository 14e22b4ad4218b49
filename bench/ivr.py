"""What the IVR's interpreter costs in a session: the shipped first menu beside the bare protocol.

Both servers say the very same commands to the same caller, who chooses English, asks for an order, keys its
number and is put into a queue. `bare` reads them from a list: the least that can be written (a protocol, a
task, a future, uvloop; no flow, no limits, no deadlines, no reports). Every server and the callers are
processes of their own, rounds are interleaved, and processor time is the server's (getrusage).
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import os
import re
import sys
import time
from datetime import UTC, datetime
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import uvloop
from agi import AT_ONCE, HEAD, Bare, Process, keep, measure, serve

from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.agi_protocol import AgiProtocol
from ctid.asterisk.agi_server import AgiAddress, AgiServer
from ctid.asterisk.ivr_session import Asks, IvrSession, World
from ctid.ivr.parse import parse_flow
from ctid.ivr.session import Session
from ctid.model.effects import AnswerQueueAsk
from ctid.model.ids import NodeId
from ctid.model.reasons import Reason
from ctid.model.reports import QueueAsked, Report

FLOW = Path(__file__).parents[1] / "ivr/main.yaml"
KEYS = "2112345#"
NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
SAID = "CTID_BENCH_SAID"  # what the interpreter said, for the bare server
TARGETS = {"cpu_to_bare": 2.0}


# --- the servers ------------------------------------------------------------------------------------
async def serve_interpreter() -> int:
    """Serve as the daemon does, with a centre that takes everybody at once."""
    asks, flow = Asks(), parse_flow(FLOW.read_text("utf-8"), str(FLOW))

    def report(told: Report) -> None:
        if isinstance(told, QueueAsked):
            asks.answer(AnswerQueueAsk(told.leg, True, Reason("queue_open"), NOW))

    world = World(NodeId("sw1"), lambda number, name: Session(flow), report, lambda: datetime.now(UTC), asks)

    async def converse(protocol: AgiProtocol) -> None:
        await IvrSession(AgiCall(protocol), world).run()

    server = AgiServer(AgiAddress("127.0.0.1", 0, (ip_network("127.0.0.0/8"),)), converse)
    await server.open()
    keep.append(server)
    return server.port


async def serve_bare() -> int:
    """Serve the commands that the interpreter says, with the least there is."""
    lines = [_words(line) for line in json.loads(os.environ[SAID])]

    class Said(Bare):
        async def converse(self) -> None:
            for name, *words in lines:
                await self.command(name, *words)
            self.transport.close()

    server = await asyncio.get_running_loop().create_server(Said, "127.0.0.1", 0)
    keep.append(server)
    return int(server.sockets[0].getsockname()[1])


def _words(line: str) -> tuple[str, ...]:
    return line.partition(' "')[0], *re.findall(r'"((?:[^"\\]|\\.)*)"', line)


SERVERS = {"interpreter": serve_interpreter, "bare": serve_bare}


# --- the caller -------------------------------------------------------------------------------------
class Caller(asyncio.Protocol):
    """Asterisk with a caller who presses the keys where they are asked for; `said` is what it was told."""

    def __init__(self) -> None:
        self.over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.keys = iter(KEYS)
        self.said: list[str] = []
        self.rest = b""

    def connection_made(self, transport: Any) -> None:
        self.transport = transport
        transport.write(HEAD + b"\n")

    def data_received(self, data: bytes) -> None:
        *lines, self.rest = (self.rest + data).split(b"\n")
        for line in lines:
            self.said.append(line.decode())
            self.transport.write(self._reply(line))

    def _reply(self, line: bytes) -> bytes:
        if line.startswith(b"GET"):
            return b"200 result=1 (4001)\n"
        listens = line.startswith(b"WAIT") or (line.startswith(b"STREAM") and not line.endswith(b'""'))
        key = next(self.keys, "") if listens else ""
        return f"200 result={ord(key) if key else 0}\n".encode()

    def connection_lost(self, exc: Exception | None) -> None:
        if not self.over.done():
            self.over.set_result(None)


async def load(port: int, sessions: int) -> float:
    """Run sessions, so many at once; return the seconds it took."""
    loop, left = asyncio.get_running_loop(), iter(range(sessions))

    async def one_after_the_other() -> None:
        for _ in left:
            _, caller = await loop.create_connection(Caller, "127.0.0.1", port)
            await caller.over

    began = time.perf_counter()
    await asyncio.gather(*(one_after_the_other() for _ in range(AT_ONCE)))
    return time.perf_counter() - began


async def listen_in(port: int) -> list[str]:
    """Return what one session says."""
    _, caller = await asyncio.get_running_loop().create_connection(Caller, "127.0.0.1", port)
    await caller.over
    return caller.said


# --- the measuring ----------------------------------------------------------------------------------
def said_by_the_interpreter() -> list[str]:
    """Return the commands of one session."""
    server = Process("--serve", "interpreter", program=__file__)
    said = asyncio.run(listen_in(int(server.read())))
    server.end()
    return said


def child(asked: argparse.Namespace) -> None:
    """Be one of the processes."""
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        if asked.serve:
            runner.run(serve(SERVERS[asked.serve]()))
        else:
            print(runner.run(load(*asked.load)), flush=True)


def main() -> None:
    """Measure, print, and say whether the target is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 rounds of 300 sessions")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--serve", help=argparse.SUPPRESS)
    parser.add_argument("--load", nargs=2, type=int, help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.serve or asked.load:
        child(asked)
        return
    said = said_by_the_interpreter()
    os.environ[SAID] = json.dumps(said)
    told = measure(3 if asked.quick else 7, 300 if asked.quick else 2000, SERVERS, __file__)
    figures: dict[str, float] = {"commands_per_session": len(said)}
    figures |= {f"{name}_us_per_session": round(each["us"], 1) for name, each in told.items()}
    figures["cpu_to_bare"] = round(told["interpreter"]["us"] / told["bare"]["us"], 2)
    ok = all(figures[name] <= target for name, target in TARGETS.items())
    for name, value in figures.items():
        print(f"{name:<34} {value:>9}{f'   (target ≤ {TARGETS[name]:g})' if name in TARGETS else ''}")
    if asked.json:
        print(json.dumps({"name": "ivr", "figures": figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
