"""Campaigns' calls on a real switch, daemon and Asterisk killed: none dialled twice, every end is known."""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import os
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from dialer_daemon import read_records
from faults_state import State
from percentiles import percentile
from rich.console import Console

from ctid.config.sections import SiteFiles
from ctid.lab.parties import AgentPhone, Manner
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.ports import free_port
from ctid.lab.sipp import Outside, with_us
from ctid.lab.stories import PhoneStory
from ctid.lab.switch import Switch
from ctid.lab.town import Town
from ctid.lab.tree import Toolbox, cache_directory, find_or_fetch
from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.prompts.render import render_prompts
from ctid.runtime.sources import read_sources

AGENTS, AT_ONCE, PER_SITTING, SITTINGS = 10, 8, 60, 6
SHORTEST_MESSAGE = timedelta(seconds=3)
Came = AttemptOutcome
PEOPLE: Mapping[str, tuple[Manner, frozenset[AttemptOutcome]]] = {
    "00": (Manner(answer_after=1.0, talk=4.0), frozenset({Came.CONNECTED, Came.ABANDONED})),
    "01": (Manner(answer_after=0.5, talk=30.0), frozenset({Came.CONNECTED, Came.ABANDONED})),
    "02": (Manner(answer_after=2.0, talk=0.5), frozenset({Came.CONNECTED, Came.HUNG_UP})),
    "03": (Manner(answer_after=None), frozenset({Came.NO_ANSWER})),
    "10": (Manner(refusal="486 Busy Here"), frozenset({Came.BUSY})),
    "11": (Manner(refusal="603 Decline"), frozenset({Came.REJECTED})),
    "12": (Manner(refusal="404 Not Found"), frozenset({Came.INVALID})),
    "13": (Manner(refusal="484 Address Incomplete"), frozenset({Came.INVALID})),
    "17": (Manner(refusal="480 Temporarily Unavailable"), frozenset({Came.NO_ANSWER})),
    "18": (Manner(refusal="503 Service Unavailable"), frozenset({Came.CONGESTED})),
}
WEIGHTS = {"00": 8, "01": 4, "02": 3, "03": 3}  # of 26; one of each other
_out = Console(stderr=True, highlight=False)


@dataclass
class Sitting:
    """One switch, its town and agents, and a daemon that is killed."""

    switch: Switch
    town: Town
    folder: Path
    numbers: list[str]
    agents: int
    kills: Counter[str] = field(default_factory=Counter)
    _daemon: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> Path:
        """What the daemon says."""
        return self.folder / "daemon.log"

    async def launch(self, *, crash_at: str = "") -> None:
        """Start the daemon anew; it dies at that step (ctid/runtime/crash_points.py)."""
        orders = self.folder / "orders.json"
        settings = self.switch.describe()
        told = {"settings": settings, "disk": str(self.folder / "disk"), "numbers": self.numbers}
        orders.write_text(json.dumps({**told, "at_once": AT_ONCE, "agents": self.agents}))
        program = str(Path(__file__).with_name("dialer_daemon.py"))
        environment = {**os.environ, "CTID_CRASH_AT": crash_at}
        with self.log.open("ab") as log:
            self._daemon = await asyncio.create_subprocess_exec(
                *with_us([sys.executable, program, str(orders)]), stdout=log, stderr=log, env=environment
            )

    async def over(self, within: float, code: int = 0) -> bool:
        """Wait for the daemon's own end; say whether it came."""
        assert self._daemon is not None
        try:
            ended = await asyncio.wait_for(self._daemon.wait(), within)
        except TimeoutError:
            return False
        if ended != code:
            raise RuntimeError(f"the daemon ended with {ended}: {self.log.read_text()[-2000:]}")
        return True

    async def kill_daemon(self) -> None:
        """Kill it, and start another."""
        await self.end()
        self.kills["daemon"] += 1
        await self.launch()

    async def kill_switch(self) -> None:
        """Kill Asterisk, and start it again."""
        self.switch.kill()
        self.kills["asterisk"] += 1
        await self.switch.start()

    async def end(self) -> None:
        """Kill the daemon if it runs."""
        if self._daemon is not None and self._daemon.returncode is None:
            self._daemon.kill()
            await self._daemon.wait()

    def attempts(self) -> list[Attempt]:
        """Return what was kept."""
        kept = [it for it in read_records(self.folder / "disk") if isinstance(it, Attempt)]
        return list({it.id: it for it in kept}.values())


@asynccontextmanager
async def sitting(tools: Toolbox, folder: Path, numbers: list[str], agents: int) -> AsyncIterator[Sitting]:
    """Open one; its daemon is not launched yet."""
    prompts = render_prompts(tools, read_sources(SiteFiles()).texts, cache_directory() / "prompts")
    phones = tuple(Phone(name=str(1001 + n)) for n in range(agents))
    plan = Plan(phones=phones, agi_port=free_port(), sources=Sources(prompts=prompts))
    (folder / "parties").mkdir()
    outside = Outside(tools, f"127.0.0.1:{plan.ports.sip}", folder / "parties")
    async with AsyncExitStack() as stack:
        switch = await stack.enter_async_context(Switch(tools, plan, folder / "asterisk"))
        people = {end: manner for end, (manner, _) in PEOPLE.items()}
        town = await stack.enter_async_context(Town(outside, plan.trunk_port, people))
        for n, phone in enumerate(phones):
            manner = Manner(answer_after=0.2)
            await stack.enter_async_context(
                AgentPhone(outside, phone.name, phone.secret, ip=f"127.0.0.{n + 3}", manner=manner)
            )
        it = Sitting(switch, town, folder, numbers, agents)
        stack.push_async_callback(it.end)
        yield it


