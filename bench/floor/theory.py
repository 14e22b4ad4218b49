"""What is known exactly of centres beyond Erlang: a bounded line, two priorities, and the N-model as a chain.

Erlang C and A are the product's own, `ctid.metrics.erlang`. Times in seconds.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, inf

from ctid.metrics.erlang import Expected, erlang_b


@dataclass(frozen=True, slots=True)
class Bounded:
    """A line in which only so many have room; `expected` counts those turned away as offered."""

    expected: Expected
    blocked: float


def bounded(agents: int, load: float, handle: float, places: int, within: float = 20.0) -> Bounded:
    """Expect of M/M/n/K: `places` is K, those who talk included."""
    weights = [1.0]
    for state in range(1, places + 1):
        weights.append(weights[-1] * load / min(state, agents))
    whole = sum(weights)
    p = [weight / whole for weight in weights]
    drain, accepted = agents / handle, 1 - p[places]
    waiting = p[agents:places]
    late = sum(p * _poisson_at_most(ahead, drain * within) for ahead, p in enumerate(waiting))
    asa = sum(p * (ahead + 1) / drain for ahead, p in enumerate(waiting)) / accepted
    level = accepted - late
    return Bounded(Expected(sum(waiting), level, asa, 0.0, load * accepted / agents), p[places])


def _poisson_at_most(most: int, mean: float) -> float:
    term, whole = exp(-mean), 0.0
    for k in range(most + 1):
        whole += term
        term *= mean / (k + 1)
    return whole


def two_priorities(agents: int, high: float, low: float, handle: float) -> tuple[float, float]:
    """Return the mean waits of two classes (erlangs `high`, `low`), neither interrupted (Cobham 1954)."""
    occupancy = (high + low) / agents
    blocked = erlang_b(agents, high + low)
    waits = blocked / (1 - occupancy * (1 - blocked))
    first = waits * handle / (agents * (1 - high / agents))
    return first, first / (1 - occupancy)


@dataclass(frozen=True, slots=True)
class NModel:
    """Two classes and two groups: who speaks one language only serves `plain`, the bilingual serve both.

    A plain caller prefers the one language's agents; the bilingual prefer the `scarce` callers. All have the
    same mean handle time and patience. Loads in erlangs.
    """

    plain_agents: int
    bilingual: int
    plain: float
    scarce: float
    handle: float
    patience: float


@dataclass(frozen=True, slots=True)
class Fate:
    """What one class must expect."""

    wait_probability: float
    abandonment: float


State = tuple[int, int, int, int]  # busy plain agents, busy bilingual, plain waiting, scarce waiting
_LONGEST = 42  # of either line: beyond it there is nothing (probability < 1e-9 in the model's use)


def n_model(model: NModel) -> tuple[Fate, Fate]:
    """Return what plain and scarce callers must expect, from the steady state of the chain."""
    states = _steady(model)
    arrive_plain, arrive_scarce = model.plain / model.handle, model.scarce / model.handle
    plain_line = sum(p * state[2] for state, p in states.items())
    scarce_line = sum(p * state[3] for state, p in states.items())
    all_busy = sum(p for (a, b, _, _), p in states.items() if (a, b) == (model.plain_agents, model.bilingual))
    bilingual_busy = sum(p for (_, b, _, _), p in states.items() if b == model.bilingual)
    return (
        Fate(all_busy, plain_line / model.patience / arrive_plain),
        Fate(bilingual_busy, scarce_line / model.patience / arrive_scarce),
    )


def _moves(model: NModel, state: State) -> Iterator[tuple[State, float]]:
    """Where the chain goes from `state`, and at which rate."""
    a, b, plain, scarce = state
    mu, theta = 1 / model.handle, 1 / model.patience
    if a < model.plain_agents:
        yield (a + 1, b, plain, scarce), model.plain * mu
    elif b < model.bilingual:
        yield (a, b + 1, plain, scarce), model.plain * mu
    elif plain < _LONGEST:
        yield (a, b, plain + 1, scarce), model.plain * mu
    if b < model.bilingual:
        yield (a, b + 1, plain, scarce), model.scarce * mu
    elif scarce < _LONGEST:
        yield (a, b, plain, scarce + 1), model.scarce * mu
    if plain:
        yield (a, b, plain - 1, scarce), plain * theta
    if scarce:
        yield (a, b, plain, scarce - 1), scarce * theta
    if a:
        yield ((a, b, plain - 1, scarce) if plain else (a - 1, b, plain, scarce)), a * mu
    if b and scarce:
        yield (a, b, plain, scarce - 1), b * mu
    elif b:
        yield ((a, b, plain - 1, scarce) if plain else (a, b - 1, plain, scarce)), b * mu


def _steady(model: NModel) -> dict[State, float]:
    """The steady state by Gauss and Seidel's iteration, sweeping there and back."""
    into: dict[State, list[tuple[State, float]]] = {(0, 0, 0, 0): []}
    out: dict[State, float] = {}
    reached = [(0, 0, 0, 0)]
    for state in reached:
        for after, rate in _moves(model, state):
            if after not in into:
                into[after] = []
                reached.append(after)
            into[after].append((state, rate))
            out[state] = out.get(state, 0.0) + rate
    p = dict.fromkeys(reached, 1 / len(reached))
    change = inf
    while change > 1e-12:
        before = dict(p)
        for order in (reached, reversed(reached)):
            for state in order:
                p[state] = sum(p[source] * rate for source, rate in into[state]) / out[state]
        whole = sum(p.values())
        p = {state: value / whole for state, value in p.items()}
        change = max(abs(p[state] - before[state]) for state in p)
    return p
