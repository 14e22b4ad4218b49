"""Agentless: whoever answers hears a message and its keys. No agent is needed, so the room alone decides.

The room is what lines, calls per second and leads allow. While what is seen may be stale, nothing is
started: nobody would know how many calls are up.
"""

from ctid.dialer.pacing.counting import allowed
from ctid.dialer.pacing.terms import Decision, Observation
from ctid.model.reasons import Reason


class Agentless:
    """As many calls as there is room for, and never more than `most` in flight."""

    def __init__(self, most: int = 1_000_000) -> None:
        self._most = most

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; `now` is not asked."""
        flight = len(observation.calls)
        if not observation.reliable:
            return Decision(0, Reason("pacing_stale_agentless", {"flight": flight}))
        lines = allowed(self._most - flight, observation)
        return Decision(lines, Reason("pacing_agentless", {"lines": lines, "flight": flight}))
