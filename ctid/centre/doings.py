"""What agents do who would take a caller: in words that say why they do not."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

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


def people(
    world: World,
    told: Told,
    steps: Mapping[str, int],
    channel: str,
    excluded: Mapping[str, int],
    now: datetime,
) -> People:
    """Tell what agents do who would do for a `channel`, given by the step that admits each.

    `excluded` says until when (µs).
    """
    doings = [
        _with_hands_full(world, _doing(world, told, AgentId(agent), step, excluded, now), channel)
        for agent, step in steps.items()
    ]
    doings.sort(key=_how_soon)
    return People(tuple(doings[:MOST]), max(0, len(doings) - MOST))


def _doing(
    world: World, told: Told, agent: AgentId, step: int, excluded: Mapping[str, int], now: datetime
) -> Doing:
    status, name = world.agents[agent], world.site.agents[agent].name
    what, until = _busy(status, now) or _ready(world, told, agent), status.until
    if what.code == FREE and agent in excluded:
        until = EPOCH + excluded[agent] * MICROSECOND
        what = Reason("does_not_again", {"span": clock(until - now)})
    return Doing(agent, name, step, what, status.since, until)


def _busy(status: AgentStatus, now: datetime) -> Reason | None:
    span = clock(now - status.since)
    match status.state:
        case AgentState.TALKING:
            return Reason("does_talk", {"span": span})
        case AgentState.WRAP_UP:
            return Reason("does_wrap_up", {"span": clock((status.until or now) - now)})
        case AgentState.RESERVED:
            return Reason("does_ring" if status.offer is not None else "does_dial")
        case AgentState.NOT_READY:
            reason = status.reason.facts.get("reason", status.reason.code)
            return Reason("does_rest", {"span": span, "reason": reason})
    return None


def _ready(world: World, told: Told, agent: AgentId) -> Reason:
    if agent in told.free:
        return Reason(FREE)
    return Reason("does_call" if agent in world.phone_legs.values() else "does_not_ring")


def _with_hands_full(world: World, doing: Doing, channel: str) -> Doing:
    """Say of a free agent what they have in hand, where it leaves no room for one more of the channel."""
    if doing.what.code != FREE or room_for(world, doing.agent, channel):
        return doing
    held = sorted(in_hand(world, doing.agent).items())
    what = ", ".join(f"{channel} {many}" for channel, many in held)
    return replace(doing, what=Reason("does_other_work", {"what": what}))


def _how_soon(doing: Doing) -> tuple[int, datetime, int, str]:
    """Order by what they do; then by its end, or who has done it longest."""
    code = doing.what.code
    kind = _SOON.index(code) if code in _SOON else len(_SOON)
    return kind, doing.until or doing.since, doing.step, doing.agent
