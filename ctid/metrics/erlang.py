"""What queueing theory expects of one line of callers with one skill, exactly: Erlang B, C and A.

Arrivals are Poisson, handle times exponential (talk and wrap-up together), service first come first served;
in Erlang A patience is exponential too. The service level of Erlang A is exact: who finds j ahead needs the
sum V of j+1 exponentials of rates nμ + iθ, and exp(-θV) is Beta(nμ/θ, j+1), so

    P(served within T | j ahead) = c/(c+j+1) · (1 - I_{exp(-θT)}(c+1, j+1)),   c = nμ/θ.

Mandelbaum & Zeltyn, "Service engineering in action: the Palm/Erlang-A queue" (2007), gives the other figures.
"""

from dataclasses import dataclass
from math import exp

from ctid.metrics.incomplete_beta import incomplete_beta

_NEGLIGIBLE = 1e-15


@dataclass(frozen=True, slots=True)
class Expected:
    """The long-run figures. Abandoned callers count as offered and not as served within the time.

    `asa` is the mean wait in seconds of those who are served.
    """

    wait_probability: float
    service_level: float
    asa: float
    abandonment: float
    occupancy: float


def erlang_b(agents: int, load: float) -> float:
    """Return the probability that all `agents` are busy where nobody waits; `load` in erlangs."""
    blocked = 1.0
    for k in range(1, agents + 1):
        blocked = load * blocked / (k + load * blocked)
    return blocked


def erlang_c(agents: int, load: float, handle: float, within: float = 20.0) -> Expected:
    """Expect of callers who wait for ever; times in seconds. Raises ValueError if the line never ends."""
    if load >= agents:
        raise ValueError(f"{load:g} erlangs are too many for {agents} agents: the line would grow for ever")
    blocked, occupancy = erlang_b(agents, load), load / agents
    waits = blocked / (1 - occupancy * (1 - blocked))
    drain = (agents - load) / handle
    return Expected(waits, 1 - waits * exp(-drain * within), waits / drain, 0.0, occupancy)


def erlang_a(agents: int, load: float, handle: float, patience: float, within: float = 20.0) -> Expected:
    """Expect of callers who give up after `patience` on average; times in seconds."""
    c = agents * patience / handle
    x = exp(-within / patience)
    idle, found = _states(agents, load, c)
    level = served = sum(idle)  # who finds an idle agent is served at once
    asa = 0.0
    for ahead, p in enumerate(found):
        is_served = p * c / (c + ahead + 1)
        served += is_served
        level += is_served * (1 - incomplete_beta(c + 1, ahead + 1, x))
        asa += is_served * patience * _drain(c, ahead)
    return Expected(sum(found), level, asa / served, 1 - served, load * served / agents)


def _drain(c: float, ahead: int) -> float:
    """The mean wait of one who finds `ahead` and is served, in units of patience."""
    return sum(1 / (c + i) for i in range(1, ahead + 2))


def _states(agents: int, load: float, c: float) -> tuple[list[float], list[float]]:
    """The probabilities that 0 … n-1 agents are busy, and that all are and 0, 1, … wait.

    Reckoned from the state with all busy outward, each way until what follows is negligible.
    """
    idle, p = [], 1.0
    for busy in range(agents, 0, -1):
        p *= busy / load
        idle.append(p)
    found, p = [1.0], 1.0
    while p > _NEGLIGIBLE or len(found) * c / agents < load:
        p *= load / agents * c / (c + len(found))
        found.append(p)
    whole = sum(idle) + sum(found)
    return [p / whole for p in idle], [p / whole for p in found]
