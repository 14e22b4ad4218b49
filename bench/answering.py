"""Who is likely to answer: what is foretold, what knowing it brings, and that wrong chances break no law.

    script/bench answering [--quick] [--json]

*Foretold*: dials of a town whose people differ by hour, weekday, place, kind of phone and calls before, and
of one whose people are all alike. The loss is the log-loss of the chances that were told, as a share of that
of the campaign's plain rate; the error is how far, on average over ten equal groups, those who were told a
chance answered more or less often than it said.

*Played*: days of the scenario "scored", 20 agents whose leads answer with a chance of 0.025 to 0.475, the
same leads for each dialer. One knows no chances (`unknown`), one is told the true ones (`true`), others half
as much again (`high`), two thirds (`low`) or, by the toss of a coin, either (`mixed`). One learns them itself
of ten groups of leads (`learnt`): it knows nothing in the morning, and takes those next in line for such as
it called last. Points of utilisation are those above `unknown`, pair by pair, with a 95 % t-interval.
"""

# ruff: noqa: T201  (a benchmark prints)

import argparse
import json
import sys
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import replace
from math import exp, log, sqrt
from random import Random
from statistics import mean, stdev

from percentiles import percentile

from ctid.dialer.answering.additive import USUAL, Additive
from ctid.dialer.answering.believed import Believed
from ctid.dialer.answering.traits import Trait
from ctid.dialer.pacing.predictive import Predictive
from ctid.dialer.pacing.terms import CallEnded, CallSeen, Decision, Observation
from ctid.sim.dialing.floor import Floor
from ctid.sim.dialing.scenarios import SCENARIOS
from ctid.sim.dialing.tape import Measures

SCORED = SCENARIOS["scored"]
TARGETS = {
    "loss_differing": 0.95, "loss_alike": 1.001, "error_differing": 0.02, "error_alike": 0.02,
    "of_p99_us": 20.0, "abandoned_worst": 0.03,
}  # fmt: skip
TIMES = 10  # that a prediction is made, for a clock that is coarse
GAIN = 0.3  # points that what is learnt brings at least
T_95 = {2: 12.71, 4: 3.18}  # Student's t, by the days


