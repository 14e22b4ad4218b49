"""Campaigns' calls on a real switch, daemon and Asterisk killed: none dialled twice, every end is known."""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import asyncio
import json
import random
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests/stage"))

from dialer_hall import Drill, call_all, hall, read_ledgers
from dialer_judge import judge, summed
from dialer_people import SPEAKING_TOWN, TOWN, numbers
from faults_state import State
from rich.console import Console

from ctid.lab.tree import Toolbox, find_or_fetch

PER_SITTING = 64
TARGETS = {"attempts": 300, "daemon": 20, "asterisk": 5, "right_share": 0.99, "bridged_max_ms": 2000}
_out = Console(stderr=True, highlight=False)


@dataclass(frozen=True, slots=True)
class Plan:
    """A sitting: what is dialled, and how often who dies."""

    drill: Drill
    daemon: int = 0
    asterisk: int = 0


_DETECTS = {"mode": "predictive", "detects_machines": True, "false_positives": 0.01}
_MURDEROUS = (
    Drill(TOWN, campaign={"mode": "predictive"}),
    Drill(TOWN, campaign={"mode": "power", "ratio": 2.5}, abandoned="90%"),
    Drill(TOWN, campaign={"mode": "progressive"}),
)
SITTINGS: Mapping[int, Plan] = {
    **{seed: Plan(_MURDEROUS[seed % 3], daemon=4, asterisk=1) for seed in range(1, 6)},
    **{seed: Plan(Drill(SPEAKING_TOWN, campaign=_DETECTS)) for seed in (6, 7)},
}


async def sit(tools: Toolbox, folder: Path, seed: int) -> tuple[dict[str, Any], list[str]]:
    """Dial a sitting's numbers to their end; return figures and what was found wrong."""
    plan, chance = SITTINGS[seed], random.Random(seed)
    deaths = ["daemon"] * plan.daemon + ["asterisk"] * plan.asterisk
    chance.shuffle(deaths)
    async with hall(tools, folder, plan.drill) as it:
        await call_all(it, numbers(plan.drill.town, PER_SITTING, chance), deaths, chance)
        figures, found = judge(read_ledgers(it))
    said = it.log.read_text(errors="replace")
    return (
        {"mode": plan.drill.campaign["mode"], **figures, "kills": dict(Counter(deaths))},
        [*found, *(line for line in said.splitlines() if "Traceback" in line)],
    )


def main() -> int:
    parser = argparse.ArgumentParser(prog="script/bench dialer_wire", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one sitting")
    parser.add_argument("--json", action="store_true", help="end with one line of JSON")
    parser.add_argument("--state", type=Path, default=Path("bench/results/dialer_wire.jsonl"))
    arguments = parser.parse_args()
    tools, state = find_or_fetch(_out.print), State(arguments.state)
    for seed in list(SITTINGS)[: 1 if arguments.quick else None]:
        if seed in state.done("dialer_wire"):
            continue
        folder = Path(tempfile.mkdtemp(prefix="ctid-"))
        folder.chmod(0o711)
        figures, found = asyncio.run(sit(tools, folder, seed))
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
    each = [line["figures"] for line in lines]
    total: Counter[str] = Counter()
    outcomes: Counter[str] = Counter()
    for of in each:
        names = ("attempts", "right", "known", "unknown", "answered_orphaned")
        total.update({name: of[name] for name in names})
        total.update(of["kills"])
        outcomes.update(of["outcomes"])
    figures = {
        **total,
        "outcomes": dict(outcomes),
        "right_share": round(total["right"] / (total["known"] or 1), 4),
        "invites_most": max((of["invites_most"] for of in each), default=0),
        **{
            name: summed([span for of in each for span in of[name]])
            for name in ("bridged_ms", "message_ms", "deaf_ms")
        },
        **_detector([of for of in each if "detector" in of]),
    }
    least = ("attempts", "daemon", "asterisk", "right_share")
    met = all(figures.get(name, 0) >= TARGETS[name] for name in least)
    in_time = figures["bridged_ms"].get("max", 0) <= TARGETS["bridged_max_ms"]
    return {
        "name": "dialer_wire",
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "figures": figures,
        "targets": TARGETS,
        "ok": met and in_time and all(line["ok"] for line in lines),
    }


def _detector(each: list[dict[str, Any]]) -> dict[str, Any]:
    """Tell how the switch's detector did in all sittings that had one."""
    who = {name: Counter[str]() for name in ("persons", "machines")}
    took: dict[str, list[int]] = {}
    causes: Counter[str] = Counter()
    mistaken: Counter[str] = Counter()
    for of in each:
        mistaken.update(of["mistaken"])
        causes.update(of["detector_causes"])
        for name, verdicts in of["detector"].items():
            who[name].update(verdicts)
        for verdict, spans in of["detector_ms"].items():
            took.setdefault(verdict, []).extend(spans)
    persons = who["persons"].total()
    return {
        "detector": {
            **{name: dict(verdicts) for name, verdicts in who.items()},
            "false_positives": round(who["persons"]["machine"] / persons, 4) if persons else None,
            "mistaken": dict(mistaken),
            "causes": dict(causes),
            "verdict_ms": {verdict: summed(spans) for verdict, spans in took.items()},
        }
    }


if __name__ == "__main__":
    sys.exit(main())
