"""What a call costs the daemon beside Asterisk, and how soon a free agent's phone rings, beside Queue().

A real Asterisk, SIPp on both sides, sound both ways. There are always more callers than agents, so each
agent who becomes free is given a call at once: the time from the agent's BYE to the next INVITE at the same
phone is what routing takes, as the phones saw it. ctid and Asterisk's own Queue() take turns at the same
Asterisk, with the same phones (bench/load_hall.py). Processor time is from /proc, the daemon's by part from
a witness (bench/load_daemon.py), memory is the daemon's resident set.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import os
import sys
import tempfile
import time
from collections import Counter
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import linear_regression

from load_hall import NATIVE, OURS, Callers, Hall
from percentiles import percentile

from ctid.lab.page import Page, RefusedError
from ctid.lab.stories import CallerStory, PhoneStory
from ctid.lab.tree import find_or_fetch

TICK = os.sysconf("SC_CLK_TCK")
APART = 10.0  # seconds a caller is not with an agent nor waiting: menu before, goodbye after
WAITING = 6
TARGETS = {"daemon_to_asterisk": 0.1, "free_to_invite_p50_to_queue": 1.0, "free_to_invite_p99_to_queue": 1.0}
TARGETS |= {"failed_calls": 0.0}
Figures = dict[str, float]


def cpu(pid: int) -> float:
    """Return the seconds of processor time that a process has used."""
    words = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(words[11]) + int(words[12])) / TICK


def rss(pid: int) -> int:
    """Return a process's resident set in KiB."""
    return int(Path(f"/proc/{pid}/status").read_text().split("VmRSS:")[1].split()[0])


@dataclass
class Side:
    """What was measured of one way of queueing, over all its turns."""

    dnis: str
    seconds: float = 0.0
    asterisk: float = 0.0
    daemon: float = 0.0
    callers: list[CallerStory] = field(default_factory=list)
    turns: list[tuple[datetime, datetime]] = field(default_factory=list)
    memory: list[tuple[int, int]] = field(default_factory=list)  # calls so far, KiB
    parts: Counter[str] = field(default_factory=Counter)

    def served(self) -> list[CallerStory]:
        """Return the calls that had an agent and a goodbye."""
        return [story for story in self.callers if story.answered_at and story.ended_by == "switch"]

    def gaps(self, phones: list[PhoneStory]) -> list[float]:
        """Return the seconds from each agent's BYE to the same phone's next INVITE, while callers waited."""
        gaps = []
        for begun, ended in self.turns:
            last: dict[str, datetime] = {}
            for story in sorted(phones, key=lambda each: each.invited_at):
                if begun <= story.invited_at <= ended:
                    if story.phone in last:
                        gaps.append((story.invited_at - last[story.phone]).total_seconds())
                    if story.ended_at is not None:
                        last[story.phone] = story.ended_at
        return gaps


async def turn(hall: Hall, side: Side, seconds: float, at_once: int) -> None:
    """Let callers come for so long, then let the last be served."""
    assert hall.switch.pid is not None
    hall.parts_since()
    asterisk, daemon, began = cpu(hall.switch.pid), cpu(hall.daemon), time.monotonic()
    callers, begun = Callers(hall, side.dnis, at_once), datetime.now(UTC)
    await callers.start()
    await asyncio.sleep(seconds)
    callers.place_no_more()
    side.turns.append((begun, datetime.now(UTC)))
    async with asyncio.timeout(120):
        while not (await hall.switch.cli("core show channels count")).startswith("0 "):
            await asyncio.sleep(0.5)
    side.seconds += time.monotonic() - began
    side.asterisk += cpu(hall.switch.pid) - asterisk
    side.daemon += cpu(hall.daemon) - daemon
    side.parts.update(hall.parts_since())
    memory = rss(hall.daemon)
    await callers.stop()
    side.callers += callers.stories()
    side.memory.append((len(side.callers), memory))


async def agents(hall: Hall, stack: AsyncExitStack) -> None:
    """Have every agent sign on with a page and be ready."""
    for id in hall.agents:
        page: Page = await stack.enter_async_context(await hall.page(id))
        await page.sign_on()
        async with asyncio.timeout(120):
            while await page.state() != "ready":
                try:
                    await page.ready()
                except RefusedError as refused:
                    print(f"agent {id} is not ready yet: {refused}", file=sys.stderr)
                    await asyncio.sleep(0.5)


