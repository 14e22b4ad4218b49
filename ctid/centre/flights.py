"""What a campaign has in the air, in the words of pages: calls as they are, the rest as pacing saw it."""

from collections import Counter

from ctid.centre.dialing_sight import STAGES
from ctid.centre.world import World
from ctid.model.dialing import Flight


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
        calls=Counter(STAGES[live.record.state].value for live in world.dials.in_flight(campaign)),
        dialled=pace.dialled,
        answered=pace.answered,
        windows=tuple(pace.windows),
        version=pace.version,
        refused=tuple(sorted(pace.refused.values(), key=lambda refusals: -refusals.times)),
    )
