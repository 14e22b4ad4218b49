"""The dialing simulator beside another one: the same scenarios under the same simple rules, cell by cell.

A cell is reproduced if neither its utilisation nor its abandonment differs by a two-sample test (each at
97.5 %, so that 19 of 20 cells hold where nothing differs). The other's abandonment came without an interval:
its days are taken to vary as ours do. What was rounded may be off by half a digit.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
from math import sqrt
from statistics import stdev

from dialing.frontier import Cell
from dialing.played import cell, play_all
from dialing.reference import SEEDS, SEEDS_A200, Told, reference

from ctid.metrics.incomplete_beta import student_t

CONFIDENCE, TARGET = 0.975, 0.9
ROUNDED_UTILISATION, ROUNDED_ABANDONMENT = 0.0005, 0.00005


def strays(mine: Cell, told: Told, theirs: int) -> tuple[float, float]:
    """Return how far apart utilisation and abandonment are; up to 1 is within what chance does."""
    n = len(mine.days)
    freedom = student_t(CONFIDENCE, min(n, theirs) - 1)
    spread = told.half / student_t(0.95, theirs - 1)
    mean = mine.utilisation.mean
    wide = freedom * sqrt(spread**2 + stdev(day.utilisation for day in mine.days) ** 2 / n)
    apart = abs(mean - told.utilisation) / (wide + ROUNDED_UTILISATION)
    varies = stdev(day.abandonment for day in mine.days) * sqrt(1 / n + 1 / theirs)
    wide = student_t(CONFIDENCE, n - 1) * varies
    return apart, abs(mine.abandonment - told.abandonment) / (wide + ROUNDED_ABANDONMENT)


def main() -> None:
    """Play, compare, print."""
    parser = argparse.ArgumentParser(prog="script/bench dialer_table", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="teams of 5, 10 and 20 alone, six seeds")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--seeds", type=int, default=20, help="days of each (20)")
    asked = parser.parse_args()
    table = {
        where: told
        for where, told in reference().items()
        if not asked.quick or where[0] in ("A5", "A10", "A20")
    }
    seeds = range(6 if asked.quick else asked.seeds)
    days = play_all((*where, seed) for where in table for seed in seeds)
    good = 0
    for (scenario, rule), told in table.items():
        mine = cell(days, scenario, rule)
        apart, lost = strays(mine, told, SEEDS_A200 if scenario == "A200" else SEEDS)
        good += apart <= 1 and lost <= 1
        verdict = "" if apart <= 1 and lost <= 1 else f"   APART {apart:.2f} {lost:.2f}"
        print(
            f"{scenario:<10} {rule:<20} {mine.utilisation.mean:.3f} ±{mine.utilisation.half:.3f} "
            f"({told.utilisation:.3f})  {mine.abandonment:6.2%} ({told.abandonment:6.2%}){verdict}"
        )
    share = good / len(table)
    print(f"{good} of {len(table)} cells reproduced: {share:.1%} (target {TARGET:.0%})")
    if asked.json:
        figures = {"cells": len(table), "reproduced": good, "share": round(share, 4), "days": len(seeds)}
        result = {"name": "dialer_table", "figures": figures, "targets": {"share": TARGET}}
        print(json.dumps({**result, "ok": share >= TARGET}))
    sys.exit(0 if share >= TARGET else 1)


if __name__ == "__main__":
    main()
