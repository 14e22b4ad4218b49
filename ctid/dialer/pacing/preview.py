"""Preview: an agent looks at a lead, then has it called. So each free agent is given one, and none but them.

The agent is bound to the lead from the first glance (AWAY, to the other modes), and its call, once
started, is in flight; both keep a second lead away from them. Nobody can be abandoned.
"""

from ctid.dialer.pacing.counting import allowed, free, unpromised
from ctid.dialer.pacing.terms import Decision, Observation
from ctid.model.reasons import Reason


class Preview:
    """One lead to look at for each free agent who has none."""

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many leads to show; `now` is not asked."""
        lines = allowed(unpromised(observation), observation)
        facts = {"lines": lines, "free": free(observation), "flight": len(observation.calls)}
        return Decision(lines, Reason("pacing_preview", facts))
