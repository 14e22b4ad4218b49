"""Where everybody in the line stands, and what is learnt of how long work and patience last.

Ahead of a caller are those who come before them in routing order and compete for the agents whom they may
reach by now. Those agents count, busy or free, who have not said that they take no calls. Of one queue all
compete, whether anybody is there or not.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from ctid.acd.reach import Reach, opened
from ctid.acd.workflows import desk_of
from ctid.centre.routing import Told
from ctid.centre.world import World
from ctid.model.agents import AgentState
from ctid.model.effects import Keep
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction, Segment, SegmentKind
from ctid.model.reports import Remembered
from ctid.routing.estimate import Learnt, Standing, expected_wait, standing
from ctid.routing.terms import Entry

Experience = dict[QueueName, Learnt]
"""What is learnt of each queue."""

WORK = frozenset({SegmentKind.TALK, SegmentKind.WORK, SegmentKind.HOLD, SegmentKind.ACW})


@dataclass(frozen=True, slots=True)
class Prospect:
    """The place among those who compete (1 is the next), and the standing that a wait is reckoned from."""

    position: int
    at: Standing


def prospects(world: World, told: Told, calls: Iterable[InteractionId]) -> dict[InteractionId, Prospect]:
    """Return the prospects of those of these calls that wait."""
    at_work = told.signed_on - _away(world)
    reach = Reach(desk_of(world.site.agents[agent]) for agent in at_work)
    return {call: _prospect(told, reach, told.waiting[call]) for call in calls if call in told.waiting}


def _prospect(told: Told, reach: Reach, entry: Entry) -> Prospect:
    stands = told.router.standing(entry.id, told.at)
    mine = reach.takers(entry.workflow, opened(stands, told.at), stands.prefers)
    ahead = [
        (some, reach.takers(some.workflow, some.opened, some.prefers))
        for some in told.router.ahead(entry.id, told.at)
    ]
    rivals = (
        some.many for some, theirs in ahead if some.workflow.name == entry.workflow.name or mine & theirs
    )
    return Prospect(1 + sum(rivals), standing(mine, ((some.many, theirs) for some, theirs in ahead)))


def expected(queue: QueueName, prospect: Prospect, learnt: Experience) -> timedelta | None:
    """Return what is left to wait on average; None while nobody is at work."""
    if not prospect.at.agents:
        return None
    wait = expected_wait(prospect.at, learnt.get(queue, Learnt()))
    return timedelta(seconds=round(wait.mean))


def learn(world: World, item: object, learnt: Experience) -> None:
    """Learn from what an input has closed; the first one of a run brings what was learnt before."""
    if isinstance(item, Remembered):
        learnt.update(item.experience)
    record: Interaction | None = None
    for said in world.said:
        match said:
            case Keep(Interaction() as record):
                pass
            case Event(EventKind.INTERACTION_CLOSED) if record is not None:
                _learn_from(learnt, record)


def learnt_from(records: Iterable[Interaction]) -> Experience:
    """Learn from closed interactions, the oldest first: what a run that saw them all would know."""
    learnt: Experience = {}
    for record in records:
        _learn_from(learnt, record)
    return learnt


def _away(world: World) -> set[AgentId]:
    return {agent for agent, status in world.agents.items() if status.state is AgentState.NOT_READY}


def _learn_from(learnt: Experience, record: Interaction) -> None:
    for queue, waited, gave_up in _waits(record):
        learnt[queue] = learnt.get(queue, Learnt()).after_wait(waited.total_seconds(), gave_up=gave_up)
    for queue, worked in _works(record).values():
        learnt[queue] = learnt.get(queue, Learnt()).after_work(worked.total_seconds())


def _waits(record: Interaction) -> Iterator[tuple[QueueName, timedelta, bool]]:
    for segment in record.segments:
        if segment.kind is SegmentKind.QUEUE and segment.queue is not None:
            yield segment.queue, _lasted(segment), segment.detail == "abandoned"


def _works(record: Interaction) -> dict[AgentId, tuple[QueueName, timedelta]]:
    """Return how long each agent was busy with a call of a queue, notes included."""
    works: dict[AgentId, tuple[QueueName, timedelta]] = {}
    for segment in record.segments:
        if segment.kind in WORK and segment.agent is not None and segment.queue is not None:
            _, before = works.get(segment.agent, (segment.queue, timedelta()))
            works[segment.agent] = segment.queue, before + _lasted(segment)
    return works


def _lasted(segment: Segment) -> timedelta:
    return segment.ended_at - segment.started_at if segment.ended_at is not None else timedelta()
