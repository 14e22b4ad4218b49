"""The price of a person lost, so that over the law's windows no more are lost than may be.

The look-ahead starts a call if it loses at most `price` people for each whom it brings to an agent. Where
the price is the same at every moment, no other way of spending the same losses brings more talk; so it
should be right from the first hour and change slowly. Three things make it:

- A guess: a third above the limit, for it is the last call that loses so many, and all together fewer
  (`_LAST`); and more where few calls are in flight, because the look-ahead takes the steps of the next half
  minute for independent, and so counts second answers of the same phone, which do not come. The fewer
  phones, the more (`_FEW`).
- What prices have yielded so far: those lost over those whom the guess foretold, as if `_BELIEF` had been
  lost as foretold before. The longer it is counted, the less chance moves it.
- What is left of the budget (`law.headroom`): lucky and unlucky counts are made up for over the next
  hours.

A share of losses grows with the price to the power of 1.5 (measured, 5 to 200 agents), so the price
follows the share wanted by two thirds only. Taking them for proportional makes a loop that overshoots.
"""

from math import exp, inf

from ctid.dialer.pacing.law import headroom, spent
from ctid.dialer.pacing.terms import Observation, Tally

_USUAL = Tally("", 0.0, 0.0)
_LAST = 1.35  # times the limit
_FEW = 4.0  # calls in flight for which the guess is doubled
_FLIGHT_MEMORY = 900.0  # s
_USUAL_EACH = 0.4  # calls in flight for each agent, before any are known
_POWER = 1.5
_BELIEF = 30.0  # people lost
_MEMORY = 6000.0  # answers
_MOST = 2.5  # times the limit, when there is much to make up for


class Budget:
    """The price now, and what prices have yielded. `fixed` keeps it as it is, whatever the books say."""

    def __init__(self, fixed: float | None = None) -> None:
        self._fixed = fixed
        self._foretold = _BELIEF
        self._lost = _BELIEF
        self._share = 0.0  # that the price of late should lose
        self._seen = _USUAL
        self._each = _USUAL_EACH
        self._asked = -inf

    def price(self, seen: Observation, now: float) -> float:
        """Return how many people may be lost for one more who is not."""
        if self._fixed is not None:
            return self._fixed
        tallies = seen.tallies or (_USUAL,)
        tightest = min(tallies, key=headroom)
        self._learn(tallies[0])
        if spent(tallies):
            self._share = 0.0
            return 0.0
        left = min(max(headroom(tightest), 0.0), _MOST * tightest.limit)
        self._share = left * min(max(self._foretold / self._lost, 0.25), 4.0)
        guess = tightest.limit * _LAST * (1 + _FEW / (self._in_flight(seen, now) + 0.4))
        return float(guess * (self._share / tightest.limit) ** (1 / _POWER))

    def _in_flight(self, seen: Observation, now: float) -> float:
        """Return how many calls are in flight for so many agents, on average."""
        if len(seen.agents):
            fresh = 1 - exp((self._asked - now) / _FLIGHT_MEMORY) if self._asked > -inf else 0.0
            self._each += (len(seen.calls) / len(seen.agents) - self._each) * fresh
        self._asked = now
        return self._each * len(seen.agents)

    def _learn(self, tally: Tally) -> None:
        """Learn from the answers counted since; a window that has turned or changed tells nothing."""
        more, lost = tally.live - self._seen.live, tally.abandoned - self._seen.abandoned
        if tally.name == self._seen.name and more > 0:
            kept = max(1 - more / _MEMORY, 0.0)
            self._foretold = self._foretold * kept + more * self._share
            self._lost = max(self._lost * kept + lost, 1.0)
        self._seen = tally
