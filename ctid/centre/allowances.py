"""The alert: how near each window of the law is to its limit, said once when a mark is passed.

There are two marks: the share of the limit at which people are warned, and the end of what may be risked. The
books are read at every decision, so a mark is found passed at the next one, be it because somebody was lost
or because people who were served have left the window.

A window wavers about a mark with every person who answers. That is one crossing: it is said again only after
the window has been well below. What is read first after a start is where things stand and no crossing, for
that one was said before: with the attempt that made it, in one batch. What a window finds that a changed law
brings later is said.
"""

from datetime import datetime

from ctid.centre.live_attempts import Pace
from ctid.centre.world import World
from ctid.model.campaigns import Campaign
from ctid.model.dialing import Standing, WindowTally
from ctid.model.events import EventKind
from ctid.model.reasons import Reason

WELL_BELOW = 0.9  # of a mark
_ORDER = tuple(Standing)


def warn(world: World, campaign: Campaign, pace: Pace, now: datetime) -> None:
    """Warn of windows that have passed a mark since they were looked at last."""
    begins = not pace.warned
    for window in pace.windows:
        before = pace.warned.setdefault(window.name, window.standing if begins else Standing.CLEAR)
        if _ORDER.index(window.standing) > _ORDER.index(before):
            _tell(world, campaign, window, now)
        elif not _is_well_below(window, before):
            continue
        pace.warned[window.name] = window.standing


def _is_well_below(window: WindowTally, passed: Standing) -> bool:
    mark = window.limit * (window.alert_at if passed is Standing.ALERT else 1.0)
    return window.rate < mark * WELL_BELOW


def _tell(world: World, campaign: Campaign, window: WindowTally, now: datetime) -> None:
    live, abandoned = f"{window.live:.0f}", f"{window.abandoned:.0f}"
    share, limit = f"{window.rate:.1%}", f"{window.limit:.1%}"
    said = {"window": window.name, "live": live, "abandoned": abandoned, "share": share, "limit": limit}
    world.tell(
        EventKind.CAMPAIGN_ALERTED,
        now,
        reason=Reason(_code(window), said),
        campaign=campaign.name,
        window=window.name,
        standing=window.standing.value,
        share=window.rate,
        limit=window.limit,
    )


def _code(window: WindowTally) -> str:
    """Say which reason it is. After few answers a share may be far above a limit that is not used up."""
    if window.standing is Standing.LIMIT:
        return "window_spent"
    return "window_over" if window.rate > window.limit else "window_near"
