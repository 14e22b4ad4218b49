"""Power: so many calls for each free agent, however many answer.

The field's commonest rule, kept because it is asked for and easy to foretell. One ratio suits one answer
rate and one size of team: of 5 agents with a ratio of 3 it loses every fifth who answers, of 200 nobody.
So the law's windows have the last word: at their limit it dials as progressive does.
"""

from ctid.dialer.pacing.counting import allowed, free
from ctid.dialer.pacing.law import spent
from ctid.dialer.pacing.progressive import held_back
from ctid.dialer.pacing.terms import Decision, Observation
from ctid.model.reasons import Reason


class Power:
    """`ratio` calls in flight for each free agent."""

    def __init__(self, ratio: float = 1.5) -> None:
        self._ratio = ratio

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start; `now` is not asked."""
        window = spent(observation.tallies)
        if window is not None:
            return held_back(observation, window)
        idle, flight = free(observation), len(observation.calls)
        lines = allowed(int(self._ratio * idle) - flight, observation)
        facts = {"lines": lines, "free": idle, "flight": flight, "ratio": self._ratio}
        return Decision(lines, Reason("pacing_power", facts))
