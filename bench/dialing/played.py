"""Days that were played, kept: a line of JSON each, so that a bench that was stopped goes on where it was."""

# ruff: noqa: T201  (a benchmark prints)
import json
import os
import sys
import time
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, replace
from itertools import count, takewhile
from pathlib import Path
from random import Random
from typing import TypeAlias

from ctid.sim.dialing.floor import Floor
from ctid.sim.dialing.scenarios import MARKOV, SCENARIOS
from ctid.sim.dialing.tape import Measures
from ctid.sim.dialing.world import Pace, World
from dialing.frontier import Cell
from dialing.policies import POLICIES, key

RESULTS = Path(__file__).parents[1] / "results" / "dialer.jsonl"
Job: TypeAlias = tuple[str, str, int]  # scenario, policy, seed
Days: TypeAlias = Mapping[Job, Measures]


def world_of(scenario: str, policy: str) -> World:
    """Return the world in which a policy plays a scenario."""
    return replace(SCENARIOS[scenario], foretold=POLICIES[policy].foretold)


def play(job: Job) -> Measures:
    """Play one day."""
    scenario, policy, seed = job
    world, controller = world_of(scenario, policy), POLICIES[policy].make()
    pace = Pace(gap=0.0) if scenario in MARKOV else Pace()
    return Floor(world, controller, lambda name: Random(f"{scenario} {seed} {name}"), pace).play()


def play_all(jobs: Iterable[Job], kept: Path = RESULTS, processes: int = 2) -> Days:
    """Play what is not known yet, so many days at a time, and return all; `kept` grows as they end.

    With no `processes`, nothing is played.
    """
    wanted = dict.fromkeys(jobs)
    days: dict[Job, Measures] = {job: day for job, day in _known(kept) if job in wanted}
    rest = [job for job in wanted if job not in days]
    if not rest or not processes:
        return days
    began = time.monotonic()
    kept.parent.mkdir(exist_ok=True)
    with kept.open("a") as book, ProcessPoolExecutor(processes, initializer=os.nice, initargs=(19,)) as pool:
        running = {pool.submit(play, job): job for job in rest}
        for number, done in enumerate(as_completed(running), 1):
            job = running[done]
            days[job] = done.result()
            book.write(json.dumps(_row(job, days[job])) + "\n")
            book.flush()
            left = (time.monotonic() - began) / number * (len(rest) - number) / 60
            said = f"{number} of {len(rest)} days, {left:.0f} min left: {job[0]} {job[1]}"
            print(f"\r{said:<78}", end="", file=sys.stderr, flush=True)
    print(file=sys.stderr)
    return days


def cell(days: Days, scenario: str, policy: str) -> Cell:
    """Return the days of a policy in a scenario by seed, up to the first not yet played."""
    seeds = takewhile(lambda seed: (scenario, policy, seed) in days, count())
    return Cell([days[scenario, policy, seed] for seed in seeds])


def _row(job: Job, day: Measures) -> dict[str, object]:
    scenario, policy, seed = job
    head = {"key": key(POLICIES[policy], world_of(scenario, policy)), "scenario": scenario}
    return {**head, "policy": policy, "seed": seed, **{k: _short(v) for k, v in asdict(day).items()}}


def _short(value: float) -> float:
    return round(value, 6)


def _known(kept: Path) -> Iterable[tuple[Job, Measures]]:
    """Return the days whose rule, simulator and world are still the same."""
    if not kept.exists():
        return
    keys: dict[tuple[str, str], str] = {}
    for line in kept.read_text().splitlines():
        row = json.loads(line)
        where = (row.pop("scenario"), row.pop("policy"))
        if where[0] not in SCENARIOS or where[1] not in POLICIES:
            continue
        if where not in keys:
            keys[where] = key(POLICIES[where[1]], world_of(*where))
        if row.pop("key") == keys[where]:
            seed = row.pop("seed")
            yield (*where, seed), Measures(**row)
