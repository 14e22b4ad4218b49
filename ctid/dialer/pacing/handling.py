"""When a busy agent will be free: distributions of talk and wrap-up, and tables by how long it has lasted.

Times are counted in cells of equal ratio, 6 % apart, and what was seen fades as new calls come (some 400 are
remembered). Each counts for its neighbours too, by a kernel in the logarithm of time: 30 calls give a smooth
hazard, and a long one never seen before is possible. Machines that reach agents are kept apart: whoever has
talked for half a minute talks to a person, and will for long; who began a second ago may be free in eight.
"""

from collections.abc import Sequence

import numpy as np

from ctid.dialer.pacing.lookahead import Floats

_TIMES = 0.5 * 1.06 ** np.arange(166)  # s: half a second to two hours
_LOGS = np.log(_TIMES)
_WIDTH = 0.11  # of the kernel, in the logarithm of time
_KERNEL = 1 / (1 + np.exp(-(_LOGS[:, None] - _LOGS[None, :]) / _WIDTH))
_MEMORY = 400.0  # calls
_EVERY = 20  # calls, between two tables
_AS_IF = 5.0  # calls of what is supposed before anything is known


class Times:
    """How long something lasts: counts by cell, and the distribution made of them."""

    def __init__(self, mean: float, weight: float = _AS_IF) -> None:
        guess = np.exp(-0.5 * ((_LOGS - np.log(mean)) / 0.7) ** 2)
        self._counts = guess / guess.sum() * weight

    def learn(self, lasted: float) -> None:
        """Learn from one that has ended."""
        self._counts *= 1 - 1 / _MEMORY
        self._counts[_cell(lasted)] += 1

    @property
    def weight(self) -> float:
        """How many are remembered."""
        return float(self._counts.sum())

    def by(self, times: Floats) -> Floats:
        """Return the share that has ended by each of the `times` (s)."""
        ended = _KERNEL @ self._counts / self._counts.sum()
        return np.asarray(np.interp(times, _TIMES, ended, left=0.0))


def _cell(lasted: float) -> int:
    return int(min(max(np.log(max(lasted, 0.5) / 0.5) / np.log(1.06) + 0.5, 0), _TIMES.size - 1))


class Handling:
    """What is known of the agents' work, and the tables of when they are free."""

    def __init__(self) -> None:
        self._talk = {False: Times(120.0), True: Times(8.0, 0.2)}  # by: was it a machine
        self._wrap = {False: Times(20.0), True: Times(2.0, 0.2)}
        self._closing = Times(8.0)
        self._machines = 0.02
        self._learnt = 0
        self._edges: tuple[float, ...] = ()
        self._tables: dict[str, Floats] = {}

    def learn(self, talk: float, wrap: float, closing: float | None, *, machine: bool) -> None:
        """Learn from a call that an agent has done with (s)."""
        self._talk[machine].learn(talk)
        self._wrap[machine].learn(wrap)
        if closing is not None:
            self._closing.learn(closing)
        self._machines += (machine - self._machines) / min(self._learnt + 50.0, _MEMORY)
        self._learnt += 1
        if self._learnt % _EVERY == 0:
            self._edges = ()

    def free_within(self, doing: str, ages: Sequence[float], edges: tuple[float, ...]) -> Floats:
        """Return by agent and edge (s) the probability that they are free by then.

        `doing` is "talk", "wrap" or "closing", and `ages` (s) how long they have been at it.
        """
        if edges != self._edges:
            self._tabulate(edges)
        return np.asarray(self._tables[doing][np.searchsorted(_TIMES[:-1], np.array(ages))])

    def returns(self, edges: tuple[float, ...]) -> Floats:
        """Return the probability that a call taken now is done with by each edge (s)."""
        if edges != self._edges:
            self._tabulate(edges)
        return np.asarray(self._tables["talk"][0])

    def _tabulate(self, edges: tuple[float, ...]) -> None:
        share = {True: self._machines, False: 1 - self._machines}
        free, talking = np.zeros((_TIMES.size, len(edges))), np.zeros(_TIMES.size)
        done, wrapping = np.zeros((_TIMES.size, len(edges))), np.zeros(_TIMES.size)
        for machine, weight in share.items():
            talk, wrap = self._talk[machine], self._wrap[machine]
            lasting = weight * (1 - talk.by(_TIMES))
            talking += lasting
            free += weight * _both(talk, wrap, edges)
            wrapping += weight * (1 - wrap.by(_TIMES))
            done += weight * _ending(wrap, edges)
        closing = np.maximum(1 - self._closing.by(_TIMES), 1e-6)
        self._tables = {
            "talk": free / np.maximum(talking, 1e-6)[:, None],
            "wrap": done / np.maximum(wrapping, 1e-6)[:, None],
            "closing": _both(self._closing, self._wrap[False], edges) / closing[:, None],
        }
        self._edges = edges


def _ending(times: Times, edges: tuple[float, ...]) -> Floats:
    """By age and edge: the probability to last that age and to end before the edge."""
    return np.asarray(
        np.maximum(times.by(_TIMES[:, None] + np.array(edges)) - times.by(_TIMES)[:, None], 0.0)
    )


def _both(talk: Times, wrap: Times, edges: tuple[float, ...]) -> Floats:
    """By age and edge: the probability to talk that long, and to be free before the edge."""
    steps = np.linspace(0.0, edges[-1], 28)
    ends = np.diff(talk.by(_TIMES[:, None] + steps), axis=1)
    middles = (steps[:-1] + steps[1:]) / 2
    left = np.array(edges)[None, :] - middles[:, None]
    return np.asarray(ends @ wrap.by(left))
