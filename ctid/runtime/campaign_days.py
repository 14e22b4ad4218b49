"""Days of a campaign, played before it is started: what its pacing will make of the law it names.

The controller is the campaign's own, and plays under its own limits: every window of the law stands as a
first day finds it, so the same people are counted in each, and calls begin no faster than the campaign may.
"""

import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import get_context
from random import Random

from ctid.dialer.pacing import PACING
from ctid.dialer.pacing.power import Power
from ctid.dialer.pacing.terms import Decision, Observation, PacingController
from ctid.metrics.intervals import Estimate, estimate
from ctid.model.attempts import Mode
from ctid.model.calling_rules import Abandonment
from ctid.model.campaigns import Campaign
from ctid.sim.dialing.floor import Floor
from ctid.sim.dialing.tape import WARM_UP, Measures
from ctid.sim.dialing.world import World

FIGURES = ("utilisation", "abandonment", "worst", "between", "waited", "per_hour", "dials_per_hour", "lines")
ENOUGH = 500  # people who answer: fewer say little of a share of some hundredths


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What is played: a campaign on a floor, under the abandonment that its law allows."""

    campaign: Campaign
    world: World
    rules: Abandonment


@dataclass(frozen=True, slots=True)
class PlayedDay:
    """What came of a day, and the most calls that were in flight at once."""

    measures: Measures
    lines: int


class Bound:
    """A controller under the campaign's own limits: the windows of its law, its calls per second."""

    def __init__(self, inner: PacingController, rehearsal: Rehearsal) -> None:
        self._inner, self._rules = inner, rehearsal.rules
        self._per_second = max(1, int(rehearsal.campaign.calls_per_second))
        self._span = max(1.0, 1 / rehearsal.campaign.calls_per_second)
        self._begun: deque[float] = deque()
        self.lines = 0

    def decide(self, observation: Observation, now: float) -> Decision:
        """Ask the controller what it would do with what it may."""
        while self._begun and self._begun[0] <= now - self._span:
            self._begun.popleft()
        [counted] = observation.tallies
        tallies = tuple(
            replace(counted, name=window.name, limit=window.limit, firm=self._rules.firm)
            for window in self._rules.windows
        )
        room = min(observation.room, self._per_second - len(self._begun))
        decision = self._inner.decide(replace(observation, tallies=tallies, room=room), now)
        begun = min(decision.lines, room)
        self._begun.extend([now] * begun)
        self.lines = max(self.lines, len(observation.calls) + begun)
        return replace(decision, lines=begun)


def play(rehearsal: Rehearsal, seed: int) -> PlayedDay:
    """Play a day; the same seed plays the same one."""
    campaign = rehearsal.campaign
    inner = Power(campaign.ratio) if campaign.mode is Mode.POWER else PACING[campaign.mode]()
    bound = Bound(inner, rehearsal)
    measures = Floor(rehearsal.world, bound, lambda name: Random(f"{seed} {name}")).play()
    return PlayedDay(measures, bound.lines)


def play_all(rehearsal: Rehearsal, seeds: Sequence[int], played: Callable[[], None]) -> Iterator[PlayedDay]:
    """Play a day for each seed, on all processors; `played` hears of each that is over."""
    workers = min(len(seeds), os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        for day in pool.map(partial(play, rehearsal), seeds):
            played()
            yield day


@dataclass(frozen=True, slots=True)
class Forecast:
    """What may be expected: each figure over the days, and the abandonment of all of them together."""

    figures: dict[str, Estimate]
    pooled: float
    live: int
    limit: float | None

    @property
    def verdict(self) -> str:
        """Say whether that is `lawful`, `not_lawful`, or `unsure`: days differ, or are too few."""
        if self.limit is None:
            return "lawful"
        if self.pooled > self.limit:
            return "not_lawful"
        sure = self.live >= ENOUGH and self.pooled + self.figures["abandonment"].half <= self.limit
        return "lawful" if sure else "unsure"


def forecast(rehearsal: Rehearsal, days: Sequence[PlayedDay]) -> Forecast:
    """Sum up."""
    limits = [window.limit for window in rehearsal.rules.windows]
    figures = {name: estimate([_figure(rehearsal, day, name) for day in days]) for name in FIGURES}
    live = sum(day.measures.live for day in days)
    lost = sum(_lost(rehearsal, day) for day in days)
    return Forecast(figures, lost / max(live, 1), live, min(limits, default=None))


def _figure(rehearsal: Rehearsal, day: PlayedDay, name: str) -> float:
    if name == "lines":
        return float(day.lines)
    if name == "abandonment":
        return _lost(rehearsal, day) / max(day.measures.live, 1)
    if name == "dials_per_hour":
        return day.measures.dials / (rehearsal.world.hours - WARM_UP / 3600)
    return float(getattr(day.measures, name))


def _lost(rehearsal: Rehearsal, day: PlayedDay) -> int:
    """Return whom the law counts as abandoned."""
    of = day.measures
    return of.late + of.misjudged * rehearsal.rules.counts_false_positives
