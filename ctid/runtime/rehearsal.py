"""Days of the simulated centre, played for several seeds and measured beside theory.

A seed is a day; days are independent, so they are played on as many processors as there are, and every
figure comes with Student's 95 % interval over them. With `plain` the day is the one Erlang A describes (see
`sim.models.as_erlang_reckons`), and its first tenth, in which the empty centre fills, is not counted.
"""

import os
import random
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from datetime import timedelta
from functools import partial
from multiprocessing import get_context
from typing import Any, Protocol

from ctid.metrics.erlang import Expected, erlang_a
from ctid.metrics.figures import Figures, Window, figures
from ctid.metrics.intervals import Estimate, estimate
from ctid.model.ids import QueueName
from ctid.model.site import Site
from ctid.sim.day import Day, Played
from ctid.sim.models import as_erlang_reckons, lively, one_queue
from ctid.sim.plan import Callers, Plan

MEASURED = ("service_level", "asa", "abandonment", "occupancy", "aht", "max_wait")
COUNTED = ("offered", "answered", "abandoned")
WARM_UP = 0.1  # share of a plain day

Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What to play. Times in seconds, `hours` apart; `site` None is one queue of `agents` equal agents."""

    agents: int = 50
    calls: float = 4000
    hours: float = 8.0
    handle: float = 240.0
    patience: float = 120.0
    plain: bool = False
    site: Site | None = None
    faults: Mapping[str, float] = field(default_factory=dict)  # fields of `Faults` and `Agents`

    def plan(self) -> Plan:
        """Return the day."""
        if self.plain and self.site is None:
            return as_erlang_reckons(
                self.agents, calls=self.calls, hours=self.hours, handle=self.handle, patience=self.patience
            )
        plan = Plan(self.site or one_queue(self.agents), self.hours, callers=Callers(calls=self.calls))
        plan = lively(plan, handle=self.handle, patience=self.patience)
        wrong: dict[str, Any] = {
            name: value for name, value in self.faults.items() if hasattr(plan.faults, name)
        }
        habits: dict[str, Any] = {name: value for name, value in self.faults.items() if name not in wrong}
        return replace(plan, faults=replace(plan.faults, **wrong), agents=replace(plan.agents, **habits))

    def expected(self) -> Expected | None:
        """Return what Erlang A says, where it says anything: for one line of one skill."""
        if self.site is not None or not self.calls:
            return None
        load = self.calls / (self.hours * 3600) * self.handle
        return erlang_a(self.agents, load, self.handle, self.patience)


class Playable(Protocol):
    """What can be played; a plain day has its first tenth left out."""

    @property
    def plain(self) -> bool:
        """Say whether it is the day that Erlang A describes."""
        ...

    def plan(self) -> Plan:
        """Return the day."""
        ...


@dataclass(frozen=True, slots=True)
class Measured:
    """One day measured: its figures as a whole and by queue, how long it took to play, and its digest."""

    seed: int
    whole: Figures
    queues: Mapping[QueueName, Figures]
    outcomes: Mapping[str, int]
    seconds: float
    inputs: int
    stuck: tuple[str, ...]
    digest: str


def play(rehearsal: Playable, seed: int, progress: Progress = lambda share: None) -> Measured:
    """Play and measure one day."""
    plan, began = rehearsal.plan(), time.perf_counter()
    played = Day(plan, random.Random(seed)).play(progress)
    seconds = time.perf_counter() - began
    window = Window(plan.start, plan.end)
    if rehearsal.plain:
        window = replace(window, start=plan.start + WARM_UP * (plan.end - plan.start))
    outcomes: dict[str, int] = {}
    for record in played.records:
        outcomes[record.outcome.value] = outcomes.get(record.outcome.value, 0) + 1
    return Measured(
        seed,
        figures(played.records, window, staffed=_staffed(played, plan, window)),
        {queue: figures(played.records, window, queue=queue) for queue in plan.site.queues},
        dict(sorted(outcomes.items())),
        seconds,
        played.inputs,
        played.stuck,
        played.digest,
    )


def _staffed(played: Played, plan: Plan, window: Window) -> timedelta:
    """The agents' time at work within the window; a plain day has them at work all day long."""
    return played.staffed * ((window.end - window.start) / (plan.end - plan.start))


def play_all(rehearsal: Playable, seeds: range, progress: Progress = lambda share: None) -> list[Measured]:
    """Play a day for each seed; `progress` hears the share of the work that is done."""
    if len(seeds) == 1:
        return [play(rehearsal, seeds[0], progress)]
    return list(_each(rehearsal, seeds, progress))


def _each(rehearsal: Playable, seeds: range, progress: Progress) -> Iterator[Measured]:
    workers = min(len(seeds), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for done, measured in enumerate(pool.map(partial(play, rehearsal), seeds), start=1):
            progress(done / len(seeds))
            yield measured


def over_days(days: list[Figures]) -> dict[str, Estimate]:
    """Return every figure's mean and interval over the days on which there was something to measure."""
    found: dict[str, Estimate] = {}
    for name in (*COUNTED, *MEASURED):
        values = [float(value) for day in days if (value := getattr(day, name)) is not None]
        if values:
            found[name] = estimate(values)
    return found


def as_json(rehearsal: Rehearsal, days: list[Measured]) -> dict[str, object]:
    """Return the whole report as one JSON object; shares in [0, 1], spans in seconds."""
    expected = rehearsal.expected()
    options = {name: value for name, value in asdict(replace(rehearsal, site=None)).items() if name != "site"}
    return {
        "options": options,
        "seeds": [day.seed for day in days],
        "figures": written(over_days([day.whole for day in days])),
        "queues": {
            queue: written(over_days([day.queues[queue] for day in days])) for queue in days[0].queues
        },
        "erlang_a": asdict(expected) if expected is not None else None,
        "days": [
            {
                "seed": day.seed,
                "outcomes": day.outcomes,
                "seconds": round(day.seconds, 3),
                "inputs": day.inputs,
                "stuck": list(day.stuck),
                "digest": day.digest,
            }
            for day in days
        ],
    }


def written(estimates: Mapping[str, Estimate]) -> dict[str, dict[str, float | None]]:
    """Write means with half-widths; None where one day alone says nothing of the spread."""
    return {
        name: {"mean": it.mean, "half": it.half if it.replications > 1 else None}
        for name, it in estimates.items()
    }
