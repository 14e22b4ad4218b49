"""The price of a person lost, so that over the law's windows no more are lost than may be.

The look-ahead starts a call if it loses at most `price` people for each whom it brings to an agent. Where the
price is the same at every moment, no other way of spending the same losses brings more talk: so it is to
change slowly, and only because it was wrong. Two terms do that.

- What is left of the budget: were the window to go on for `AHEAD` more answers, which share of them could be
  lost? That share over the one aimed at is the `head`, and the price is multiplied by it.
- What keeps being left, or overdrawn, says that the price itself is wrong: it drifts, four times slower.

The share aimed at is below the limit by a fifth of what chance alone makes of the count: 2.7 % of 150 answers,
2.95 % of 12,000.
"""

from collections.abc import Sequence
from math import exp, log, sqrt

from ctid.dialer.pacing.terms import Tally

AHEAD = 400.0
"""Answers over which a lucky or unlucky count is made up for."""

JUDGED = 200.0
"""Answers below which a window says too little to be held to its limit: as many are granted to it."""

_PRICE = 3.0  # of the limit: what loses 3 % in teams of 20 to 200
_DRIFT = 4 * AHEAD
_CHEAPEST, _DEAREST = 0.5, 15.0  # of the limit
_CAUTION = 0.2  # of the count's own spread


def at_limit(tallies: Sequence[Tally]) -> bool:
    """Whether a window of the law has no loss left."""
    return any(one.abandoned >= one.limit * max(one.live, JUDGED) for one in tallies)


def headroom(tally: Tally) -> float:
    """Return the share that may be lost of the next answers, over the share aimed at."""
    aim = tally.limit - _CAUTION * sqrt(tally.limit / max(tally.live, JUDGED))
    return (aim * (tally.live + AHEAD) - tally.abandoned) / (aim * AHEAD)


class Budget:
    """The price now, and what it has come to. `fixed` keeps it as it is, whatever the books say."""

    def __init__(self, fixed: float | None = None) -> None:
        self._fixed = fixed
        self._drifted = 0.0
        self._live = 0.0
        self._window = ""

    def price(self, tallies: Sequence[Tally]) -> float:
        """Return how many people may be lost for one more who is not."""
        if self._fixed is not None:
            return self._fixed
        if not tallies:
            return _PRICE * 0.03
        tightest = min(tallies, key=headroom)
        head = headroom(tightest)
        self._drift(tightest, head)
        return _PRICE * tightest.limit * exp(self._drifted) * min(max(head, 0.0), 3.0)

    def _drift(self, tally: Tally, head: float) -> None:
        """Learn from the answers counted since; a window that has turned or changed tells nothing yet."""
        more = tally.live - self._live
        if tally.name == self._window and more > 0:
            drifted = self._drifted + (min(max(head, 0.0), 2.0) - 1) * more / _DRIFT
            self._drifted = min(max(drifted, log(_CHEAPEST / _PRICE)), log(_DEAREST / _PRICE))
        self._live, self._window = tally.live, tally.name
