"""Callers, drawn whole before any router sees them, so that all routers are measured on the same ones.

Every property has a chance of its own (a stream of the seed), so that changing one leaves the others alone.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import log, pi, sin, sqrt
from random import Random

from ctid.routing.terms import SECOND, Workflow


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of callers and its share of all; kinds of one `name` are reported as one."""

    name: str
    workflow: Workflow
    share: float = 1.0
    priority: int = 0


@dataclass(frozen=True, slots=True)
class Caller:
    """One caller. Times in µs; `patience` None waits for ever, and so does a probe.

    The first `misses` offers of them are not answered.
    """

    id: str
    kind: Kind
    arrives: int
    service: int
    patience: int | None
    misses: int = 0
    probe: bool = False


@dataclass(frozen=True, slots=True)
class Demand:
    """Who calls. Times in seconds.

    Service is exponential, or lognormal where `cv` (deviation over mean) is given. The rate swings by the
    share `swing` around its mean in two-hour waves. A share `missed` of offers is not answered. `probes` is
    the share that never hangs up: what they wait is what there is to wait.
    """

    kinds: tuple[Kind, ...]
    erlangs: float
    service: float
    patience: float | None = None
    cv: float | None = None
    swing: float = 0.0
    missed: float = 0.0
    probes: float = 0.0


WAVE = 7200.0


def draw(demand: Demand, count: int, seed: int) -> list[Caller]:
    """Draw the first `count` callers, in order of arrival."""
    kinds, services, patiences, answers, probed = (
        Random(f"{seed} {what}") for what in ("kind", "service", "patience", "answer", "probe")
    )
    weights = [kind.share for kind in demand.kinds]
    callers = []
    for number, at in zip(range(count), _arrivals(demand, Random(f"{seed} arrival")), strict=False):
        patience = _exponential(demand.patience, patiences) if demand.patience else None
        probe = probed.random() < demand.probes
        callers.append(
            Caller(
                f"c{number:07d}",
                kinds.choices(demand.kinds, weights)[0],
                round(at * SECOND),
                _service(demand, services),
                None if probe else patience,
                _misses(demand.missed, answers),
                probe,
            )
        )
    return callers


def _arrivals(demand: Demand, chance: Random) -> Iterator[float]:
    """Poisson arrivals; where the rate swings, thinned from those of its crest."""
    crest, at = demand.erlangs / demand.service * (1 + demand.swing), 0.0
    while True:
        at += chance.expovariate(crest)
        if chance.random() * (1 + demand.swing) <= 1 + demand.swing * sin(2 * pi * at / WAVE):
            yield at


def _service(demand: Demand, chance: Random) -> int:
    if demand.cv is None:
        return _exponential(demand.service, chance)
    variance = log(1 + demand.cv**2)
    return round(chance.lognormvariate(log(demand.service) - variance / 2, sqrt(variance)) * SECOND)


def _exponential(mean: float, chance: Random) -> int:
    return round(chance.expovariate(1 / mean) * SECOND)


def _misses(share: float, chance: Random) -> int:
    misses = 0
    while chance.random() < share:
        misses += 1
    return misses
