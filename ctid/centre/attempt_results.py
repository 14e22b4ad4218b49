"""Rules about what an agent says came of a campaign's call: it stands in the attempt's row as well.

By it quotas are counted, and whoever said no is left alone.
"""

from dataclasses import replace

from ctid.centre.world import World
from ctid.model.attempts import Attempt
from ctid.model.effects import Keep
from ctid.model.ids import InteractionId

REMEMBERED = 1000  # attempts that ended last, whose result may still be given


def ended(world: World, attempt: Attempt) -> None:
    """Remember an attempt that an agent had, until they have said what came of it."""
    results = world.dials.results
    if attempt.interaction is not None:
        results[attempt.interaction] = attempt
        if len(results) > REMEMBERED:
            del results[next(iter(results))]


def given(world: World, interaction: InteractionId, disposition: str) -> None:
    """An agent has said what came of an interaction."""
    dials = world.dials
    for live in dials.attempts.values():
        if live.record.interaction == interaction:
            live.record = _given(world, live.record, disposition)
    if interaction in dials.results:
        dials.results[interaction] = _given(world, dials.results[interaction], disposition)


def _given(world: World, attempt: Attempt, disposition: str) -> Attempt:
    if attempt.disposition == disposition:
        return attempt
    attempt = replace(attempt, disposition=disposition)
    world.ask(Keep(attempt))
    if world.dials.sources is not None:
        world.dials.sources.law.note(attempt)
        world.dials.sources.leads.disposed(attempt.campaign, disposition)
    return attempt
