"""What the next half minute brings: free agents as a distribution, carried from step to step.

The horizon is cut into steps. In each, busy agents become free and calls in flight come to want one: two
numbers of which only the distribution is known. Each is a crowd of independent events of different
probabilities; of such a sum the mean and the variance are exact, and the binomial distribution that has both
stands in for it. (A Poisson distribution would not do: of twenty calls that ring, half of which will be
answered, it makes the spread 40 % too wide, and of an agent whose wrap-up ends in four seconds a rumour.)

The number of free agents is carried through the steps; whatever part of its distribution falls below
nought is people whom nobody could take, counted as lost, and the number goes on from nought.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]

_MOST = 2000.0  # trials of a binomial: more are as good as Poisson's
_SLACK = 0.01  # of a trial: the count of trials is whole
_WIDEST = 2500  # people in a step
_COUNTS = np.arange(float(_WIDEST))
_INVERSE = 1 / (_COUNTS + 1)
_ONES = np.ones(_WIDEST)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Independent events to come: how many in each step, on average, and what that adds to the variance."""

    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, within: Floats) -> "Crowd":
        """Return the crowd of events (rows) whose probabilities to have happened by each step are given."""
        mean = within.sum(axis=0)
        variance = mean - np.einsum("ij,ij->j", within, within)
        mean[1:] -= mean[:-1].copy()
        variance[1:] -= variance[:-1].copy()
        return cls(mean, variance)

    def __add__(self, other: "Crowd") -> "Crowd":
        return Crowd(self.mean + other.mean, self.variance + other.variance)

    def times(self, count: int) -> "Crowd":
        """Return the crowd of so many alike."""
        return Crowd(self.mean * count, self.variance * count)

    def steps(self) -> Floats:
        """Return by step the probabilities of 0, 1, 2, … events in it."""
        mean = np.maximum(self.mean, 1e-9)
        odds = np.minimum(np.maximum(1 - self.variance / mean, 0.002), 1.0)
        trials = np.minimum(np.maximum(np.ceil(mean / odds - _SLACK), 1.0), _MOST)
        chance = np.minimum(mean / trials, 1 - 1e-9)
        top = float(mean.max())
        return _binomials(trials, chance, min(int(top + 5 * top**0.5) + 4, _WIDEST))


def _binomials(trials: Floats, chance: Floats, width: int) -> Floats:
    """Row by row, the binomial probabilities of 0 … width - 1: each is the one before times a ratio."""
    rows = np.empty((trials.size, width))
    rows[:, 0] = (1 - chance) ** trials
    rest = np.maximum(trials[:, None] - _COUNTS[: width - 1], 0.0)
    np.multiply(rest, _INVERSE[: width - 1], out=rows[:, 1:])
    rows[:, 1:] *= (chance / (1 - chance))[:, None]
    return np.cumprod(rows, axis=1)


def expected_losses(free: int, waiting: int, releases: Floats, answers: Floats) -> float:
    """Return how many people nobody can take within the horizon.

    `free` agents are idle now and `waiting` people want one now; `releases` and `answers` are by step
    (`Crowd.steps`).
    """
    lost = 0.0
    demand = waiting + float((answers @ _COUNTS[: answers.shape[1]]).sum())
    enough = int(demand + 6 * demand**0.5) + 4  # agents: with more than these nobody is lost
    agents = np.zeros(free + 1)
    agents[free] = 1.0
    below = answers.shape[1] - 1 + waiting
    for freed, wanted in zip(releases, answers[:, ::-1], strict=True):
        agents = np.convolve(np.convolve(agents, freed), wanted)
        if below >= agents.size:
            agents = np.concatenate((agents, np.zeros(below + 1 - agents.size)))
        short = agents[:below]
        lost += float(short @ _COUNTS[below:0:-1])
        agents[below] += short @ _ONES[:below]
        agents = agents[below : below + enough]
        below = answers.shape[1] - 1
    return lost
