"""Predictive: look half a minute ahead, and start a call while what it is likely to lose is worth its price.

(essay to come)
"""

from collections.abc import Callable, Sequence

from ctid.dialer.pacing.budget import Budget, at_limit
from ctid.dialer.pacing.counting import allowed, free, unpromised
from ctid.dialer.pacing.lookahead import Crowd, expected_losses
from ctid.dialer.pacing.progressive import one_each
from ctid.dialer.pacing.sight import Sight
from ctid.dialer.pacing.terms import Decision, Observation, Stage
from ctid.model.reasons import Reason

MOST_EACH = 12
"""Calls in flight for each agent, at most: where so many do not suffice, the list is at fault."""


class Predictive:
    """The look-ahead; `fixed` is a price that no budget moves (for measuring)."""

    def __init__(self, fixed: float | None = None) -> None:
        self._sight = Sight()
        self._budget = Budget(fixed)
        self._free_of_law = fixed is not None

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start at `now` (s)."""
        self._sight.learn(observation)
        price = self._budget.price(observation.tallies)
        if not observation.reliable:
            return one_each(observation, "pacing_stale")
        if not self._free_of_law and at_limit(observation.tallies):
            return one_each(observation, "pacing_at_limit")
        most = min(observation.room, MOST_EACH * len(observation.agents) - len(observation.calls))
        if most <= 0:
            return one_each(observation, "pacing_no_room")
        least = unpromised(observation)
        return self._foresee(observation, now, price)

    def _foresee(self, seen: Observation, now: float, price: float) -> Decision:
        idle = free(seen)
        waiting = sum(call.stage is Stage.WAITING for call in seen.calls)
        chance = self._sight.rate.of(None)
        released = self._sight.releases(seen.agents, now).steps()
        wanted = self._sight.answers(seen.calls, now)
        more = self._sight.one_more(chance)
        known: dict[int, float] = {}

        def losses(lines: int) -> float:
            if lines not in known:
                known[lines] = expected_losses(idle, waiting, released, (wanted + more.times(lines)).steps())
            return known[lines]

        least = unpromised(seen)
        most = min(seen.room, MOST_EACH * len(seen.agents) - len(seen.calls))
        worth = price * chance
        lines = last(lambda k: losses(k) - losses(k - 1) <= worth, least, most)
        return Decision(allowed(lines, seen), Reason("pacing_predictive", {}))


def last(holds: Callable[[int], bool], least: int, most: int) -> int:
    """Return the greatest number up to `most` for which `holds`, which does not beyond; at least `least`."""
    step, good = 1, least
    while good < most and holds(min(good + step, most)):
        good = min(good + step, most)
        step *= 2
    bad = min(good + step, most + 1)
    while bad - good > 1:
        middle = (good + bad) // 2
        good, bad = (middle, bad) if holds(middle) else (good, middle)
    return good
