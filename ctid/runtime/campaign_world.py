"""A campaign as a floor of the simulator (ctid/sim/dialing): what its settings say, and what is known of it.

Known is what became of its last calls: how many people answer and after how long, how many machines do, how
long a talk takes. Where too few were made to say, and for whatever nobody writes down (how long notes take),
the simulator's usual values stand; whoever asks may say otherwise.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt

from ctid.model.attempts import Attempt, AttemptOutcome
from ctid.model.campaigns import Campaign
from ctid.sim.dialing.world import Detector, Line, Machines, World
from ctid.sim.plan import Span

LOOKED_AT = 5000  # calls, the last ones
ENOUGH_CALLS, ENOUGH_TALKS = 100, 30
DISPERSION = 0.75  # of talks, where only their mean is given

_PEOPLE = {AttemptOutcome.CONNECTED, AttemptOutcome.HUNG_UP, AttemptOutcome.ABANDONED}
_NO_TRY = {AttemptOutcome.CANCELLED, AttemptOutcome.NOT_DIALLED, AttemptOutcome.UNKNOWN, None}


@dataclass(frozen=True, slots=True)
class Known:
    """What became of `calls`: shares (0–1) that people and machines answered, spans in seconds, or None."""

    calls: int = 0
    answers: float | None = None
    machines: float | None = None
    rings: Span | None = None
    talk: Span | None = None


@dataclass(frozen=True, slots=True)
class Said:
    """What whoever asks says of it: agents, the shares of a known campaign, mean seconds. None: as known."""

    agents: int | None = None
    hours: float = 8.0
    answers: float | None = None
    machines: float | None = None
    talk: float | None = None
    wrap: float | None = None


def known_of(attempts: Sequence[Attempt]) -> Known:
    """Learn from a campaign's calls."""
    tried = [one for one in attempts if one.outcome not in _NO_TRY]
    people = [one for one in tried if one.outcome in _PEOPLE]
    if len(tried) < ENOUGH_CALLS or not people:
        return Known(len(tried))
    machines = sum(one.outcome is AttemptOutcome.MACHINE for one in tried)
    return Known(
        len(tried),
        len(people) / len(tried),
        machines / len(tried),
        _span([_seconds(one.dialled_at, one.answered_at) for one in people]),
        _span([_seconds(one.connected_at, one.ended_at) for one in people]),
    )


def world_of(campaign: Campaign, agents: int, known: Known, said: Said) -> World:
    """Return the floor on which the campaign is to be played."""
    usual, ring = World(agents), campaign.ring.total_seconds()
    answers, machines = _first(said.answers, known.answers, usual.answers[0]), _machines(known, said)
    line = Line(gives_up=ring, fails=max(0.0, min(usual.line.fails, 1 - answers - machines)))
    if known.rings is not None:
        line = replace(line, set_up=Span(0.0), rings=known.rings)
    talk = Span(said.talk, DISPERSION) if said.talk is not None else known.talk or usual.talk
    wrap = Span(said.wrap, usual.wrap.spread) if said.wrap is not None else usual.wrap
    missed = campaign.false_positives or 0.0
    return replace(
        usual,
        answers=(answers,),
        talk=talk,
        wrap=wrap,
        hours=said.hours,
        line=line,
        machines=Machines(machines),
        detector=Detector(false_positives=missed) if campaign.detects_machines else None,
        trunks=campaign.lines,
    )


def _machines(known: Known, said: Said) -> float:
    return _first(said.machines, known.machines, 0.0)


def _first(*values: float | None) -> float:
    return next(value for value in values if value is not None)


def _seconds(since: datetime | None, until: datetime | None) -> float | None:
    return (until - since).total_seconds() if since is not None and until is not None else None


def _span(values: Sequence[float | None]) -> Span | None:
    """Return the mean of what is known, and how it spreads."""
    seen = [value for value in values if value is not None and value > 0]
    if len(seen) < ENOUGH_TALKS:
        return None
    mean = sum(seen) / len(seen)
    return Span(mean, sqrt(sum((value - mean) ** 2 for value in seen) / len(seen)) / mean)
