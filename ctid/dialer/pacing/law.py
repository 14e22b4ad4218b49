"""What the law's windows say: is anything left, and which share of the next answers may be lost.

A share is not a count. After ten answers one person lost is 10 % and says nothing; and a window that
stands at
2.9 % is crossed by the next unlucky minute and left again by the next lucky one. To stop at every crossing
   would cost a third of the gain over dialling one by one. So a window is spent when not even its next
   `GRACE` answers, all of them served, would bring it back under its limit; and long before, its head is
   low.
"""

from collections.abc import Sequence
from math import sqrt

from ctid.dialer.pacing.terms import Tally

GRACE = 150.0
"""Answers: with 3 % four or five people lost above the limit, for the moment."""

AHEAD = 250.0
"""Answers over which a lucky or unlucky count is made up for."""

_SURE = 0.98  # of the limit: books err, too
_CAUTION = 0.2  # of the count's own spread


def spent(tallies: Sequence[Tally]) -> Tally | None:
    """Return a window of the law that has no loss left, if there is one."""
    over = (one for one in tallies if one.abandoned >= one.limit * (one.live + GRACE))
    return next(over, None)


def headroom(tally: Tally) -> float:
    """Return the share that may be lost of the next answers, over the share aimed at.

    Aimed at is a fiftieth below the limit, and a fifth of what chance alone makes of the count: 2.8 % of
    1000 answers, 2.9 % of 12,000.
    """
    aim = _SURE * tally.limit - _CAUTION * sqrt(tally.limit / (tally.live + AHEAD))
    return (aim * (tally.live + AHEAD) - tally.abandoned) / (aim * AHEAD)
