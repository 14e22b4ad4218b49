"""What callers and agents get from each router, on the same callers: ours, `app_queue` modelled, and a pool.

The scenarios are those of `floor/scenarios.py`, the figures those of `floor/measures.py`. Every router plays
the same callers, so routers are compared pair by pair; the intervals are Student's, 95 %, over replications.
The days of one router differ more from each other than two routers do on the same day, so those that a
promise compares play more days than the others. `--plot FOLDER` draws the promises, and who waits how long.

What is promised is `met` or `missed` where the whole interval lies on one side of the target, `level` where
it lies on the right side but for a margin in which nobody would notice, otherwise `open`.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeAlias

from floor.day import Floor, Played
from floor.measures import Measures, by_kind, counted, measure
from floor.picture import Row, merits_as_svg, waits_as_svg
from floor.routers import POOLED, ROUTERS
from floor.samples import Caller, draw
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


Compare: TypeAlias = Callable[[Day, Day], float]


@dataclass(frozen=True, slots=True)
class Promise:
    """A figure of two routers on the same callers, in which scenarios, and where it should lie."""

    name: str
    ours: str
    theirs: str
    compare: Compare
    of: Callable[[Scenario], bool]
    target: float
    at_most: bool = True
    margin: float = 0.0
    days: int = 5  # that make the interval small enough, or not worth more


@dataclass(frozen=True, slots=True)
class Merit:
    """What was found of a promise."""

    name: str
    scenario: str
    at_most: bool
    target: float
    found: Estimate
    margin: float = 0.0

    def verdict(self) -> str:
        """Return met, level, missed or open."""
        over = self.found.mean - self.target if self.at_most else self.target - self.found.mean
        if over + self.found.half < 0:
            return "met"
        if over + self.found.half <= self.margin:
            return "level"
        return "open" if over <= self.found.half else "missed"

    def on_side(self) -> bool:
        """Say whether the mean lies where it should, but for the margin."""
        over = self.found.mean - self.target if self.at_most else self.target - self.found.mean
        return over <= self.margin


# --- what is promised -------------------------------------------------------------------------------
def _asa_ratio(mine: Day, other: Day) -> float:
    return mine.whole.asa / other.whole.asa


def _longest_ratio(mine: Day, other: Day) -> float:
    return mine.whole.longest / other.whole.longest


def _vip_level_less(mine: Day, other: Day) -> float:
    return mine.kinds["vip"].service_level - other.kinds["vip"].service_level


def _spread_less(mine: Day, other: Day) -> float:
    return mine.whole.spread_within - other.whole.spread_within


def _two_skills(scenario: Scenario) -> bool:
    return scenario.name.startswith("S2-2")


def _with_vips(scenario: Scenario) -> bool:
    return any(kind.name == "vip" for kind in scenario.demand.kinds)


UNNOTICED = 0.001
"""Of an agent's time: half a minute of eight hours."""

PROMISES = (
    Promise("asa_two_skills_to_pooled", "ageing", POOLED, _asa_ratio, _two_skills, 1.3, days=30),
    Promise("asa_sparing_to_ageing", "sparing", "ageing", _asa_ratio, _two_skills, 1.0, days=30),
    Promise("longest_ageing_to_fcfs", "ageing", "fcfs", _longest_ratio, _with_vips, 1.2),
    *(
        Promise(f"vip_level_strict_less_{other}", "strict", other, _vip_level_less, _with_vips, -0.01, False)
        for other in ("priority", "leastrecent")
    ),
    Promise(
        "spread_within_less_leastrecent",
        "ageing",
        "leastrecent",
        _spread_less,
        lambda scenario: True,
        0.0,
        margin=UNNOTICED,
        days=12,
    ),
)


def enough(scenario: Scenario, least: int) -> dict[str, int]:
    """Return how many days each router plays in a scenario: so many, or more for what is promised of it."""
    days = dict.fromkeys(ROUTERS, least)
    for it in PROMISES:
        if it.of(scenario):
            days |= {router: max(days[router], it.days) for router in (it.ours, it.theirs)}
    return days


