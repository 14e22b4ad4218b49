"""When a call in flight will want an agent: two histograms of ages, and a table made of them.

A call that was started ends in one of two ways, each with ages of its own: it comes to want an agent (it
is answered; with a detector, it is found to be a person), or it does not (no answer, busy, a machine). Of
a call that has come to age a unsettled, with the chance p of wanting an agent at all, the probability that
it does so within h more seconds is

    p (D(a + h) - D(a)) / (p (1 - D(a)) + (1 - p) (1 - O(a)))

where D and O are the distributions of the two ages. So a phone that has rung for long counts for less than
one that has just begun, and by how much is learnt.
"""

from math import ceil

import numpy as np

from ctid.dialer.pacing.lookahead import Floats

_GRAIN = 0.5  # s
_SPAN = 200  # cells: 100 s
_MEMORY = 400.0  # calls
_EVERY = 20  # calls, between two tables
_TIMES = np.arange(_SPAN + 1) * _GRAIN


class Ages:
    """The ages at which calls want an agent, and those at which they end without.

    `wanting` and `ending` (s) are the means of what is supposed before anything is known. `reach` (s) is how
    far it is worth looking ahead.
    """

    def __init__(self, wanting: float, ending: float) -> None:
        cells = _TIMES[:-1] + _GRAIN / 2
        self._wanted = _spread(cells, wanting) * 10
        self._ended = _spread(cells, ending) * 10
        self.reach = self._reach()
        self._learnt = 0
        self._edges: tuple[float, ...] = ()
        self._within: Floats = np.zeros((0, 0))
        self._unsettled = (np.ones(0), np.ones(0))

    def learn(self, age: float, *, wanted: bool) -> None:
        """Learn from a call that was settled at `age` (s)."""
        ages = self._wanted if wanted else self._ended
        ages *= 1 - 1 / _MEMORY
        ages[min(max(int(age / _GRAIN), 0), _SPAN - 1)] += 1
        self._learnt += 1
        if self._learnt % _EVERY == 0:
            self._edges = ()
            self.reach = self._reach()

    def within(self, ages: list[float], chances: Floats, edges: tuple[float, ...]) -> Floats:
        """Return by call and edge (s from now) the probability that it wants an agent by then."""
        if edges != self._edges:
            self._tabulate(edges)
        rows = np.minimum(np.array(ages) / _GRAIN + 0.5, _SPAN).astype(np.intp)
        wanting, ending = self._unsettled
        likely = chances / (chances * wanting[rows] + (1 - chances) * ending[rows])
        return np.asarray(self._within[rows] * likely[:, None])

    def _reach(self) -> float:
        """Return the age by which all but 3 % of those who want an agent do, in whole threes (s)."""
        return 3 * ceil(float(np.searchsorted(_distribution(self._wanted), 0.97)) * _GRAIN / 3)

    def _tabulate(self, edges: tuple[float, ...]) -> None:
        wanted, ended = _distribution(self._wanted), _distribution(self._ended)
        later = np.interp(_TIMES[:, None] + np.array(edges), _TIMES, wanted)
        self._within = np.maximum(later - wanted[:, None], 0.0)
        self._unsettled = (np.maximum(1 - wanted, 1e-6), np.maximum(1 - ended, 1e-6))
        self._edges = edges


def _spread(cells: Floats, mean: float) -> Floats:
    """A broad guess: ages about `mean`, as likely as they come when three things must happen in turn."""
    density = cells**2 * np.exp(-3 * cells / mean)
    return np.asarray(density / density.sum())


def _distribution(counts: Floats) -> Floats:
    """The share of ages below each time, smoothed over two seconds."""
    smooth = np.convolve(counts, (0.1, 0.2, 0.4, 0.2, 0.1))[2:-2]
    return np.concatenate(([0.0], np.cumsum(smooth) / smooth.sum()))
