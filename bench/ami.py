"""What an AMI event costs us: a recorded call through our receiver, panoramisk, pyst2 and a raw parser.

Every receiver gets the same bytes in the same pieces (one to eight events, as a read from the socket brings
them) and hands what it wants to functions. Ours goes all the way to the model's reports; the raw parser makes
a dict of every event and looks up who wants it; panoramisk is its `Manager` with plain callbacks for the same
events; pyst2's manager reads from a file, which spares it the socket. Only processor time counts, of all
threads; the rounds of the four are interleaved and their medians compared, so a busy machine hurts all alike.

pyst2's parser breaks at a ChanVariable (`dict.has_key`): it is given the recording without those lines.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import gc
import json
import logging
import random
import re
import statistics
import sys
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from asterisk.manager import Manager as Pyst
from panoramisk.manager import Manager as Panoramisk

from ctid.asterisk.ami_protocol import AmiProtocol
from ctid.asterisk.from_switch import Listening
from ctid.model.ids import NodeId
from ctid.model.reports import Report

RECORDINGS = Path(__file__).parent / "recordings"
END = b"\r\n\r\n"
SECOND = 1_000_000  # µs
WANTED = tuple(Listening(NodeId("sw1"), print, lambda: datetime.now(UTC)).wanted())
TARGETS = {
    "unfiltered_to_raw": 0.5,
    "filtered_to_raw": 1.3,
    "ms_per_call_filtered": 0.3,
    "panoramisk_to_ours": 5.0,
}
AT_LEAST = frozenset(("panoramisk_to_ours",))
Feed = Callable[[list[bytes]], int]  # takes the pieces, returns how many wanted events came out


def pieces(recording: bytes) -> list[bytes]:
    """Cut a recording as reads from a socket would: a few events each, the same every time."""
    chance, frames = random.Random(4), [frame + END for frame in recording.split(END)[:-1]]
    cut = []
    while frames:
        count = chance.randint(1, 8)
        cut.append(b"".join(frames[:count]))
        frames = frames[count:]
    return cut


def through_ours(data: list[bytes]) -> int:
    """Receive as the daemon does, up to the model's reports."""
    reports: list[Report] = []
    protocol = AmiProtocol(Listening(NodeId("sw1"), reports.append, lambda: datetime.now(UTC)).wanted())
    for piece in data:
        protocol.data_received(piece)
    return len(reports)


def through_raw(data: list[bytes]) -> int:
    """Receive with the least that makes a dict of every event."""
    taken: list[dict[str, str]] = []
    wanted = dict.fromkeys(WANTED, taken.append)
    rest = b""
    for piece in data:
        *whole, rest = (rest + piece).split(END)
        for frame in whole:
            event = {}
            for line in frame.decode("utf-8", "replace").split("\r\n"):
                name, _, value = line.partition(": ")
                event[name] = value
            if take := wanted.get(event["Event"]):
                take(event)
    return len(taken)


def through_panoramisk(data: list[bytes]) -> int:
    """Receive as panoramisk is shipped, one plain callback for each wanted event."""
    taken: list[Any] = []
    manager = Panoramisk(loop=asyncio.get_running_loop())
    for name in WANTED:
        manager.register_event(name, lambda _, event: taken.append(event))
    protocol = manager.config["protocol_factory"]()
    protocol.connection_made(None)
    protocol.factory, protocol.encoding = manager, "utf8"
    for piece in data:
        protocol.data_received(piece)
    return len(taken)


def through_pyst(data: list[bytes]) -> int:
    """Receive as pyst2 does, with its three threads."""
    taken: list[Any] = []
    with tempfile.TemporaryFile(buffering=0) as file, warnings.catch_warnings(action="ignore"):
        file.write(b"".join(re.sub(rb"ChanVariable.*\r\n", b"", piece) for piece in data))
        file.seek(0)
        manager = Pyst()
        for name in WANTED:
            manager.register_event(name, lambda event, _: taken.append(event))
        manager._sock = file
        manager._connected.set()
        manager._running.set()
        manager.message_thread.start()
        manager.event_dispatch_thread.start()
        manager.event_dispatch_thread.join()
    return len(taken)


RECEIVERS: dict[str, Feed] = {
    "ours": through_ours,
    "raw": through_raw,
    "panoramisk": through_panoramisk,
    "pyst2": through_pyst,
}
SLOW = {"pyst2": 20, "panoramisk": 4}  # by how much fewer calls a round has


@contextmanager
def quiet() -> Iterator[None]:
    """Keep the garbage collector and the libraries' logs out of the figures."""
    logging.disable(logging.CRITICAL)
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
        logging.disable(logging.NOTSET)


async def measure(recording: str, rounds: int, calls: int) -> dict[str, float]:
    """Return each receiver's µs of processor time per event: the median of the rounds."""
    once = (RECORDINGS / f"{recording}.ami").read_bytes()
    events = once.count(END)
    spent: dict[str, list[float]] = {name: [] for name in RECEIVERS}
    for _ in range(rounds):
        for name, receive in RECEIVERS.items():
            count = max(1, calls // SLOW.get(name, 1))
            data = pieces(once * count)
            with quiet():
                began = time.process_time()
                taken = receive(data)
                took = time.process_time() - began
            assert taken >= count, f"{name} heard nothing"
            spent[name].append(took / count / events * SECOND)
    return {name: statistics.median(each) for name, each in spent.items()} | {"events": events}


def figures_of(all_: dict[str, float], filtered: dict[str, float]) -> dict[str, float]:
    """Return what is promised, and what it is reckoned from."""
    figures = {f"unfiltered_{name}_us": each for name, each in all_.items() if name != "events"}
    figures |= {f"filtered_{name}_us": each for name, each in filtered.items() if name != "events"}
    figures |= {
        "unfiltered_to_raw": all_["ours"] / all_["raw"],
        "filtered_to_raw": filtered["ours"] / filtered["raw"],
        "panoramisk_to_ours": min(each["panoramisk"] / each["ours"] for each in (all_, filtered)),
        "pyst2_to_ours": min(each["pyst2"] / each["ours"] for each in (all_, filtered)),
        "events_per_call_unfiltered": all_["events"],
        "events_per_call_filtered": filtered["events"],
        "ms_per_call_filtered": filtered["ours"] * filtered["events"] / 1000,
        "ms_per_call_unfiltered": all_["ours"] * all_["events"] / 1000,
    }
    return {name: round(value, 3) for name, value in figures.items()}


def met(name: str, value: float) -> bool:
    """Say whether a figure is what was aimed at."""
    return value >= TARGETS[name] if name in AT_LEAST else value <= TARGETS[name]


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="3 rounds instead of 15")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    asked = parser.parse_args()
    rounds = 3 if asked.quick else 15
    figures = figures_of(
        asyncio.run(measure("call-all", rounds, 40)), asyncio.run(measure("call-filtered", rounds, 400))
    )
    ok = all(met(name, figures[name]) for name in TARGETS)
    for name, value in figures.items():
        sign = "≥" if name in AT_LEAST else "≤"
        print(f"{name:<28} {value:>9}{f'   (target {sign} {TARGETS[name]:g})' if name in TARGETS else ''}")
    if asked.json:
        print(json.dumps({"name": "ami", "figures": figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
