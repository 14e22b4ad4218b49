"""What agents' own calls leave behind: how much of the day is used up, and whom an internal call sets free.

The two of an internal call are reserved while it lives, and afterwards they are again what they were before:
there is nothing to note down about a word between colleagues.
"""

from datetime import datetime, timedelta

from ctid.acd.agent import AgentMove
from ctid.centre.world import LiveCall, World
from ctid.model.ids import AgentId
from ctid.model.interactions import Direction, Interaction, SegmentKind
from ctid.model.outbound_policy import Used
from ctid.model.reasons import Reason

REMEMBERED = timedelta(days=2)  # longer than a day of any time zone


def used_by(world: World, agent: AgentId, now: datetime) -> list[Used]:
    """Return the calls that an agent made of late, those going on among them."""
    going_on = [
        _use(call.record, now)
        for call in world.calls.values()
        if call.record.agent == agent and _is_own(call.record)
    ]
    return [*world.used.get(agent, ()), *going_on]


def note_use(world: World, record: Interaction, now: datetime) -> None:
    """Count a call that an agent made and that is closed; those of older days are forgotten."""
    if not _is_own(record) or record.agent is None:
        return
    kept = [use for use in world.used.get(record.agent, ()) if use.at > now - REMEMBERED]
    world.used[record.agent] = [*kept, _use(record, now)]


def _is_own(record: Interaction) -> bool:
    """Say whether an agent made the call: those of campaigns are for a queue."""
    return record.direction is Direction.OUTBOUND and record.queue is None


def _use(record: Interaction, now: datetime) -> Used:
    talks = [segment for segment in record.segments if segment.kind is SegmentKind.TALK]
    talked = sum(((talk.ended_at or now) - talk.started_at for talk in talks), timedelta())
    return Used(record.arrived_at, talked)


def give_back(world: World, call: LiveCall, now: datetime) -> None:
    """Free the two of an internal call."""
    for agent, status in list(world.agents.items()):
        if status.interaction == call.record.id:
            world.move_agent(agent, AgentMove.RELEASE, Reason("internal_over"), now)
