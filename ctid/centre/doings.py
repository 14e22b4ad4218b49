"""What agents do who would take a caller: in words that say why they do not."""

from collections.abc import Mapping
from datetime import datetime
from heapq import nsmallest

from ctid.centre.routing import EPOCH, MICROSECOND, Told
from ctid.centre.world import World
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason
from ctid.model.waits import FREE, Doing, People, clock

MOST = 20  # are shown

_SOON = (FREE, "does_wrap_up", "does_ring", "does_talk", "does_dial", "does_call")
"""In this order they are likely to be free; whoever does anything else comes last."""

DOES = {
    AgentState.TALKING: "does_talk",
    AgentState.WRAP_UP: "does_wrap_up",
    AgentState.NOT_READY: "does_rest",
}


def people(
    world: World, told: Told, steps: Mapping[str, int], excluded: Mapping[str, int], now: datetime
) -> People:
    """Tell what agents do, given by agent and the step that admits each; `excluded` until when (µs).

    Whoever is not shown is not put into words: there may be thousands.
    """

    def how_soon(agent: str) -> tuple[int, datetime, int, str]:
        """Order by what they do; then by its end, or who has done it longest."""
        status = world.agents[AgentId(agent)]
        code, until = _does(world, told, status, excluded)
        kind = _SOON.index(code) if code in _SOON else len(_SOON)
        return kind, until or status.since, steps[agent], agent

    shown = [
        _doing(world, told, AgentId(agent), steps[agent], excluded, now)
        for agent in nsmallest(MOST, steps, key=how_soon)
    ]
    return People(tuple(shown), len(steps) - len(shown))


def _doing(
    world: World, told: Told, agent: AgentId, step: int, excluded: Mapping[str, int], now: datetime
) -> Doing:
    status, name = world.agents[agent], world.site.agents[agent].name
    code, until = _does(world, told, status, excluded)
    return Doing(agent, name, step, Reason(code, _facts(code, status, until, now)), status.since, until)


def _does(
    world: World, told: Told, status: AgentStatus, excluded: Mapping[str, int]
) -> tuple[str, datetime | None]:
    """Return what an agent does, as the code of a reason, and until when."""
    code, until = DOES.get(status.state, ""), status.until
    if status.state is AgentState.RESERVED:
        code = "does_ring" if status.offer is not None else "does_dial"
    elif not code and status.agent not in told.free:
        code = "does_call" if status.agent in world.phone_legs.values() else "does_not_ring"
    elif not code and status.agent in excluded:
        code, until = "does_not_again", EPOCH + excluded[status.agent] * MICROSECOND
    return code or FREE, until


def _facts(code: str, status: AgentStatus, until: datetime | None, now: datetime) -> Mapping[str, str]:
    match code:
        case "does_talk":
            return {"span": clock(now - status.since)}
        case "does_wrap_up" | "does_not_again":
            return {"span": clock((until or now) - now)}
        case "does_rest":
            reason = status.reason.facts.get("reason", status.reason.code)
            return {"span": clock(now - status.since), "reason": str(reason)}
    return {}
