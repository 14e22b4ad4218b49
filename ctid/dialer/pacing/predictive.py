"""Predictive: look half a minute ahead, and start a call while what it is likely to lose is worth its price.

Dialling as many as there are free agents wastes every agent's time until somebody answers; dialling more
loses people when too many do. What tells the two apart is known, if one looks: how long each phone has
rung, how long each agent has talked, how often people answer these days. So at every change, and every
second:

1. Learn from what has ended: the answer rate (`rate`), at which ages calls are answered or not
   (`answers`), how long talk and wrap-up last (`handling`).
2. See (`sight`): of the busy agents and of the calls in flight, when each will be free or will want
   somebody, with what probability, over the next half minute in nine steps.
3. Foresee (`lookahead`): how many people will find no agent if k more calls are started now, for k = 0, 1,
   2 … The loss that one more call adds grows with k.
4. Start calls while that addition is at most the price (`budget`) times the chance of an answer.

Nothing is foreseen of calls that will be started later: each will be weighed in its turn, with what is
known then. In a world without memory, whose best rule can be computed, that costs less than 0.15 points of
utilisation.

Never fewer calls than progressive starts, never more than there is room for; and progressive alone when what
is seen may be stale, a window of the law is spent, or too few calls have ended to know the answer rate.
"""

from collections.abc import Callable
from functools import cache

from ctid.dialer.pacing.budget import Budget
from ctid.dialer.pacing.counting import free, unpromised
from ctid.dialer.pacing.law import spent
from ctid.dialer.pacing.lookahead import expected_losses
from ctid.dialer.pacing.progressive import held_back, one_each
from ctid.dialer.pacing.sight import Sight
from ctid.dialer.pacing.terms import Decision, Doing, Observation, Stage
from ctid.model.reasons import Fact, Reason

MOST_EACH = 12
"""Calls in flight for each agent, at most: where so many do not suffice, the list is at fault."""

COLD_EACH, COLD_LEAST = 2, 20
"""Calls that must have ended, for each agent and at least, before the answer rate is believed: a full team's
first burst is dialled with it."""

_HOLDS = 1.2  # s


class Predictive:
    """The look-ahead; `fixed` is a price that no budget moves and no limit stops (for measuring)."""

    def __init__(self, fixed: float | None = None) -> None:
        self._sight = Sight()
        self._budget = Budget(fixed)
        self._bound = fixed is None
        self._latest = Latest()

    def decide(self, observation: Observation, now: float) -> Decision:
        """Say how many calls to start at `now` (s)."""
        self._sight.learn(observation, now)
        price = self._budget.price(observation, now)
        if not observation.reliable:
            return one_each(observation, "pacing_stale")
        window = spent(observation.tallies) if self._bound else None
        if window is not None:
            return held_back(observation, window)
        agents = sum(not agent.leaving for agent in observation.agents)
        most = min(observation.room, MOST_EACH * agents - len(observation.calls))
        if most <= 0:
            return Decision(0, Reason("pacing_no_room", {"flight": len(observation.calls)}))
        known, needed = self._sight.rate.calls, max(COLD_EACH * agents, COLD_LEAST)
        if known < needed:
            return one_each(observation, "pacing_cold", known=known, needed=needed)
        if self._latest.holds(observation, now):
            return Decision(0, self._latest.reason)
        decision = self._foresee(observation, most, price, now)
        self._latest.note(observation, decision, now)
        return decision

    def _foresee(self, seen: Observation, most: int, price: float, now: float) -> Decision:
        """Start the most calls of which the last is still worth its price, and no fewer than progressive."""
        idle, sight = free(seen), self._sight
        waiting = sum(call.stage is Stage.WAITING for call in seen.calls)
        freed, wanted = sight.releases(seen.agents, now), sight.answers(seen.calls, now)
        chance = sight.next_chance(seen.chances)
        one, steps = sight.one_more(chance), (freed + sight.returns(wanted)).steps()

        @cache
        def losses(lines: int) -> float:
            return expected_losses(idle, waiting, steps, (wanted + one.times(lines)).steps())

        def worth(lines: int) -> bool:
            return losses(lines) - losses(lines - 1) <= price * chance

        lines = last(worth, min(unpromised(seen), most), most)
        facts: dict[str, Fact] = {
            "lines": lines,
            "free": idle,
            "soon": round(float(freed.mean.sum()), 1),
            "ahead_s": round(sight.horizon),
            "flight": len(seen.calls),
            "wanted": round(float(wanted.mean.sum()) + waiting, 1),
            "chance": round(chance, 2),
            "lost": round(losses(lines), 3),
            "price": round(price, 3),
        }
        return Decision(lines, Reason("pacing_predictive", facts))


class Latest:
    """The decision made last. It stands for a second, while nobody came, went or changed: no more is due."""

    def __init__(self) -> None:
        self.reason = Reason("pacing_predictive")
        self._counts: tuple[int, ...] = ()
        self._until = 0.0

    def holds(self, seen: Observation, now: float) -> bool:
        """Whether what is seen is what it was then, the calls started since included."""
        return now < self._until and _counts(seen) == self._counts

    def note(self, seen: Observation, decision: Decision, now: float) -> None:
        """Remember a decision, and what will be seen when its calls are in flight."""
        agents, flight, *rest = _counts(seen)
        self._counts = (agents, flight + decision.lines, *rest)
        self._until = now + _HOLDS
        self.reason = Reason(decision.reason.code, {**decision.reason.facts, "lines": 0, "flight": flight})


def _counts(seen: Observation) -> tuple[int, ...]:
    waiting = sum(call.stage is Stage.WAITING for call in seen.calls)
    doing = [agent.doing for agent in seen.agents]
    return len(doing), len(seen.calls), waiting, doing.count(Doing.IDLE), doing.count(Doing.TALKING)


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
