"""What the law's windows say: is anything left, and which share of the next answers may be lost.

A share is not a count. After ten answers one person lost is 10 % and says nothing; and a window that stands
at 2.9 % is crossed by the next unlucky minute and left again by the next lucky one. To stop at every crossing
would cost a third of the gain over dialling one by one. So a window is spent when not even its next answers,
all of them served, would bring it back under its limit: 150, and as many as chance makes of so many counted.
Long before, its head is low. Where the limit is firm, there is no such grace: nothing is risked from the
first person above it on until enough have been served.
"""

from collections.abc import Sequence
from math import sqrt

from ctid.dialer.pacing.terms import Tally

GRACE, GRACE_GROWS = 150.0, 3.0
"""Answers, and answers for each root of those counted, whose share may be lost above the limit for a while.

Of 1000 answers eight people more than the limit, of 36,000 in thirty days 22: 3.06 %.
"""

AHEAD, AHEAD_SHARE = 250.0, 0.4
"""Answers over which a lucky or unlucky count is made up for: so many, or that share of those counted.

The fewer, the nearer each window ends to its aim, and the more the price swings: what is lost at a high
price is not won back at a low one.
"""

_SURE = 0.97  # of the limit: books err, too
_CAUTION = 0.4  # of the count's own spread


def spent(tallies: Sequence[Tally]) -> Tally | None:
    """Return a window of the law that has no loss left, if there is one."""
    return next((one for one in tallies if is_spent(one)), None)


def is_spent(tally: Tally) -> bool:
    """Say whether a window has no loss left; the law's judge asks the same."""
    return tally.limit == 0 or (tally.abandoned > 0 and tally.abandoned >= tally.limit * _allowed(tally))


def headroom(tally: Tally) -> float:
    """Return the share of the next answers that may be lost, if the window is to stand at its aim then.

    Aimed at is a thirtieth below the limit, and two fifths of what chance alone makes of the count: 2.7 % of
    1000 answers, 2.86 % of 12,000. Windows end above their aim, small ones most: what was left over in the
    first hours, when little was known, is made up for late.
    """
    ahead = max(AHEAD, AHEAD_SHARE * tally.live)
    aim = _SURE * tally.limit - _CAUTION * sqrt(tally.limit / (tally.live + ahead))
    return (aim * (tally.live + ahead) - tally.abandoned) / ahead


def _allowed(tally: Tally) -> float:
    return tally.live if tally.firm else tally.live + GRACE + GRACE_GROWS * sqrt(tally.live)
