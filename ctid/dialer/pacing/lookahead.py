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

_MOST = 2000  # trials of a binomial: more are as good as Poisson's
_WIDEST = 2500  # people in a step
_SLACK = 0.01  # of a trial: the count of trials is whole
_LOG_FACTORIAL = np.concatenate(([0.0], np.cumsum(np.log(np.arange(1, _MOST + _WIDEST)))))
_COUNTS = np.arange(_WIDEST)


@dataclass(frozen=True, slots=True)
class Crowd:
    """Independent events to come: how many by the end of each step, on average and in variance."""

    mean: Floats
    variance: Floats

    @classmethod
    def of(cls, within: Floats) -> "Crowd":
        """Return the crowd of events (rows) whose probabilities to have happened by each step are given."""
        mean = within.sum(axis=0)
        return cls(mean, mean - np.einsum("ij,ij->j", within, within))

    def __add__(self, other: "Crowd") -> "Crowd":
        return Crowd(self.mean + other.mean, self.variance + other.variance)

    def times(self, count: int) -> "Crowd":
        """Return the crowd of so many alike."""
        return Crowd(self.mean * count, self.variance * count)

    def steps(self) -> Floats:
        """Return by step the probabilities of 0, 1, 2, … events in it."""
        mean = np.maximum(np.diff(self.mean, prepend=0.0), 1e-9)
        spread = np.clip(np.diff(self.variance, prepend=0.0) / mean, 0.0, 0.998)
        trials = np.clip(np.ceil(mean / (1 - spread) - _SLACK), 1, _MOST).astype(np.intp)
        chance = np.minimum(mean / trials, 1 - 1e-9)
        top = float(mean.max())
        return _binomials(trials, chance, min(int(top + 5 * top**0.5) + 4, _WIDEST))


def _binomials(trials: npt.NDArray[np.intp], chance: Floats, width: int) -> Floats:
    """Row by row, the binomial probabilities of 0 … width - 1."""
    counts = _COUNTS[:width]
    rest = trials[:, None] - counts
    choose = _LOG_FACTORIAL[trials][:, None] - _LOG_FACTORIAL[:width] - _LOG_FACTORIAL[np.abs(rest)]
    logs = choose + counts * np.log(chance)[:, None] + rest * np.log1p(-chance)[:, None]
    return np.where(rest >= 0, np.exp(logs), 0.0)


def expected_losses(free: int, waiting: int, releases: Floats, answers: Floats) -> float:
    """Return how many people nobody can take within the horizon.

    `free` agents are idle now and `waiting` people want one now; `releases` and `answers` are by step
    (`Crowd.steps`).
    """
    lost = 0.0
    agents = np.zeros(free + 1)
    agents[free] = 1.0
    backwards = answers[:, ::-1]
    width = answers.shape[1] - 1
    for step in range(len(answers)):
        below = width + (waiting if step == 0 else 0)
        agents = np.convolve(np.convolve(agents, releases[step]), backwards[step])
        if below >= agents.size:
            agents = np.concatenate((agents, np.zeros(below + 1 - agents.size)))
        short = agents[:below]
        lost += float(short @ _COUNTS[below:0:-1])
        gone = float(short.sum())
        agents = agents[below:]
        agents[0] += gone
    return lost
