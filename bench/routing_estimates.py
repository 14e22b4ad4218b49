"""Estimates of the wait beside the usual predictors: the last to enter service (LES), the head of line (HOL).

One caller in fifty never hangs up; if they have to wait they are told a wait on arrival, and it is compared
with what they waited. LES is the wait of the last of their queue to be answered who had waited, HOL what the
first of their queue has waited so far (LES, where nobody waits); `les_all` and `hol_all` look at all queues.
`mean` knows in hindsight how long such callers wait on average. Ours learns handle time and patience as it
goes. The errors are over all probes of a replication, the intervals Student's, 95 %, over replications.
Also told is how many of the probes wait no longer than our p50 and p80: half of them and four of five should.
"""

# ruff: noqa: T201  (a benchmark prints)
import argparse
import json
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from heapq import heappop, heappush
from math import sqrt
from statistics import fmean
from typing import TypeAlias

from floor.day import Floor, Habits, Outcome
from floor.measures import counted
from floor.routers import ours
from floor.samples import Caller, Demand, Kind, draw
from floor.scenarios import bilingual, one_skill, six_types

from ctid.metrics.intervals import Estimate, estimate
from ctid.routing.estimate import Learnt, expected_wait, standing
from ctid.routing.skills import meets
from ctid.routing.terms import SECOND, Desk, Rules

RIVALS = ("les", "hol", "les_all", "hol_all")
PROBES = 0.02
PREDICTORS = ("ours", *RIVALS)
Queue: TypeAlias = tuple[str, str]  # kind, workflow
ALL: Queue = ("", "")
BEST_MATCH = Rules()


@dataclass(frozen=True, slots=True)
class Case:
    """A centre in which waits are predicted."""

    name: str
    demand: Demand
    desks: tuple[Desk, ...]
    habits: Habits = Habits()  # noqa: RUF009  (a value)


def cases() -> tuple[Case, ...]:
    """Return the cases: one line under overload and load, six types without and with an end of patience.

    The fifth is our own: pools of three kinds that overlap in part, and priority.
    """
    one, six, mixed = one_skill(), six_types(2), bilingual()
    endless = replace(six.demand, probes=PROBES)
    hasty = replace(six.demand, erlangs=108, patience=180, probes=PROBES)
    return (
        Case("one_60_on_50", replace(one.demand, erlangs=60, probes=PROBES), one.desks),
        Case("one_48_on_50", replace(one.demand, probes=PROBES), one.desks),
        Case("six_84_on_90_endless", endless, six.desks, six.habits),
        Case("six_108_on_90", hasty, six.desks),
        Case("bilingual_vip", replace(mixed.demand, probes=PROBES), mixed.desks),
    )


class Seer:
    """Watches a floor and predicts the wait of every probe, by every predictor. Seconds."""

    def __init__(self, desks: Sequence[Desk]) -> None:
        self.said: dict[str, dict[str, float]] = {}  # caller → predictor → wait
        self._desks = desks
        self._learnt = Learnt()
        self._last: dict[Queue, float] = {}  # the last wait
        self._talks: list[tuple[int, float]] = []  # when they end, and how long they were
        self._seen = 0  # outcomes
        self._able: dict[str, frozenset[str]] = {}  # workflow → who will ever do

    def watch(self, floor: Floor, caller: Caller, now: int) -> None:
        """Learn from what has happened since; predict, if this one is a probe."""
        for outcome in floor.outcomes[self._seen :]:
            self._hear(outcome)
        self._seen = len(floor.outcomes)
        while self._talks and self._talks[0][0] <= now:
            self._learnt = self._learnt.after_work(heappop(self._talks)[1])
        if caller.probe:
            self.said[caller.id] = self._predict(floor, caller, now)

    def _hear(self, it: Outcome) -> None:
        if it.waited is None:
            return
        waited = it.waited / SECOND
        self._learnt = self._learnt.after_wait(waited, gave_up=it.agent is None)
        if it.agent is not None:
            ends = it.caller.arrives + it.waited + it.caller.service
            heappush(self._talks, (ends, it.caller.service / SECOND))
            if it.queued:
                self._last[_queue(it.caller)] = self._last[ALL] = waited

    def _predict(self, floor: Floor, caller: Caller, now: int) -> dict[str, float]:
        others = [other for other in floor.waiting.values() if other is not caller]
        ahead = Counter(other.kind for other in others if _urgency(other) <= _urgency(caller))
        able = self._whom(caller.kind)
        at = standing(able, [(count, self._whom(kind)) for kind, count in ahead.items()])
        queue = _queue(caller)
        wait = expected_wait(at, self._learnt)
        return {
            "ours": wait.mean,
            "p50": wait.p50,
            "p80": wait.p80,
            "les": self._last.get(queue, 0.0),
            "hol": self._head([it for it in others if _queue(it) == queue], queue, now),
            "les_all": self._last.get(ALL, 0.0),
            "hol_all": self._head(others, ALL, now),
        }

    def _head(self, others: Sequence[Caller], queue: Queue, now: int) -> float:
        """What the first of `others` has waited so far."""
        if not others:
            return self._last.get(queue, 0.0)
        return (now - min(other.arrives for other in others)) / SECOND

    def _whom(self, kind: Kind) -> frozenset[str]:
        name = kind.workflow.name
        if name not in self._able:
            last = kind.workflow.steps[-1].admits
            self._able[name] = frozenset(desk.agent for desk in self._desks if meets(desk.levels, last))
        return self._able[name]


