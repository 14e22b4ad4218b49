"""What callers and agents get from each router, on the same callers: ours, `app_queue` modelled, and a pool.

The scenarios are those of `floor/scenarios.py`, the figures those of `floor/measures.py`. Every router plays
the same callers, so routers are compared pair by pair; the intervals are Student's, 95 %, over replications.
`--plot FOLDER` also draws who waits how long, one SVG a scenario.

A figure of merit is `met` or `missed`; it is `open` where the target lies within its interval.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeAlias

from floor.day import Floor, Played
from floor.measures import Measures, by_kind, counted, measure
from floor.picture import waits_as_svg
from floor.routers import POOLED, ROUTERS
from floor.samples import draw
from floor.scenarios import Scenario, scenarios

from ctid.metrics.intervals import Estimate, estimate
from ctid.routing.terms import SECOND

SHARES = {"service_level", "abandonment", "waited", "blocked", "occupancy", "spread", "spread_within"}
SHOWN = tuple(field.name for field in fields(Measures) if field.name != "offered")


@dataclass(frozen=True, slots=True)
class Day:
    """One replication of one router, measured."""

    whole: Measures
    kinds: Mapping[str, Measures]


Days: TypeAlias = Mapping[str, list[Day]]  # by router; the same place in each list is the same callers
Results: TypeAlias = Mapping[str, Days]  # by scenario


@dataclass(frozen=True, slots=True)
class Merit:
    """One thing promised: a figure of two routers on the same callers, and where it should lie."""

    name: str
    scenario: str
    at_most: bool
    target: float
    found: Estimate

    def verdict(self) -> str:
        """Return met, missed or open."""
        if self.found.holds(self.target):
            return "open"
        return "met" if (self.found.mean < self.target) == self.at_most else "missed"

    def on_side(self) -> bool:
        """Say whether the mean lies where it should."""
        return (self.found.mean <= self.target) if self.at_most else (self.found.mean >= self.target)


# --- playing ----------------------------------------------------------------------------------------
def play(scenario: Scenario, router: str, count: int, seed: int) -> Played:
    """Play one replication."""
    desks = scenario.pooled() if router == POOLED else scenario.desks
    return Floor(ROUTERS[router](), desks, scenario.habits).play(draw(scenario.demand, count, seed))


def replicate(scenario: Scenario, count: int, seeds: range) -> Days:
    """Play all routers on the same callers, seed by seed."""
    days: dict[str, list[Day]] = {router: [] for router in ROUTERS}
    for seed in seeds:
        for router, mine in days.items():
            played = play(scenario, router, count, seed)
            mine.append(Day(measure(played), by_kind(played)))
    return days


def paired(days: Days, ours: str, theirs: str, by: Callable[[Day, Day], float]) -> Estimate:
    """Estimate a comparison of two routers, replication by replication."""
    return estimate([by(mine, other) for mine, other in zip(days[ours], days[theirs], strict=True)])


# --- what is promised -------------------------------------------------------------------------------
def merits(results: Results) -> Iterator[Merit]:
    """Return what is promised, scenario by scenario; a target is for the worst of them."""
    for name, days in results.items():
        if name.startswith("S2-2"):
            found = paired(days, "ageing", POOLED, lambda a, b: a.whole.asa / b.whole.asa)
            yield Merit("asa_two_skills_to_pooled", name, True, 1.3, found)
        if "vip" in days["ageing"][0].kinds:
            found = paired(days, "ageing", "fcfs", lambda a, b: a.whole.longest / b.whole.longest)
            yield Merit("longest_ageing_to_fcfs", name, True, 1.2, found)
            for other in ("priority", "leastrecent"):
                yield Merit(f"vip_level_strict_less_{other}", name, False, -0.01, _vip_level(days, other))
        found = paired(days, "ageing", "leastrecent", _spread_less)
        yield Merit("spread_within_less_leastrecent", name, True, 0.0, found)


def _vip_level(days: Days, other: str) -> Estimate:
    def less(mine: Day, theirs: Day) -> float:
        return mine.kinds["vip"].service_level - theirs.kinds["vip"].service_level

    return paired(days, "strict", other, less)


def _spread_less(mine: Day, other: Day) -> float:
    return mine.whole.spread_within - other.whole.spread_within


# --- telling ----------------------------------------------------------------------------------------
def figures_of(days: list[Day]) -> dict[str, Estimate]:
    """Estimate every figure, those of kinds of callers as "kind figure"."""
    found = {name: estimate([getattr(day.whole, name) for day in days]) for name in SHOWN}
    kinds = days[0].kinds if len(days[0].kinds) > 1 else {}
    for kind in kinds:
        for name in ("service_level", "asa", "abandonment"):
            found[f"{kind} {name}"] = estimate([getattr(day.kinds[kind], name) for day in days])
    return found


def tell(scenario: Scenario, days: Days, seconds: float) -> None:
    """Print a table: a line for each figure, a column for each router."""
    print(f"\n{scenario.name}: {scenario.title}  ({seconds:.0f} s)")
    print(" " * 22 + "".join(f"{router:>17}" for router in days))
    columns = {router: figures_of(mine) for router, mine in days.items()}
    for name in columns["ageing"]:
        if not any(column[name].mean for column in columns.values()):
            continue
        print(f"{name:<22}" + "".join(f"{_cell(name, column[name]):>17}" for column in columns.values()))


def _cell(name: str, it: Estimate) -> str:
    if name.rpartition(" ")[2] in SHARES:
        return f"{it.mean:.2%} ±{it.half * 100:.2f}"
    return f"{it.mean:.2f} ±{it.half:.2f}"


def draw_waits(scenario: Scenario, count: int, seed: int, folder: Path) -> None:
    """Draw the waits of one replication."""
    waits = {
        router: [
            it.waited / SECOND for it in counted(play(scenario, router, count, seed)) if it.waited is not None
        ]
        for router in ROUTERS
    }
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"waits-{scenario.name}.svg").write_text(waits_as_svg(scenario.title, waits), "utf-8")


def as_json(results: Results, judged: list[Merit], how: str) -> str:
    """Return everything as one line."""
    figures = {
        scenario: {
            router: {name: [round(it.mean, 5), round(it.half, 5)] for name, it in figures_of(mine).items()}
            for router, mine in days.items()
        }
        for scenario, days in results.items()
    }
    said = [asdict(merit) | {"verdict": merit.verdict()} for merit in judged]
    ok = all(merit.on_side() for merit in judged)
    return json.dumps({"name": "routing_quality", "how": how, "figures": figures, "merits": said, "ok": ok})


def main() -> None:
    """Play, print, and say whether what is promised is met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4,000 callers a replication instead of 20,000")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--replications", type=int, default=5)
    parser.add_argument("--seed", type=int, default=1, help="of the first replication")
    parser.add_argument("--only", action="append", metavar="SCENARIO", help="play this one; may be repeated")
    parser.add_argument("--plot", type=Path, metavar="FOLDER", help="draw the waits of the first replication")
    asked = parser.parse_args()
    count, seeds = 4_000 if asked.quick else 20_000, range(asked.seed, asked.seed + asked.replications)
    results: dict[str, Days] = {}
    for scenario in scenarios():
        if asked.only and scenario.name not in asked.only:
            continue
        began = time.process_time()
        days = results[scenario.name] = replicate(scenario, count, seeds)
        tell(scenario, days, time.process_time() - began)
        if asked.plot:
            draw_waits(scenario, count, asked.seed, asked.plot)
    judged = list(merits(results))
    print()
    for it in judged:
        aim = f"{'≤' if it.at_most else '≥'} {it.target:g}"
        print(
            f"{it.name:<34}{it.scenario:<12}{it.found.mean:9.4f} ±{it.found.half:.4f}  {aim:<8}{it.verdict()}"
        )
    if asked.json:
        print(
            as_json(results, judged, f"{len(seeds)} replications of {count} callers, seeds from {asked.seed}")
        )
    sys.exit(0 if all(it.on_side() for it in judged) else 1)


if __name__ == "__main__":
    main()
