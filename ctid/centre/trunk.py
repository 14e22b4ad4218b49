"""How many calls may be started now: free lines and calls per second, of a campaign and of the trunk.

The trunk is everybody's. A line is taken by whoever is on it, callers and agents' own calls as well as those
that campaigns dial; only campaigns keep within its limits, so a caller finds a line that no campaign takes.
What is left is had by one campaign after the other: the one that began a call longest ago is asked first.
"""

from collections import deque
from datetime import datetime, timedelta
from math import inf

from ctid.calls.phase import CallPhase
from ctid.centre.live_attempts import Pace
from ctid.centre.world import BEFORE_ALL, World
from ctid.model.campaigns import Campaign
from ctid.model.interactions import Direction
from ctid.model.reasons import Reason

SECOND = timedelta(seconds=1)


def turns(world: World) -> list[Campaign]:
    """Return the campaigns that run in the order in which they are asked."""
    paces = world.dials.paces

    def began(campaign: Campaign) -> datetime:
        pace = paces.get(campaign.name)
        return (pace.began_at if pace is not None else None) or BEFORE_ALL

    return sorted(world.dials.running.values(), key=lambda campaign: (began(campaign), campaign.name))


def room_for(world: World, campaign: Campaign, it: Pace, now: datetime) -> int:
    """Return how many calls of a campaign may be started now."""
    rates = [_left(it.begun, campaign.calls_per_second, now)]
    if world.site.trunk.calls_per_second is not None:
        rates.append(_left(world.dials.begun, world.site.trunk.calls_per_second, now))
    return max(0, int(min(*_free_lines(world, campaign), *rates)))


def no_line(world: World, campaign: Campaign) -> Reason | None:
    """Say that a call that somebody asks for by hand has no line; nobody's hand is faster than a rate."""
    full = min(_free_lines(world, campaign)) <= 0
    return Reason("no_line_free", {"campaign": campaign.name}) if full else None


def begun(world: World, it: Pace, now: datetime) -> None:
    """Note that a call was started."""
    world.dials.begun.append(now)
    it.begun.append(now)
    it.began_at = now
    it.dialled += 1


def taken(world: World) -> int:
    """Return how many lines of the trunk are taken, as far as is known: each call has one."""
    answered = {live.record.interaction for live in world.dials.attempts.values()}
    others = sum(
        call.record.direction is not Direction.INTERNAL
        and call.phase not in (CallPhase.AWAY, CallPhase.GONE)
        and call.record.id not in answered
        for call in world.calls.values()
    )
    return len(world.dials.attempts) + others


def _free_lines(world: World, campaign: Campaign) -> tuple[float, float]:
    """Return how many lines the campaign and the trunk have left."""
    own, trunk = campaign.lines, world.site.trunk.lines
    dialled = sum(live.record.campaign == campaign.name for live in world.dials.attempts.values())
    return own - dialled if own is not None else inf, trunk - taken(world) if trunk is not None else inf


def _left(begun: deque[datetime], per_second: float, now: datetime) -> int:
    """Return how many more calls a rate allows; less than one in a second is one in several."""
    window = max(SECOND, SECOND / per_second)
    while begun and begun[0] <= now - window:
        begun.popleft()
    return max(1, int(per_second)) - len(begun)