async def sit(
    tools: Toolbox, folder: Path, seed: int, kills: Mapping[str, int]
) -> tuple[dict[str, Any], list[str]]:
    """Dial a sitting's numbers to their end; return figures and what was found wrong."""
    chance = random.Random(seed)
    ends = [end for end in PEOPLE for _ in range(WEIGHTS.get(end, 1))]
    numbers = [f"+12{seed:03d}{n:04d}{chance.choice(ends)}" for n in range(PER_SITTING)]
    async with sitting(tools, folder, numbers, AGENTS) as it:
        await it.launch()
        await kill_and_wait(it, chance, kills)
        return judge(it)


async def kill_and_wait(sitting: Sitting, chance: random.Random, kills: Mapping[str, int]) -> None:
    """Kill at moments of chance, then wait for the end."""
    what = [name for name, times in kills.items() for _ in range(times)]
    chance.shuffle(what)
    for name in what:
        if await sitting.over(chance.uniform(2.0, 6.0)):
            break
        await (sitting.kill_daemon() if name == "daemon" else sitting.kill_switch())
    if not await sitting.over(600):
        raise RuntimeError("it did not come to an end")


def judge(sitting: Sitting) -> tuple[dict[str, Any], list[str]]:
    """Hold what the town saw against what was kept."""
    attempts, stories = sitting.attempts(), sitting.town.stories
    rung = Counter(story.called for story in stories)
    known = [it for it in attempts if it.outcome not in (None, Came.UNKNOWN)]
    wrong = [it for it in known if not _is_right(it, rung)]
    joined = list(_seconds_to_an_agent(known))
    found = [
        *(f"{number} was dialled {times} times" for number, times in rung.items() if times > 1),
        *(f"{it.number} came out as {it.outcome}, SIP {it.sip}, {it.reason}" for it in wrong),
        *(f"{it.number} has no end" for it in attempts if it.outcome is None),
        *(f"{it.number} lacks evidence" for it in attempts if not it.evidence.rules),
        *(f"{it.called}: neither agent nor message" for it in stories if _left_in_silence(it, attempts)),
        *(f"an agent after {span:.2f} s" for span in joined if span > 2.0),
    ]
    figures = {
        "attempts": len(attempts),
        "outcomes": dict(Counter(str(it.outcome) for it in attempts)),
        "right": len(known) - len(wrong),
        "known": len(known),
        "kills": dict(sitting.kills),
        "connected_p99_ms": round(percentile(joined, 99) * 1000) if joined else None,
    }
    return figures, found


def _seconds_to_an_agent(attempts: Iterable[Attempt]) -> Iterator[float]:
    for it in attempts:
        if it.outcome is Came.CONNECTED and it.connected_at is not None and it.answered_at is not None:
            yield (it.connected_at - it.answered_at).total_seconds()


def _is_right(attempt: Attempt, rung: Mapping[str, int]) -> bool:
    if attempt.outcome is Came.NOT_DIALLED:
        return attempt.number not in rung
    right = PEOPLE[attempt.number[-2:]][1]
    if attempt.outcome in right:
        return True
    unseen = attempt.connected_at is None and attempt.outcome is Came.ABANDONED  # nobody listened
    return unseen and attempt.answered_at is None and Came.HUNG_UP in right


def _left_in_silence(story: PhoneStory, attempts: Iterable[Attempt]) -> bool:
    """Say whether the switch left somebody who had answered before a message could be heard to its end."""
    if story.answered_at is None or story.ended_by != "switch" or story.ended_at is None:
        return False
    kept = next((it for it in attempts if it.number == story.called), None)
    connected = kept is not None and kept.connected_at is not None
    return not connected and story.ended_at - story.answered_at < timedelta(seconds=1.9) + SHORTEST_MESSAGE


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench dialer_wire", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one sitting")
    parser.add_argument(
        "--sittings", type=int, default=SITTINGS, help="how many, those in the state included"
    )
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--state", type=Path, default=Path("bench/results/dialer_wire.jsonl"))
    arguments = parser.parse_args()
    tools, state = find_or_fetch(_out.print), State(arguments.state)
    for seed in range(1, 2 if arguments.quick else arguments.sittings + 1):
        if seed in state.done("dialer_wire"):
            continue
        folder = Path(tempfile.mkdtemp(prefix="ctid-"))
        folder.chmod(0o711)
        kills = {"daemon": 4, "asterisk": 1 if seed < SITTINGS else 0}
        figures, found = asyncio.run(sit(tools, folder, seed, kills))
        state.write("dialer_wire", seed, figures, found)
        _out.print("[red]✗[/]" if found else "[green]✓[/]", seed, json.dumps(figures), soft_wrap=True)
        _out.print(*found, sep="\n", markup=False, soft_wrap=True)
        if not found:
            shutil.rmtree(folder)
    told = summary(state)
    print(json.dumps(told) if arguments.json else json.dumps(told, indent=2))
    return 0 if told["ok"] else 1


def summary(state: State) -> dict[str, Any]:
    """Tell all sittings in one object."""
    lines = state.of("dialer_wire")
    total: Counter[str] = Counter()
    for line in lines:
        total.update({name: line["figures"][name] for name in ("attempts", "right", "known")})
        total.update(line["figures"]["kills"])
    known = total["known"] or 1
    return {
        "name": "dialer_wire",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "figures": {**total, "right_share": round(total["right"] / known, 4)},
        "targets": {"attempts": 300, "daemon": 20, "asterisk": 5, "right_share": 0.99},
        "ok": bool(lines) and all(line["ok"] for line in lines),
    }


if __name__ == "__main__":
    sys.exit(main())
