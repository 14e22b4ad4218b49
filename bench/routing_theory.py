"""The router against exact theory: Erlang C, Erlang A, a bounded line, two priorities, the N-model.

Each case is simulated in independent replications; what theory says must lie inside Student's 99.9 % interval
of every figure. Short runs at an occupancy of 0.9 are not to be trusted: their callers' waits hang together
for hours, so those cases are played longest.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from floor.day import Floor, Habits
from floor.measures import by_kind, measure
from floor.routers import DAY, ours
from floor.samples import Demand, Kind, draw
from floor.scenarios import crew, wants
from floor.theory import NModel, bounded, n_model, two_priorities

from ctid.metrics.erlang import Expected, erlang_a, erlang_c
from ctid.metrics.intervals import Estimate, estimate
from ctid.routing.terms import Desk, Rules

CONFIDENCE = 0.999
REPLICATIONS = 10
ONE = (Kind("one", wants("one")),)


@dataclass(frozen=True, slots=True)
class Case:
    """A centre that theory knows. `exact` is by "figure", or "kind figure" for those of one kind."""

    name: str
    demand: Demand
    desks: tuple[Desk, ...]
    exact: Mapping[str, float]
    callers: int = 40_000
    habits: Habits = Habits()  # noqa: RUF009  (a value)
    rules: Rules = Rules(head_start=DAY)  # noqa: RUF009


def cases() -> tuple[Case, ...]:
    """Return all cases."""
    return (
        Case("erlang_c_10", Demand(ONE, 8, 240), _equal(10), _of(erlang_c(10, 8, 240)), 80_000),
        Case("erlang_c_50", Demand(ONE, 45, 240), _equal(50), _of(erlang_c(50, 45, 240)), 120_000),
        *(
            Case(
                f"erlang_a_{n}_{load}",
                Demand(ONE, load, 240, 120),
                _equal(n),
                _of(erlang_a(n, load, 240, 120)),
            )
            for n, load in ((10, 8), (50, 48), (50, 50), (50, 60))
        ),
        _bounded(),
        _priorities(),
        _n_model(),
    )


def _equal(agents: int) -> tuple[Desk, ...]:
    return crew([{"one": 5}] * agents)


def _of(expected: Expected) -> dict[str, float]:
    figures = {
        "waited": expected.wait_probability,
        "service_level": expected.service_level,
        "asa": expected.asa,
        "occupancy": expected.occupancy,
    }
    return figures | ({"abandonment": expected.abandonment} if expected.abandonment else {})


def _bounded() -> Case:
    exact = bounded(90, 84, 600, 120)
    figures = _of(exact.expected) | {"blocked": exact.blocked}
    return Case("bounded_90_120", Demand(ONE, 84, 600), _equal(90), figures, 120_000, Habits(places=120))


def _priorities() -> Case:
    high, low = two_priorities(50, 15, 30, 240)
    kinds = (replace(ONE[0], name="high", priority=1, share=1), replace(ONE[0], name="low", share=2))
    exact = {"high asa": high, "low asa": low}
    return Case("two_priorities", Demand(kinds, 45, 240), _equal(50), exact, 120_000)


def _n_model() -> Case:
    plain, scarce = n_model(NModel(6, 3, 4.6, 2.6, 240, 120))
    exact = {
        "plain waited": plain.wait_probability,
        "plain abandonment": plain.abandonment,
        "scarce waited": scarce.wait_probability,
        "scarce abandonment": scarce.abandonment,
    }
    kinds = (Kind("plain", wants("en"), 4.6), Kind("scarce", wants("es"), 2.6, priority=1))
    desks = crew([{"en": 5}] * 6 + [{"en": 3, "es": 5}] * 3)
    return Case("n_model", Demand(kinds, 7.2, 240, 120), desks, exact)


def replicate(case: Case, callers: int, seeds: range) -> dict[str, Estimate]:
    """Play the case once for each seed and estimate every figure that theory knows."""
    values: dict[str, list[float]] = {name: [] for name in case.exact}
    for seed in seeds:
        floor = Floor(ours(case.rules)(), case.desks, case.habits)
        played = floor.play(draw(case.demand, callers, seed))
        whole, kinds = measure(played), by_kind(played)
        for name, measured in values.items():
            kind, _, figure = name.rpartition(" ")
            measured.append(getattr(kinds[kind] if kind else whole, figure))
    return {name: estimate(measured, CONFIDENCE) for name, measured in values.items()}


def rows(share: float, seeds: range) -> Iterator[tuple[str, float, Estimate]]:
    """Play all cases, `share` of their callers each, and yield every figure: exact and simulated."""
    for case in cases():
        began = time.process_time()
        measured = replicate(case, int(case.callers * share), seeds)
        print(f"{case.name}  ({time.process_time() - began:.0f} s)", flush=True)
        for name, exact in case.exact.items():
            it = measured[name]
            verdict = "" if it.holds(exact) else "   OUTSIDE"
            print(f"  {name:<20} exact {exact:9.5f}   simulated {it.mean:9.5f} ± {it.half:.5f}{verdict}")
            yield f"{case.name} {name}", exact, it


def main() -> None:
    """Play, print, and say whether theory lies inside every interval."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a tenth of the callers")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--seed", type=int, default=1, help=f"the first of {REPLICATIONS}")
    asked = parser.parse_args()
    share, seeds = 0.1 if asked.quick else 1.0, range(asked.seed, asked.seed + REPLICATIONS)
    found = list(rows(share, seeds))
    outside = [name for name, exact, it in found if not it.holds(exact)]
    print(f"{len(found) - len(outside)} of {len(found)} figures hold what theory says")
    if asked.json:
        how = f"{REPLICATIONS} replications of {share:g} of the callers, seeds from {asked.seed}, 99.9 %"
        figures = {name: {"exact": exact, "mean": it.mean, "half": it.half} for name, exact, it in found}
        print(json.dumps({"name": "routing_theory", "how": how, "figures": figures, "ok": not outside}))
    sys.exit(1 if outside else 0)


if __name__ == "__main__":
    main()
