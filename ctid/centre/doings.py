"""What agents do who would take a caller: in words that say why they do not."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from heapq import nsmallest

from ctid.centre.hands import in_hand, room_for
from ctid.centre.routing import EPOCH, MICROSECOND, Told
from ctid.centre.world import World
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason
from ctid.model.waits import FREE, Doing, People, clock

MOST = 20  # are shown

_SOON = (FREE, "does_other_work", "does_wrap_up", "does_ring", "does_talk", "does_dial", "does_call")
"""In this order they are likely to be free; whoever does anything else comes last."""

DOES = {
    AgentState.TALKING: "does_talk",
    AgentState.WRAP_UP: "does_wrap_up",
    AgentState.NOT_READY: "does_rest",
}


def people(
    world: World,
    told: Told,
    steps: Mapping[str, int],
    channel: str,
    excluded: Mapping[str, int],
    now: datetime,
) -> People:
    """Tell what agents do who would do for a `channel`, given by agent and the step that admits each.

    `excluded` says until when (µs). Whoever is not shown is not put into words: there may be thousands.
    """
    look = _Look(world, told, channel, excluded, now)

    def how_soon(agent: str) -> tuple[int, datetime, int, str]:
        """Order by what they do; then by its end, or who has done it longest."""
        status = world.agents[AgentId(agent)]
        code, until = look.does(status)
        kind = _SOON.index(code) if code in _SOON else len(_SOON)
        return kind, until or status.since, steps[agent], agent

    shown = [look.doing(AgentId(agent), steps[agent]) for agent in nsmallest(MOST, steps, key=how_soon)]
    return People(tuple(shown), len(steps) - len(shown))


@dataclass(frozen=True, slots=True)
class _Look:
    """A look at agents with one entry of a `channel` in mind."""

    world: World
    told: Told
    channel: str
    excluded: Mapping[str, int]
    now: datetime

    def doing(self, agent: AgentId, step: int) -> Doing:
        status, name = self.world.agents[agent], self.world.site.agents[agent].name
        code, until = self.does(status)
        return Doing(agent, name, step, Reason(code, self._facts(code, status, until)), status.since, until)

    def does(self, status: AgentStatus) -> tuple[str, datetime | None]:
        """Return what an agent does, as the code of a reason, and until when."""
        code, until = DOES.get(status.state, ""), status.until
        if status.state is AgentState.RESERVED:
            code = "does_ring" if status.offer is not None else "does_dial"
        elif not code and status.agent not in self.told.free:
            code = "does_call" if status.agent in self.world.phone_legs.values() else "does_not_ring"
        elif not code and status.agent in self.excluded:
            code, until = "does_not_again", EPOCH + self.excluded[status.agent] * MICROSECOND
        elif not code and not room_for(self.world, status.agent, self.channel):
            code = "does_other_work"
        return code or FREE, until

    def _facts(self, code: str, status: AgentStatus, until: datetime | None) -> Mapping[str, str]:
        match code:
            case "does_talk":
                return {"span": clock(self.now - status.since)}
            case "does_wrap_up" | "does_not_again":
                return {"span": clock((until or self.now) - self.now)}
            case "does_rest":
                reason = status.reason.facts.get("reason", status.reason.code)
                return {"span": clock(self.now - status.since), "reason": str(reason)}
            case "does_other_work":
                held = sorted(in_hand(self.world, status.agent).items())
                return {"what": ", ".join(f"{channel} {many}" for channel, many in held)}
        return {}
