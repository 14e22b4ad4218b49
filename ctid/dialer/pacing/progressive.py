"""Progressive: a call for each free agent, and no more in flight than there are free agents.

Whoever answers finds an agent, unless that agent goes away meanwhile. The price is every agent's wait from the
end of a call until somebody answers: on average the time of one call divided by the share that is answered. All
other modes that dial by themselves come back to this when they may not, or cannot, foresee.
"""

from ctid.dialer.pacing.counting import allowed, free, unpromised
from ctid.dialer.pacing.terms import Decision, Observation
from ctid.model.reasons import Reason


class Progressive:
    """One call for each free agent."""

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; `now` is not asked."""
        return one_each(observation, "pacing_progressive")


def one_each(observation: Observation, code: str) -> Decision:
    """Decide as progressive does, for the reason `code`."""
    lines = allowed(unpromised(observation), observation)
    facts = {"lines": lines, "free": free(observation), "flight": len(observation.calls)}
    return Decision(lines, Reason(code, facts))
