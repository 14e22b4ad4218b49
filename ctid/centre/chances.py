"""How likely a person is to answer a call: asked when pacing is first shown it, learnt from when it leaves.

Calls that go on from before a restart are asked about as well, once their campaign has begun: pacing learns
what chances are worth, and calls with and without one would be two measures of the same thing.
"""

from ctid.centre.live_attempts import LiveAttempt
from ctid.centre.world import World


def of(world: World, live: LiveAttempt) -> float | None:
    """Return it, always the same of a call; None where nothing is known of its campaign or its lead."""
    sources, pace = world.dials.sources, world.dials.paces.get(live.record.campaign)
    if live.chance is None and live.lead is not None and sources is not None and sources.chances is not None:
        live.chance = sources.chances.of(live.lead, live.record)
        if live.chance is not None and pace is not None:
            pace.chances.append(live.chance)
    return live.chance


def learn(world: World, live: LiveAttempt, *, answered: bool) -> None:
    """Learn what came of a call."""
    sources = world.dials.sources
    if live.lead is not None and sources is not None and sources.chances is not None:
        sources.chances.learn(live.lead, live.record, answered=answered)