def merits(scenario: Scenario, days: Days) -> Iterator[Merit]:
    """Return what was found of all that is promised of a scenario."""
    for it in PROMISES:
        if it.of(scenario):
            found = paired(days, it.ours, it.theirs, it.compare)
            yield Merit(it.name, scenario.name, it.at_most, it.target, found, it.margin)


# --- playing ----------------------------------------------------------------------------------------
def play(scenario: Scenario, router: str, callers: Sequence[Caller]) -> Played:
    """Play one day."""
    desks = scenario.pooled() if router == POOLED else scenario.desks
    return Floor(ROUTERS[router](), desks, scenario.habits).play(callers)


def replicate(scenario: Scenario, count: int, seed: int, many: Mapping[str, int]) -> Days:
    """Play as many days of each router as is said, the same callers seed by seed."""
    days: dict[str, list[Day]] = {router: [] for router in many}
    for number in range(max(many.values())):
        callers = draw(scenario.demand, count, seed + number)
        for router in (router for router in many if number < many[router]):
            played = play(scenario, router, callers)
            days[router].append(Day(measure(played), by_kind(played)))
    return days


def paired(days: Days, ours: str, theirs: str, by: Compare) -> Estimate:
    """Estimate a comparison of two routers over the replications that both have played."""
    return estimate([by(mine, other) for mine, other in zip(days[ours], days[theirs], strict=False)])


# --- telling ----------------------------------------------------------------------------------------
def figures_of(days: list[Day]) -> dict[str, Estimate]:
    """Estimate every figure, those of kinds of callers as "kind figure"; first, of how many days."""
    found = {"days": Estimate(len(days), 0.0, len(days))}
    found |= {name: estimate([getattr(day.whole, name) for day in days]) for name in SHOWN}
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
    if name == "days":
        return str(it.replications)
    if name.rpartition(" ")[2] in SHARES:
        return f"{it.mean:.2%} ±{it.half * 100:.2f}"
    return f"{it.mean:.2f} ±{it.half:.2f}"


def draw_waits(scenario: Scenario, count: int, seed: int, folder: Path) -> None:
    """Draw the waits of one replication."""
    callers = draw(scenario.demand, count, seed)
    waits = {
        router: [
            it.waited / SECOND for it in counted(play(scenario, router, callers)) if it.waited is not None
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


def draw_merits(judged: list[Merit], folder: Path) -> None:
    """Draw what was found beside what was promised."""
    rows = [Row(f"{it.name}  {it.scenario}", it.target, it.found, it.verdict()) for it in judged]
    (folder / "routing_quality.svg").write_text(merits_as_svg("Promised, and found", rows), "utf-8")


def asked_for() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="4,000 callers a day, no extra days")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--replications", type=int, default=5, help="of every router, at least")
    parser.add_argument("--seed", type=int, default=1, help="of the first replication")
    parser.add_argument("--only", action="append", metavar="SCENARIO", help="play this one; may be repeated")
    parser.add_argument("--plot", type=Path, metavar="FOLDER", help="draw the promises, and one day's waits")
    return parser.parse_args()


def main() -> None:
    """Play, print, and say whether what is promised is met."""
    asked = asked_for()
    count, least = 4_000 if asked.quick else 20_000, asked.replications
    results: dict[str, Days] = {}
    judged: list[Merit] = []
    for scenario in scenarios():
        if asked.only and scenario.name not in asked.only:
            continue
        began = time.process_time()
        many = dict.fromkeys(ROUTERS, least) if asked.quick else enough(scenario, least)
        days = results[scenario.name] = replicate(scenario, count, asked.seed, many)
        judged += merits(scenario, days)
        tell(scenario, days, time.process_time() - began)
        if asked.plot:
            draw_waits(scenario, count, asked.seed, asked.plot)
    print()
    for it in judged:
        aim = f"{'≤' if it.at_most else '≥'} {it.target:g}"
        print(
            f"{it.name:<34}{it.scenario:<12}{it.found.mean:9.4f} ±{it.found.half:.4f}  {aim:<8}{it.verdict()}"
        )
    if asked.plot:
        draw_merits(judged, asked.plot)
    if asked.json:
        how = f"{least} days of {count} callers, more where something is promised, seeds from {asked.seed}"
        print(as_json(results, judged, how))
    sys.exit(0 if all(it.on_side() for it in judged) else 1)


if __name__ == "__main__":
    main()
