"""The predictive dialer beside its peers and its bounds: talk time at the abandonment that the law allows.

Every rule plays the same days: the same agents, and a list of the same called parties. Rules with a knob are
played at several settings and read at 3 % (`dialing/frontier.py`); ours has one set of defaults everywhere.
Days are kept in `bench/results/dialer.jsonl` as they end: a bench that is stopped goes on where it was, and
one whose rule was changed plays that rule alone anew.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product
from pathlib import Path

from dialing.frontier import in_question
from dialing.picture import as_svg
from dialing.played import Days, Job, cell, play_all
from dialing.policies import (
    FIXED,
    ISSABEL,
    KNOWN,
    MINE,
    OURS,
    OVERDIAL,
    PROGRESSIVE,
    RATIO,
    SIMPLE,
    VICIDIAL_BEST,
    Policy,
)
from dialing.verdicts import BAR, GOAL, OPTIMUM, Found, judge

from ctid.sim.dialing.scenarios import MARKOV, OWN, SCENARIOS, THIRTEEN

SEEDS, QUICK_SEEDS = 20, 2


@dataclass(frozen=True, slots=True)
class Program:
    """What is played: so many days of each rule in each scenario, so many at once (0: what is kept)."""

    scenarios: Sequence[str]
    seeds: int
    processes: int

    def play(self) -> Days:
        """Play all of it. What is promised comes first, so that a bench cut short can be read."""
        promised = self._play((MINE, SIMPLE[0]), [FIXED])
        return {**promised, **self._play((*SIMPLE, *ISSABEL), [RATIO, VICIDIAL_BEST, OVERDIAL, KNOWN])}

    def _play(self, rules: Sequence[Policy], sweeps: Sequence[Sequence[Policy]]) -> Days:
        """Play rules, and of each sweep a day of every setting and then those that its reading needs.

        Which they are may change with the days that were added: as often as that, there is more to play.
        """
        days: Days = {}
        while missing := [job for job in self._jobs(rules, sweeps, days) if job not in days]:
            more = play_all(missing, processes=self.processes)
            if not more:
                break
            days = {**days, **more}
        return days

    def _jobs(self, rules: Sequence[Policy], sweeps: Sequence[Sequence[Policy]], days: Days) -> Iterator[Job]:
        for seed, scenario in product(range(self.seeds), self.scenarios):
            needed = () if scenario in MARKOV else (_needed(it, scenario, seed, days) for it in sweeps)
            yield from ((scenario, rule.name, seed) for rule in chain(rules, *needed) if seed < rule.days)


def _needed(sweep: Sequence[Policy], scenario: str, seed: int, days: Days) -> Sequence[Policy]:
    if seed == 0:
        return sweep
    return [sweep[place] for place in in_question([cell(days, scenario, rule.name) for rule in sweep])]


def tell(found: Found) -> None:
    """Print one scenario."""
    ours, apart = found.ours, found.to_frontier
    near = f"; to the frontier {100 * apart.mean:+.2f} ±{100 * apart.half:.2f} points" if apart else ""
    print(
        f"\n{found.scenario}: ours {ours.utilisation.mean:.3f} ±{ours.utilisation.half:.3f} at "
        f"{ours.abandonment:.2%}{near}{'' if found.passes else '   MISSED'}"
    )
    print("  at 3 %:  " + ", ".join(f"{name} {it.sign}{it.mean:.3f}" for name, it in found.readings.items()))
    alone = ((name, it.utilisation.mean, it.abandonment) for name, it in found.peers.items())
    print("  as they are:  " + ", ".join(f"{name} {use:.3f} / {lost:.2%}" for name, use, lost in alone))
    best = "" if found.optimum is None else f", exact optimum {found.optimum:.3f}"
    mean = found.progressive.utilisation.mean
    print(f"  bounds:  progressive {mean:.3f}, blind (Erlang B) {found.poisson:.3f}{best}")


def verdict(all_found: Sequence[Found]) -> dict[str, object]:
    """Return everything for the line of JSON."""
    thirteen = [found for found in all_found if found.scenario in THIRTEEN]
    apart = [found.to_frontier.mean for found in thirteen if found.to_frontier is not None]
    above = sum(it > 0 for it in apart)
    goal = len(apart) == len(THIRTEEN) and min(apart) >= GOAL and 2 * above >= len(apart)
    targets = {
        "abandonment": 0.03,
        "to_frontier": BAR,
        "to_frontier_goal": GOAL,
        "above_frontier_goal": 0.5,
        "to_optimum": OPTIMUM,
    }
    return {
        "name": "dialer",
        "figures": {found.scenario: found.figures() for found in all_found},
        "targets": targets,
        "goal": goal,
        "ok": all(found.passes for found in all_found),
    }


def main() -> None:
    """Play, judge, print, draw."""
    parser = argparse.ArgumentParser(prog="script/bench dialer", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="teams of 5, 10 and 20 alone, two seeds")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--only", nargs="+", choices=list(SCENARIOS), help="these scenarios alone")
    parser.add_argument("--seeds", type=int, default=SEEDS, help=f"days of each ({SEEDS})")
    parser.add_argument("--processes", type=int, default=2, help="days at once (2); 0: judge what is kept")
    parser.add_argument("--picture", type=Path, help="draw what was found (SVG) into this file")
    asked = parser.parse_args()
    usual = ["A5", "A10", "A20"] if asked.quick else [*THIRTEEN, *OWN, *MARKOV]
    scenarios, seeds = asked.only or usual, min(asked.seeds, QUICK_SEEDS) if asked.quick else asked.seeds
    days = Program(scenarios, seeds, asked.processes).play()
    played = [it for it in scenarios if all(cell(days, it, rule).days for rule in (OURS, PROGRESSIVE))]
    all_found = [judge(days, scenario) for scenario in played]
    for found in all_found:
        tell(found)
    if asked.picture is not None:
        asked.picture.write_text(as_svg(days, played), "utf-8")
    result = verdict(all_found)
    if asked.json:
        print(json.dumps(result))
    sys.exit(0 if result["ok"] else 1)


if __name__ == "__main__":
    main()
