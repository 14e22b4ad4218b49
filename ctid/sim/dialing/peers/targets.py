"""Calls in flight by the number of busy agents: the form that the best rule of a memoryless world has."""

from collections.abc import Sequence

from ctid.dialer.pacing.terms import Decision, Doing, Observation
from ctid.model.reasons import Reason

_REASON = Reason("targets")


class Targets:
    """Fill up to `targets[busy]` calls in flight; see `markov.py`."""

    def __init__(self, targets: Sequence[int]) -> None:
        self._targets = targets

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start."""
        busy = sum(agent.doing is not Doing.IDLE for agent in observation.agents)
        return Decision(max(0, self._targets[busy] - len(observation.calls)), _REASON)
