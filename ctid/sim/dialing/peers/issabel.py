"""The rule of Issabel's call centre module: who is free, and who almost certainly will be.

Described from its published source (`CampaignProcess`, `Predictor`). Every three seconds:

    calls = free + about to be free - waiting - in flight

An agent is about to be free if an exponential call of the mean duration would have ended, with the
probability `certain`, by the time that a call started now is answered. With `overcommit` the number is
divided by the share of calls of the last half hour that succeeded, never by less than a fifth. Who was lost
is not read.
"""

from collections import deque
from math import exp

from ctid.dialer.pacing.terms import Decision, Doing, Observation, Stage
from ctid.model.reasons import Reason

_EVERY = 3.0  # s
_HISTORY = 1800.0  # s
_FEW = 10
_REASON = Reason("issabel")


class Issabel:
    """The rule; `certain` is its quality of service, 0.97 as it ships. It ships without `overcommit`."""

    def __init__(self, certain: float = 0.97, *, overcommit: bool = False) -> None:
        self._certain, self._overcommit = certain, overcommit
        self._due = 0.0
        self._calls: deque[tuple[float, bool]] = deque()
        self._answered = self._until_answer = 0.0
        self._talks = self._talked = 0.0

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; most times it is not the time for it."""
        self._learn(observation)
        if now < self._due:
            return Decision(0, _REASON)
        self._due = now + _EVERY
        doing = [agent.doing for agent in observation.agents]
        waiting = sum(call.stage is Stage.WAITING for call in observation.calls)
        predicted = doing.count(Doing.IDLE) + self._about_to_be_free(observation, now) - waiting
        lines = max(0, predicted - (len(observation.calls) - waiting))
        return Decision(round(lines / self._success(now)), _REASON)

    def _learn(self, seen: Observation) -> None:
        for call in seen.ended:
            self._calls.append((call.at, call.answered is not None))
            if call.answered is not None:
                self._answered += 1
                self._until_answer += call.answered - call.started
        self._talks += len(seen.handled)
        self._talked += sum(one.talk for one in seen.handled)

    def _about_to_be_free(self, seen: Observation, now: float) -> int:
        if self._talks < _FEW:
            return 0
        answer = self._until_answer / self._answered
        talks = (now - agent.since for agent in seen.agents if agent.doing is Doing.TALKING)
        return sum(1 - exp(-(talk + answer) * self._talks / self._talked) >= self._certain for talk in talks)

    def _success(self, now: float) -> float:
        while self._calls and self._calls[0][0] < now - _HISTORY:
            self._calls.popleft()
        if not self._overcommit or len(self._calls) < _FEW:
            return 1.0
        share = sum(good for _, good in self._calls) / len(self._calls)
        return max(share, 0.2) if share else 1.0