def _queue(caller: Caller) -> Queue:
    return caller.kind.name, caller.kind.workflow.name


def _urgency(caller: Caller) -> int:
    return caller.arrives - caller.kind.priority * BEST_MATCH.head_start


# --- measuring --------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Run:
    """One replication: root mean square errors, biases, and the share that waited no longer than told."""

    rmse: Mapping[str, float]
    bias: Mapping[str, float]
    covered: Mapping[str, float]


def run(case: Case, count: int, seed: int) -> Run:
    """Play once."""
    seer = Seer(case.desks)
    floor = Floor(ours(BEST_MATCH)(), case.desks, case.habits, seer.watch)
    probes = [
        (it.waited / SECOND, seer.said[it.caller.id])
        for it in counted(floor.play(draw(case.demand, count, seed)))
        if it.caller.id in seer.said and it.waited is not None
    ]
    mean = fmean([waited for waited, _ in probes])
    wrong = {"mean": [mean - waited for waited, _ in probes]}
    wrong |= {name: [said[name] - waited for waited, said in probes] for name in PREDICTORS}
    return Run(
        {name: sqrt(fmean([error**2 for error in errors])) for name, errors in wrong.items()},
        {name: fmean(errors) for name, errors in wrong.items()},
        {name: fmean([waited <= said[name] for waited, said in probes]) for name in ("p50", "p80")},
    )


@dataclass(frozen=True, slots=True)
class Found:
    """A case measured: as its runs, and our error over the least of the rivals', pair by pair."""

    rmse: Mapping[str, Estimate]
    bias: Mapping[str, Estimate]
    covered: Mapping[str, Estimate]
    to_best: Estimate


def measure(case: Case, count: int, seeds: range) -> Found:
    """Play once for each seed."""
    runs = [run(case, count, seed) for seed in seeds]
    return Found(
        _over([each.rmse for each in runs]),
        _over([each.bias for each in runs]),
        _over([each.covered for each in runs]),
        estimate([each.rmse["ours"] / min(each.rmse[name] for name in RIVALS) for each in runs]),
    )


def _over(runs: Sequence[Mapping[str, float]]) -> dict[str, Estimate]:
    return {name: estimate([each[name] for each in runs]) for name in runs[0]}


def _cell(it: Estimate) -> str:
    return f"{it.mean:6.1f} ± {it.half:4.1f} s"


def main() -> None:
    """Measure, print, and say whether ours err least."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 callers a replication instead of 40,000")
    parser.add_argument("--json", action="store_true", help="print one JSON line, last")
    parser.add_argument("--replications", type=int, default=10)
    parser.add_argument("--seed", type=int, default=1, help="of the first replication")
    asked = parser.parse_args()
    count, seeds = 10_000 if asked.quick else 40_000, range(asked.seed, asked.seed + asked.replications)
    results = {case.name: measure(case, count, seeds) for case in cases()}
    for case, found in results.items():
        to_best = found.to_best
        print(f"{case}   ours to the best rival {to_best.mean:.3f} ± {to_best.half:.3f} (target < 1)")
        for name, it in found.rmse.items():
            bias = found.bias[name]
            print(f"  {name:<8} rmse {_cell(it)}   bias {_cell(bias)}")
        for name, it in found.covered.items():
            print(f"  waits within our {name}: {it.mean:.1%} ± {it.half * 100:.1f}")
    ok = all(found.to_best.mean < 1 for found in results.values())
    if asked.json:
        how = f"{len(seeds)} replications of {count} callers, seeds from {asked.seed}"
        figures = {case: asdict(found) for case, found in results.items()}
        print(json.dumps({"name": "routing_estimates", "how": how, "figures": figures, "ok": ok}))
    sys.exit(0 if ok else 1)


if __name__ == "__main__":
    main()
