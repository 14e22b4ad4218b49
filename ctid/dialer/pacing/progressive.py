"""Progressive: a call for each free agent, and no more in flight than there are free agents.

Whoever answers finds an agent, unless that agent goes away meanwhile. The price is every agent's wait from
the end of a call until somebody answers: on average the time of one call divided by the share that is
answered. All other modes that dial by themselves come back to this when they may not, or cannot, foresee.
"""

from ctid.dialer.pacing.counting import allowed, free, unpromised
from ctid.dialer.pacing.terms import Decision, Observation, Tally
from ctid.model.reasons import Fact, Reason


class Progressive:
    """One call for each free agent."""

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; `now` is not asked."""
        return one_each(observation, "pacing_progressive")


def one_each(seen: Observation, code: str, **facts: Fact) -> Decision:
    """Decide as progressive does, for the reason `code` with these `facts`."""
    lines = allowed(unpromised(seen), seen)
    known: dict[str, Fact] = {"lines": lines, "free": free(seen), "flight": len(seen.calls)}
    return Decision(lines, Reason(code, known | facts))


def held_back(seen: Observation, window: Tally) -> Decision:
    """Decide as progressive does because a `window` of the law has no loss left."""
    live, abandoned = round(window.live), round(window.abandoned, 1)
    return one_each(seen, "pacing_at_limit", window=window.name, live=live, abandoned=abandoned)
