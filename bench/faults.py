"""Drills: what happens to calls while the daemon, Asterisk, the link or the database breaks."""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from chaos import Chaos
from faults_broken import CAUGHT_BY, TRIES
from faults_drills import DRILLS
from faults_hall import Hall
from faults_sitting import Sitting
from faults_state import State, summary
from rich.console import Console

from ctid.lab.tree import Toolbox, find_or_fetch

QUICK = 2
_out = Console(stderr=True, highlight=False)


@asynccontextmanager
async def house(tools: Toolbox, drill: str, folder: Path, broken: str = "") -> AsyncIterator[Sitting]:
    """Open a house for a drill."""
    needs = DRILLS[drill]
    hall = Hall(tools, folder, broken=broken, small_disk=needs.small_disk)
    async with AsyncExitStack() as stack:
        sitting = Sitting(hall)
        if needs.linked:
            link = Chaos(hall.switch.plan.ports.ami, random.Random(drill))
            sitting.link = await stack.enter_async_context(link)
            hall.changed["switch__ami_port"] = str(link.port)
        yield await stack.enter_async_context(sitting)


async def sit(tools: Toolbox, drill: str, seeds: Sequence[int], state: State, folder: Path) -> bool:
    """Run a drill's seeds in one house, each written as soon as it is judged; say whether all was well."""
    well = True
    async with house(tools, drill, folder) as sitting:
        for seed in seeds:
            figures, found = await repeat(sitting, drill, seed)
            well &= _tell(state, drill, seed, figures, found)
        needs = DRILLS[drill]
        found = [] if needs.moves else [*await sitting.wind_up(), *sitting.complaints(needs.tells)]
        figures = {"seeds": list(seeds), "callers": len(sitting.callers)}
        return _tell(state, drill, None, figures, found) and well


async def repeat(sitting: Sitting, drill: str, seed: int) -> tuple[dict[str, Any], list[str]]:
    """Run one repetition; return its figures and what was found."""
    began = datetime.now(UTC)
    try:
        figures = await DRILLS[drill].repeat(sitting, random.Random(f"{drill} {seed}"))
    except (RuntimeError, OSError) as error:
        figures = {"found": [f"drill failed: {error}"]}
    news = sitting.cut_callers() if DRILLS[drill].moves else sitting.news()
    found = [*figures.pop("found", ()), *news]
    figures["took_s"] = round((datetime.now(UTC) - began).total_seconds(), 1)
    return figures, found


async def catch(tools: Toolbox, build: str, folder: Path) -> list[str]:
    """Run a broken build through its drill until it is caught; return what was found."""
    async with house(tools, CAUGHT_BY[build], folder, broken=build) as sitting:
        for seed in range(1, TRIES + 1):
            _, found = await repeat(sitting, CAUGHT_BY[build], seed)
            if found:
                return found
        return await sitting.wind_up()


def prove(tools: Toolbox, as_json: bool) -> int:
    """Say which drill caught which broken build; all must be."""
    caught: dict[str, Any] = {}
    for build, drill in CAUGHT_BY.items():
        with tempfile.TemporaryDirectory(prefix="ctid-") as name:
            Path(name).chmod(0o711)
            found = asyncio.run(catch(tools, build, Path(name)))
        caught[build] = {"drill": drill, "found": found[:5]}
        _out.print("[green]✓[/]" if found else "[red]✗[/]", f"{build}: {drill}", soft_wrap=True)
        _out.print(*found[:3], sep="\n", markup=False, soft_wrap=True)
    told = {
        "name": "faults-broken",
        "figures": caught,
        "targets": {"caught": len(CAUGHT_BY)},
        "ok": all(one["found"] for one in caught.values()),
    }
    print(json.dumps(told) if as_json else json.dumps(told, indent=2))
    return 0 if told["ok"] else 1


def _tell(state: State, drill: str, seed: int | None, figures: dict[str, Any], found: Sequence[str]) -> bool:
    state.write(drill, seed, figures, found)
    mark = "[red]✗[/]" if found else "[green]✓[/]"
    _out.print(f"{mark} {drill} {seed or 'end'}  {json.dumps(figures)}", soft_wrap=True)
    for line in found:
        _out.print(f"    {line}", markup=False, soft_wrap=True)
    return not found


def read_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench faults", description=__doc__)
    parser.add_argument("drill", nargs="*", choices=[*DRILLS, []], help="which (default: all)")
    parser.add_argument("--quick", action="store_true", help=f"{QUICK} repetitions of each")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--seeds", type=int, help="repetitions of each, those already in the state included")
    parser.add_argument("--broken", action="store_true", help="run the broken builds: each must be caught")
    parser.add_argument("--state", type=Path, default=Path("bench/results/faults.jsonl"))
    return parser.parse_args()


def main() -> int:
    arguments = read_arguments()
    tools = find_or_fetch(_out.print)
    if arguments.broken:
        return prove(tools, arguments.json)
    state = State(arguments.state)
    drills = arguments.drill or list(DRILLS)
    for drill in drills:
        wanted = arguments.seeds or (QUICK if arguments.quick else DRILLS[drill].times)
        todo = [seed for seed in range(1, wanted + 1) if seed not in state.done(drill)]
        at_once = DRILLS[drill].per_sitting
        for start in range(0, len(todo), at_once):
            folder = Path(tempfile.mkdtemp(prefix="ctid-"))
            folder.chmod(0o711)
            if asyncio.run(sit(tools, drill, todo[start : start + at_once], state, folder)):
                shutil.rmtree(folder)
            else:
                _out.print(f"  the ledgers are in {folder}")
    told = summary(state, drills)
    print(json.dumps(told) if arguments.json else json.dumps(told, indent=2))
    return 0 if told["ok"] else 1


if __name__ == "__main__":
    sys.exit(main())