# --- foretold ---------------------------------------------------------------------------------------
def town(seed: int, differing: float, many: int) -> list[tuple[tuple[Trait, ...], bool]]:
    """Draw dials and who answers; the log-odds of each trait are drawn `differing` so far."""
    chance, worth = Random(seed), dict[Trait, float]()
    dials = []
    for n in range(many):
        traits: tuple[Trait, ...] = (
            ("hour", 8 + n // 150 % 12),
            ("weekday", n // 1800 % 5),
            ("zone", f"z{chance.randrange(12)}"),
            ("kind", chance.choice(("mobile", "fixed"))),
            ("before", min(5, int(chance.expovariate(0.7)))),
        )
        odds = log(0.25 / 0.75) + sum(worth.setdefault(one, chance.gauss(0, differing)) for one in traits)
        dials.append((traits, chance.random() < 1 / (1 + exp(-odds))))
    return dials


def foretold(differing: float, many: int, towns: int) -> tuple[float, float, float]:
    """Return the loss beside the plain rate's, the error, and what a prediction costs (99 %, µs)."""
    lost, lost_plain, told, took = 0.0, 0.0, list[tuple[float, bool]](), list[float]()
    for seed in range(towns):
        known, plain = Believed(), Additive(0.0)
        for traits, answered in town(seed, differing, many):
            began = time.thread_time_ns()
            for _ in range(TIMES):
                chance = known.of(traits)
            took.append((time.thread_time_ns() - began) / 1e3 / TIMES)
            rate = plain.learn((), answered=answered)
            known.learn(traits, answered=answered)
            lost -= log(chance if answered else 1 - chance)
            lost_plain -= log(rate if answered else 1 - rate)
            told.append((chance, answered))
    return lost / lost_plain, error(told), percentile(took, 99)


def error(told: list[tuple[float, bool]]) -> float:
    """Return how far chances and shares lie apart in ten groups, from the least likely to the most."""
    told.sort()
    size = len(told) // 10
    groups = (told[n * size : (n + 1) * size] for n in range(10))
    return mean(abs(sum(chance - answered for chance, answered in group)) / size for group in groups)


# --- played -----------------------------------------------------------------------------------------
class Told:
    """The predictive dialer, told of each call what `tell` makes of its true chance."""

    def __init__(self, tell: Callable[[float], float]) -> None:
        self._tell, self._controller = tell, Predictive()
        self._told: dict[str, float] = {}

    def decide(self, seen: Observation, now: float) -> Decision:
        """Decide by the chances that are told."""
        calls = [replace(call, chance=self._of(call)) for call in seen.calls]
        ended = [replace(call, chance=self._of(call)) for call in seen.ended]
        told = replace(seen, calls=calls, ended=ended, chances=self._ahead(seen))
        for call in seen.ended:
            self._over(call)
            del self._told[call.id]
        return self._controller.decide(told, now)

    def _of(self, call: CallSeen | CallEnded) -> float:
        """Return what was told of a call when it was first seen."""
        if call.id not in self._told:
            assert call.chance is not None
            self._told[call.id] = self._tell(call.chance)
        return self._told[call.id]

    def _ahead(self, seen: Observation) -> tuple[float, ...]:
        return tuple(self._tell(chance) for chance in seen.chances[:8])

    def _over(self, call: CallEnded) -> None:
        pass


class Learning(Told):
    """The same, told what is learnt meanwhile of ten groups of leads."""

    def __init__(self) -> None:
        super().__init__(self._foretell)
        self._known, self._latest = Believed(), deque[float](maxlen=8)

    def _foretell(self, true: float) -> float:
        self._latest.append(USUAL * self._known.beside_rate(_group(true)))
        return self._latest[-1]

    def _ahead(self, seen: Observation) -> tuple[float, ...]:
        return tuple(self._latest)

    def _over(self, call: CallEnded) -> None:
        assert call.chance is not None
        self._known.learn(_group(call.chance), answered=call.answered is not None)


def _group(true: float) -> tuple[Trait, ...]:
    factor = true / SCORED.answers[0]
    return (("zone", int((factor - 1 + SCORED.spread) / (2 * SCORED.spread) * 10)),)


def _mixed() -> Callable[[float], float]:
    coin = Random("coin")
    return lambda true: min(true * coin.choice((1.5, 1 / 1.5)), 1.0)


DIALERS: Mapping[str, Callable[[], Predictive | Told]] = {
    "unknown": Predictive,
    "true": lambda: Told(lambda true: true),
    "learnt": Learning,
    "high": lambda: Told(lambda true: 1.5 * true),
    "low": lambda: Told(lambda true: true / 1.5),
    "mixed": lambda: Told(_mixed()),
}


def played(dialer: str, seed: int, hours: float) -> Measures:
    """Play one day."""
    world = replace(SCORED, hours=hours, scored=dialer != "unknown")
    return Floor(world, DIALERS[dialer](), lambda name: Random(f"scored {seed} {name}")).play()


def play(days: int, hours: float) -> dict[str, float]:
    """Play the days of all dialers and sum up."""
    cells: dict[str, list[Measures]] = {name: [] for name in DIALERS}
    for seed in range(days):
        for name, cell in cells.items():
            cell.append(played(name, seed, hours))
            said = f"{name} {seed}: {cell[-1].utilisation:.4f} at {cell[-1].abandonment:.4f}"
            print(f"\r{said:<60}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    figures: dict[str, float] = {"days": days}
    for name, cell in cells.items():
        pairs = zip(cell, cells["unknown"], strict=True)
        more = [100 * (mine.utilisation - theirs.utilisation) for mine, theirs in pairs]
        figures[f"{name}_utilisation"] = mean(one.utilisation for one in cell)
        figures[f"{name}_abandoned"] = sum(one.late for one in cell) / sum(one.live for one in cell)
        figures[f"{name}_points"] = mean(more)
        figures[f"{name}_points_within"] = T_95[days] * stdev(more) / sqrt(days)
    figures["abandoned_worst"] = max(figures[f"{name}_abandoned"] for name in DIALERS)
    return figures


def main() -> None:
    """Measure, print, and say whether the targets are met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="two short days, fewer dials")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    asked = parser.parse_args()
    many, towns = (4000, 2) if asked.quick else (8000, 5)
    figures: dict[str, float] = {}
    for name, differing in {"differing": 0.5, "alike": 0.0}.items():
        figures[f"loss_{name}"], figures[f"error_{name}"], took = foretold(differing, many, towns)
        figures["of_p99_us"] = max(figures.get("of_p99_us", 0.0), took)
    figures |= play(2, 2.0) if asked.quick else play(4, 8.0)
    figures = {name: round(value, 4) for name, value in figures.items()}
    for name, value in figures.items():
        print(f"{name:<24} {value:>8}" + (f"   (target ≤ {TARGETS[name]:g})" if name in TARGETS else ""))
    ok = all(figures[name] <= target for name, target in TARGETS.items())
    ok = ok and figures["learnt_points"] >= GAIN
    if asked.json:
        targets = {**TARGETS, "learnt_points": GAIN}
        print(json.dumps({"name": "answering", "figures": figures, "targets": targets, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