async def measure(asked: argparse.Namespace) -> Figures:
    """Take turns; return the figures."""
    at_once = round(asked.agents * (1 + APART / asked.talk)) + WAITING
    tools, ours, native = find_or_fetch(print), Side(OURS), Side(NATIVE)
    with tempfile.TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)  # noqa: ASYNC240  (nothing else runs yet)
        hall = Hall(tools, Path(name), agents=asked.agents, talk=asked.talk)
        try:
            await hall.phones.start()
            await hall.start()
            async with AsyncExitStack() as stack:
                await agents(hall, stack)
                for number in range(asked.turns):
                    for side in (ours, native):
                        await turn(hall, side, asked.seconds, at_once)
                        print(
                            f"turn {number + 1}: {side.dnis}, {len(side.served())} calls so far", flush=True
                        )
        finally:
            await hall.stop_daemon()
            if asked.keep:
                asked.keep.write_text(hall.log.read_text())
            await hall.stop()
            await hall.phones.stop()
        return figures_of(ours, native, hall.phones.stories())


def figures_of(ours: Side, native: Side, phones: list[PhoneStory]) -> Figures:
    """Reckon."""
    calls, theirs = len(ours.served()), len(native.served())
    mine, queue = ours.gaps(phones), native.gaps(phones)
    per_call = ours.daemon / calls * 1000
    figures: Figures = {
        "calls": calls,
        "calls_per_second": calls / ours.seconds,
        "queue_calls": theirs,
        "queue_calls_per_second": theirs / native.seconds,
        "failed_calls": len(ours.callers) - calls,
        "queue_failed_calls": len(native.callers) - theirs,
        "asterisk_ms_per_call": ours.asterisk / calls * 1000,
        "queue_asterisk_ms_per_call": native.asterisk / theirs * 1000,
        "daemon_ms_per_call": per_call,
        **{f"daemon_{part}_ms": spent / calls * 1000 for part, spent in sorted(ours.parts.items())},
        "daemon_to_asterisk": ours.daemon / ours.asterisk,
        "daemon_to_queue_asterisk": ours.daemon / calls / (native.asterisk / theirs),
        "free_to_invite_p50_ms": percentile(mine, 50) * 1000,
        "free_to_invite_p99_ms": percentile(mine, 99) * 1000,
        "queue_free_to_invite_p50_ms": percentile(queue, 50) * 1000,
        "queue_free_to_invite_p99_ms": percentile(queue, 99) * 1000,
        "asterisk_processors": ours.asterisk / ours.seconds,
        "queue_asterisk_processors": native.asterisk / native.seconds,
        "daemon_rss_mib_after_first_turn": ours.memory[0][1] / 1024,
        "daemon_rss_mib_after_last_turn": ours.memory[-1][1] / 1024,
    }
    if len(ours.memory) > 2:  # from the second on: the first also loads what is used for the first time
        figures["daemon_rss_kib_per_call"] = linear_regression(*zip(*ours.memory[1:], strict=True)).slope
    for share in ("p50", "p99"):
        ratio = figures[f"free_to_invite_{share}_ms"] / figures[f"queue_free_to_invite_{share}_ms"]
        figures[f"free_to_invite_{share}_to_queue"] = ratio
    return {name: round(value, 3) for name, value in figures.items()}


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10 agents, talks of 4 s, one turn of 40 s each")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--agents", type=int, default=40)
    parser.add_argument("--talk", type=float, default=25.0, help="seconds")
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=180.0, help="of a turn, while callers are replaced")
    parser.add_argument("--keep", type=Path, help="where to keep the daemon's log")
    asked = parser.parse_args()
    if asked.quick:
        asked.agents, asked.talk, asked.turns, asked.seconds = 10, 4.0, 1, 40.0
    figures = asyncio.run(measure(asked))
    for name, value in figures.items():
        print(f"{name:<38} {value:>10}{f'   (target ≤ {TARGETS[name]:g})' if name in TARGETS else ''}")
    ok = all(figures[name] <= most for name, most in TARGETS.items())
    if asked.json:
        print(json.dumps({"name": "load", "figures": figures, "targets": TARGETS, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
