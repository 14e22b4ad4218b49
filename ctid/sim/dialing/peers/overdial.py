"""Overdial: look to one horizon, and start as many calls as lose no more than a share of those who answer.

    largest k with E[(answers - free)+] <= alpha E[answers]

The horizon is the mean time to an answer with the time a person may wait. *Answers* are the calls in flight
and k more, each with its chance; *free* are the idle and each busy agent with the chance to be done by then.
Both are sums of independent coins, so their difference has an exact law: the product of their characteristic
functions.
"""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from ctid.dialer.pacing.terms import Decision, Doing, Observation, Result, Stage
from ctid.model.reasons import Reason

_REASON = Reason("overdial")
_REMEMBERED = 400
_FORGETS = 1 / 250
_MOST = 12


class Overdial:
    """The rule with a fixed `alpha`; it keeps no account of who was lost."""

    def __init__(self, alpha: float) -> None:
        self._alpha = alpha
        self._rate, self._until_answer = 0.3, 10.0
        self._talks: deque[float] = deque([60.0, 120.0, 240.0], _REMEMBERED)
        self._wraps: deque[float] = deque([10.0, 20.0, 30.0], _REMEMBERED)
        self._sorted: dict[Doing, list[float]] = {}

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start."""
        self._learn(observation)
        horizon = self._until_answer + observation.connect_within
        idle = sum(agent.doing is Doing.IDLE for agent in observation.agents)
        done = [
            self._done_within(agent.doing, now - agent.since, horizon)
            for agent in observation.agents
            if agent.doing is not Doing.IDLE and not agent.leaving
        ]
        answers = [
            1.0 if call.stage is Stage.WAITING else self._answers(now - call.started)
            for call in observation.calls
        ]
        least = max(0, idle - len(answers))
        most = min(observation.room, max(least, _MOST * len(observation.agents) - len(answers)))
        return Decision(max(least, self._most(idle, done, answers, most)), _REASON)

    def _most(self, idle: int, done: list[float], answers: list[float], most: int) -> int:
        """Return the largest number of further calls whose losses are allowed."""
        size = 1 << (idle + len(done) + len(answers) + most + 2).bit_length()
        turn = np.exp(2j * np.pi * np.arange(size // 2 + 1) / size)
        law = _product(answers, turn) * _product(done, turn.conj()) * turn.conj() ** idle
        one = 1 - self._rate + self._rate * turn
        lead = np.arange(size)
        short = np.where(lead < size - idle - len(done) - 1, lead, 0).astype(float)  # the rest are negative
        expected = sum(answers)

        def over(lines: int) -> bool:
            lost = float(short @ np.fft.irfft((law * one**lines).conj(), size))
            return lost > self._alpha * (expected + lines * self._rate)

        return bisect_right(range(1, most + 1), 0, key=lambda lines: int(over(lines)))

    def _learn(self, seen: Observation) -> None:
        for call in seen.ended:
            answered = call.result in (Result.PERSON, Result.ABANDONED)
            self._rate += (answered - self._rate) * _FORGETS
            if answered and call.answered is not None:
                self._until_answer += (call.answered - call.started - self._until_answer) * _FORGETS
        for one in seen.handled:
            self._talks.append(one.talk)
            self._wraps.append(one.wrap)
        if seen.handled or not self._sorted:
            self._sorted = {Doing.TALKING: sorted(self._talks), Doing.WRAPPING: sorted(self._wraps)}

    def _answers(self, age: float) -> float:
        """Return the chance that a call of this age is answered: less once most who answer have done so."""
        left = max(0.0, 1 - (age / (2.2 * self._until_answer)) ** 2)
        return self._rate * left / (1 - self._rate * (1 - left))

    def _done_within(self, doing: Doing, spent: float, horizon: float) -> float:
        """Return the chance that a busy agent is free by the horizon, as those remembered were."""
        wrap = self._sorted[Doing.WRAPPING]
        lasted = self._sorted.get(doing, wrap)
        if doing is Doing.TALKING:
            horizon -= min(horizon, sum(self._wraps) / len(self._wraps))
        longer = len(lasted) - bisect_right(lasted, spent)
        ends = bisect_right(lasted, spent + horizon) - bisect_right(lasted, spent)
        return (ends + 0.1) / (longer + 0.4)


def _product(chances: Sequence[float], turn: npt.NDArray[np.complex128]) -> npt.NDArray[np.complex128]:
    """Return the characteristic function of how many of these coins fall."""
    coins = np.array(chances)[:, None]
    return np.asarray(np.prod(1 - coins + coins * turn, axis=0))
