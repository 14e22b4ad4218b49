"""What a day on the floor achieved. Every definition stands here.

Counted are callers who arrive after the warm-up (`WARM_UP` of the time until the last arrival), and agents'
work from then until the last arrival. Shares are of all offered, those turned away included.

service_level  answered within 20 s        p95, longest  of the waits of all who were let in, also who gave up
asa            mean wait of the answered   waited        the share that found no agent at once
occupancy      mean share of agents' time with work in hand; `spread` its standard deviation over all agents,
               `spread_within` over agents of equal skills (pooled over the groups)
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from math import sqrt
from statistics import fmean

from ctid.routing.terms import SECOND
from floor.day import Outcome, Played

WARM_UP = 0.1
WITHIN = 20 * SECOND


@dataclass(frozen=True, slots=True)
class Measures:
    """Figures of a day, or of one kind of its callers (then without the agents'). Seconds and shares."""

    offered: int
    service_level: float
    asa: float
    p95: float
    longest: float
    abandonment: float
    waited: float
    blocked: float
    occupancy: float = 0.0
    spread: float = 0.0
    spread_within: float = 0.0


def counted(played: Played) -> list[Outcome]:
    """Return the outcomes that count."""
    start, end = _window(played)
    return [it for it in played.outcomes if start <= it.caller.arrives <= end]


def measure(played: Played) -> Measures:
    """Measure the whole day."""
    shares = _occupancies(played)
    within = _groups(played, shares)
    freedom = sum(len(group) - 1 for group in within)
    inside = sum(_squares(group) for group in within)
    return replace(
        of_callers(counted(played)),
        occupancy=fmean(shares.values()),
        spread=sqrt(_squares(list(shares.values())) / max(1, len(shares) - 1)),
        spread_within=sqrt(inside / max(1, freedom)),
    )


def by_kind(played: Played) -> dict[str, Measures]:
    """Measure each kind of callers."""
    kinds: dict[str, list[Outcome]] = {}
    for outcome in counted(played):
        kinds.setdefault(outcome.caller.kind.name, []).append(outcome)
    return {name: of_callers(outcomes) for name, outcomes in sorted(kinds.items())}


def of_callers(outcomes: Sequence[Outcome]) -> Measures:
    """Measure some callers."""
    offered = len(outcomes)
    waits = sorted(it.waited for it in outcomes if it.waited is not None)
    answered = [it.waited for it in outcomes if it.agent is not None and it.waited is not None]
    return Measures(
        offered=offered,
        service_level=sum(1 for waited in answered if waited <= WITHIN) / offered,
        asa=fmean(answered) / SECOND,
        p95=waits[int(0.95 * len(waits))] / SECOND,
        longest=waits[-1] / SECOND,
        abandonment=(len(waits) - len(answered)) / offered,
        waited=sum(it.queued for it in outcomes) / offered,
        blocked=(offered - len(waits)) / offered,
    )


def _window(played: Played) -> tuple[int, int]:
    last = max(it.caller.arrives for it in played.outcomes)
    return round(last * WARM_UP), last


def _occupancies(played: Played) -> dict[str, float]:
    start, end = _window(played)
    busy = dict.fromkeys((desk.agent for desk in played.desks), 0)
    for agent, began, ended in played.worked:
        busy[agent] += max(0, min(end, ended) - max(start, began))
    return {agent: spent / (end - start) for agent, spent in busy.items()}


def _groups(played: Played, shares: dict[str, float]) -> Iterable[list[float]]:
    groups: dict[frozenset[tuple[str, int]], list[float]] = {}
    for desk in played.desks:
        groups.setdefault(frozenset(desk.levels.items()), []).append(shares[desk.agent])
    return groups.values()


def _squares(values: Sequence[float]) -> float:
    mean = fmean(values)
    return sum((value - mean) ** 2 for value in values)
