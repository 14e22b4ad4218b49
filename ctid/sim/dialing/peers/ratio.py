"""A fixed ratio, as most dialers offer it: so many calls in flight for each free agent, whatever is lost."""

from ctid.dialer.pacing.terms import Decision, Doing, Observation
from ctid.model.reasons import Reason

_RATIO = Reason("ratio")


class Ratio:
    """`ratio` calls for each free agent, rounded down; 1 is progressive dialing."""

    def __init__(self, ratio: float) -> None:
        self._ratio = ratio

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start."""
        idle = sum(agent.doing is Doing.IDLE for agent in observation.agents)
        return Decision(max(0, int(self._ratio * idle) - len(observation.calls)), _RATIO)
