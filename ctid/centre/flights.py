"""What a campaign has in the air, in the words of pages: as pacing saw it when it was asked last."""

from collections import Counter

from ctid.centre.world import World
from ctid.model.dialing import Flight, WindowTally


def flight_of(world: World, campaign: str) -> Flight | None:
    """Return it; None before anything was decided."""
    pace = world.dials.paces.get(campaign)
    if pace is None or pace.seen is None or pace.reason is None or pace.asked_at is None:
        return None
    return Flight(
        at=pace.asked_at,
        reason=pace.reason,
        lines=pace.lines,
        agents=Counter(agent.doing.value for agent in pace.seen.agents),
        calls=Counter(call.stage.value for call in pace.seen.calls),
        dialled=pace.dialled,
        answered=pace.answered,
        windows=tuple(
            WindowTally(each.name, each.live, each.abandoned, each.limit) for each in pace.seen.tallies
        ),
        version=pace.version,
    )
