"""The agents: when they are there, and what one of them is doing now."""

from collections.abc import Callable
from dataclasses import dataclass, field

from ctid.dialer.pacing.terms import Doing
from ctid.sim.chance import Chance, happens
from ctid.sim.dialing.leads import Lead
from ctid.sim.dialing.world import World

Presence = tuple[float, float]


@dataclass(slots=True, eq=False)
class Agent:
    """One agent; `doing` None is not there. `lead` is whom they are busy with, a `machine` or not.

    `given` and `ends` are when they were given the call and when the talk ends, `off` is when they next want
    to go and `back` when they return from it (None: never).
    """

    id: str
    doing: Doing | None = None
    since: float = 0.0
    leaving: bool = False
    lead: Lead | None = None
    machine: bool = False
    given: float = 0.0
    ends: float = 0.0
    closing: float | None = None
    presences: list[Presence] = field(default_factory=list)


def presences(world: World, chance: Chance) -> list[Presence]:
    """Draw when one agent is there: spans (from, until) in order; the last may be longer than the day."""
    plan, end = world.attendance, world.hours * 3600
    begins = plan.ramp * chance.random()
    leaves = end
    if happens(plan.leave, chance):
        leaves = plan.leave_from + (plan.leave_until - plan.leave_from) * chance.random()
    found = []
    for pause in plan.pauses:
        takes = happens(pause.share, chance)
        at = pause.at + pause.give * (2 * chance.random() - 1)
        if takes and begins < at < leaves:
            found.append((begins, at))
            begins = at + pause.lasts
    return [*found, (begins, leaves)] if begins < leaves else found


def crew(world: World, streams: Callable[[str], Chance]) -> list[Agent]:
    """Return the agents, each drawn from a stream of their own."""
    return [Agent(f"a{n:04}", presences=presences(world, streams(f"agent {n}"))) for n in range(world.agents)]
