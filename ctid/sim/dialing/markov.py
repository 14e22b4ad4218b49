"""The best that any dialer can do, exactly, in a world without memory.

A call is in flight for an exponential time and then answered with probability p; an agent is busy for an
exponential time; whoever answers while all are busy is lost at once. Then the state is (busy b, in flight k),
calls may be added at any instant, and the most talk for a given share of losses is a Markov decision problem:

    maximise  persons taken - price x persons lost,  per second, on average.

`solve` finds its optimum by policy iteration. A policy is a target of calls in flight for each number of busy
agents; b changes by one at a time, so the equations of a policy are block tridiagonal and are solved block by
block. Changing the price walks along the frontier of (taken, lost); between two neighbours, taking turns is
the best that is possible (`best_at`).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Targets = tuple[int, ...]
Blocks = list[Floats]

_ROUNDS = 60
_LEAST_PRICE, _GREATEST_PRICE, _HALVINGS = 0.5, 50.0, 16
_EMPTY = 1e-13  # per second: an empty floor that dials nothing would be left by nobody


@dataclass(frozen=True, slots=True)
class Memoryless:
    """The world: times in seconds."""

    agents: int
    answers: float = 0.3
    line: float = 15.0
    handle: float = 140.0

    @property
    def most(self) -> int:
        """Return how many calls in flight are considered: more than fill all agents at once."""
        return int(1.2 * self.agents / self.answers) + 16


@dataclass(frozen=True, slots=True)
class Found:
    """The best policy at one price, and what comes of it: persons taken and lost, per second."""

    targets: Targets
    taken: float
    lost: float

    @property
    def abandonment(self) -> float:
        """Return the share of persons who are lost."""
        return self.lost / (self.taken + self.lost)


def solve(world: Memoryless, price: float, first: Targets = ()) -> Found:
    """Return the best policy where a person lost costs `price` persons taken; begin with the `first`."""
    targets = first or tuple(range(world.agents, -1, -1))  # progressive
    for _ in range(_ROUNDS):
        chain = _chain(world, targets)
        taken, lost = _flows(world, chain)
        values = _values(world, chain, price, taken - price * lost)
        better = tuple(int(row.argmax()) for row in values)
        if better == targets:
            return Found(targets, taken, lost)
        targets = better
    raise ArithmeticError(f"no policy has settled within {_ROUNDS} rounds at price {price:g}")


def best_at(world: Memoryless, limit: float) -> float:
    """Return the greatest utilisation at which no more than the share `limit` of persons is lost."""
    low, high = _LEAST_PRICE, _GREATEST_PRICE
    dear, cheap = solve(world, high), solve(world, low)
    for _ in range(_HALVINGS):
        price = (low * high) ** 0.5
        found = solve(world, price, dear.targets)
        if found.abandonment > limit:
            low, cheap = price, found
        else:
            high, dear = price, found
        if cheap.targets == dear.targets:
            break
    spare, excess = (limit * (one.taken + one.lost) - one.lost for one in (dear, cheap))
    share = spare / (spare - excess) if spare != excess else 0.0
    taken = (1 - share) * dear.taken + share * cheap.taken
    return taken * world.handle / world.agents


# --- one policy -------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class _Chain:
    """Rates from (b, k): `down` to one busy agent less, `stay`, `up` to one more; and out of the state."""

    down: Blocks
    stay: Blocks
    up: Blocks
    out: Blocks


def _chain(world: Memoryless, targets: Sequence[int]) -> _Chain:
    """Return the chain of the states just after calls were added."""
    size, agents = world.most + 1, world.agents
    flight = np.arange(size)
    ends = flight / world.line
    before = np.maximum(flight - 1, 0)
    reach = [np.eye(size)[np.maximum(flight, min(target, size - 1))] for target in targets]  # adding calls
    down, stay, up, out = [], [], [], []
    for busy in range(agents + 1):
        done = busy / world.handle
        gone = ends * (1 - world.answers if busy < agents else 1.0)
        taken = ends * world.answers if busy < agents else np.zeros(size)
        down.append(done * reach[busy - 1] if busy else np.zeros((size, size)))
        stay.append(gone[:, None] * reach[busy][before])
        up.append(taken[:, None] * reach[busy + 1][before] if busy < agents else np.zeros((size, size)))
        out.append(done + ends)
    return _Chain(down, stay, up, out)


def _flows(world: Memoryless, chain: _Chain) -> tuple[float, float]:
    """Return how many persons are taken and lost per second in the long run.

    Stationary probabilities by elimination from b = 0 upwards: x[b] = x[b+1] @ passed[b].
    """
    size, agents = world.most + 1, world.agents
    passed: Blocks = []
    entered: Floats = np.zeros((size, size))
    for busy in range(agents):
        inner = np.diag(chain.out[busy]) - chain.stay[busy] - entered
        inner[np.diag_indices(size)] += _EMPTY
        passed.append(_solved(inner.T, chain.down[busy + 1].T).T)
        entered = passed[-1] @ chain.up[busy]
    last = np.diag(chain.out[agents]) - chain.stay[agents] - entered
    last[:, 0] = 1.0  # in place of an equation that says nothing new
    rows = [_solved(last.T, np.eye(size)[0])]
    for each in reversed(passed):
        rows.append(rows[-1] @ each)
    states = np.array(rows[::-1]) / sum(float(row.sum()) for row in rows)
    answered = states @ (np.arange(size) * world.answers / world.line)
    return float(answered[:-1].sum()), float(answered[-1])


def _values(world: Memoryless, chain: _Chain, price: float, gain: float) -> Floats:
    """Return how much better than on average it is to be in (b, k), as [b, k].

    Poisson's equation, out * v = reward - gain + rates @ v, by elimination from b = 0 upwards:
    v[b] = fixed[b] + passed[b] @ v[b+1].
    """
    size, agents = world.most + 1, world.agents
    answered = np.arange(size) * world.answers / world.line
    fixed: Blocks = []
    passed: Blocks = []
    known: Floats = np.zeros(size)
    carried: Floats = np.zeros((size, size))
    for busy in range(agents + 1):
        inner = np.diag(chain.out[busy]) - chain.stay[busy] - chain.down[busy] @ carried
        inner[np.diag_indices(size)] += _EMPTY
        reward = answered if busy < agents else -price * answered
        right = reward - gain + chain.down[busy] @ known
        if busy == agents:
            inner[0], right[0] = np.eye(size)[0], 0.0  # values are known but for a constant
        known, carried = _solved(inner, right), _solved(inner, chain.up[busy])
        fixed.append(known)
        passed.append(carried)
    rows = [fixed[-1]]
    for before, through in zip(fixed[-2::-1], passed[-2::-1], strict=True):
        rows.append(before + through @ rows[-1])
    return np.array(rows[::-1])


def _solved(matrix: Floats, right: Floats) -> Floats:
    return np.asarray(np.linalg.solve(matrix, right), np.float64)
