"""What was found in one scenario, and whether it is what was promised."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ctid.metrics.erlang import erlang_b
from ctid.metrics.intervals import Estimate, estimate
from ctid.sim.dialing.markov import Memoryless, best_at
from ctid.sim.dialing.scenarios import MARKOV, SCENARIOS
from dialing import policies
from dialing.frontier import LIMIT, Cell, Reading, read
from dialing.played import Days, cell

BAR, GOAL, OPTIMUM = -0.010, -0.003, -0.010  # of utilisation, against the frontier and the exact optimum


@dataclass(frozen=True, slots=True)
class Found:
    """One scenario. `to_frontier` is our utilisation less the frontier's by day; None if it was not swept."""

    scenario: str
    ours: Cell
    progressive: Cell
    readings: Mapping[str, Reading]
    peers: Mapping[str, Cell]
    to_frontier: Estimate | None
    poisson: float
    optimum: float | None

    @property
    def lawful(self) -> bool:
        """Say whether no more were abandoned than may be."""
        return self.ours.abandonment <= LIMIT

    @property
    def passes(self) -> bool:
        """Say whether we are lawful and near enough to the best: the optimum, if known, or the frontier."""
        if self.optimum is not None:
            return self.lawful and self.ours.utilisation.mean >= self.optimum + OPTIMUM
        return self.lawful and self.to_frontier is not None and self.to_frontier.mean >= BAR

    def figures(self) -> dict[str, object]:
        """Return what is worth keeping."""
        ours = self.ours.utilisation
        worst = max(day.worst for day in self.ours.days)
        return {
            "utilisation": _pair(ours),
            "abandonment": round(self.ours.abandonment, 5),
            "worst_quarter": round(worst, 4),
            "agents_wait_s": round(_mean([day.between for day in self.ours.days]), 1),
            "persons_wait_s": round(_mean([day.waited for day in self.ours.days]), 3),
            "persons_an_hour": round(_mean([day.per_hour for day in self.ours.days]), 2),
            "days": ours.replications,
            "days_of": {name: len(days) for name, days in self._played()},
            **({} if self.to_frontier is None else {"to_frontier": _pair(self.to_frontier)}),
            "progressive": round(self.progressive.utilisation.mean, 4),
            "open_loop": round(self.poisson, 4),
            "at_limit": {name: f"{it.sign}{it.mean:.4f}" for name, it in self.readings.items()},
            "peers": {
                name: [round(it.utilisation.mean, 4), round(it.abandonment, 5)]
                for name, it in self.peers.items()
            },
            **({} if self.optimum is None else {"optimum": round(self.optimum, 4)}),
        }

    def _played(self) -> Iterator[tuple[str, Sequence[object]]]:
        yield from ((name, it.days) for name, it in self.readings.items())
        yield from ((name, it.days) for name, it in self.peers.items())


def judge(days: Days, scenario: str) -> Found:
    """Gather what was found in a scenario."""

    def sweep(rules: Sequence[policies.Policy]) -> Reading:
        return read([cell(days, scenario, rule.name) for rule in rules])

    ours = cell(days, scenario, policies.OURS)
    frontier = sweep(policies.FIXED)
    readings = {
        "ratio": sweep(policies.RATIO),
        "VICIdial, best": sweep(policies.VICIDIAL_BEST),
        "overdial": sweep(policies.OVERDIAL),
        "frontier": frontier,
        "releases known": sweep(policies.KNOWN),
    }
    alone = (*policies.SIMPLE[-2:], *policies.ISSABEL)
    world = SCENARIOS[scenario]
    paired = zip(ours.days, frontier.days, strict=False)  # of a bench cut short, the days of both
    apart = [mine.utilisation - best for mine, best in paired]
    return Found(
        scenario,
        ours,
        cell(days, scenario, policies.PROGRESSIVE),
        {name: reading for name, reading in readings.items() if reading.days},
        {rule.name: it for rule in alone if (it := cell(days, scenario, rule.name)).days},
        estimate(apart) if apart else None,
        open_loop(world.agents),
        best_at(Memoryless(world.agents), LIMIT) if scenario in MARKOV else None,
    )


def open_loop(agents: int) -> float:
    """Return the utilisation at the limit of a dialer blind to its floor, by Erlang's loss formula."""
    low, high = 0.0, 2.0 * agents
    for _ in range(50):
        load = (low + high) / 2
        low, high = (load, high) if erlang_b(agents, load) <= LIMIT else (low, load)
    return low * (1 - LIMIT) / agents


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _pair(it: Estimate) -> list[float | None]:
    return [round(it.mean, 5), round(it.half, 5) if it.replications > 1 else None]
