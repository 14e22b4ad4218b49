"""A recorded stretch of days as a plan to play: the same callers again, on the same or another site.

What is taken from the record as it is: who asked for which line when (with the skills, the priority and the
language they asked for), and when each agent was at work. What must be drawn anew, because another
configuration answers others at other times: a talk is one of the queue's recorded talks (with hold), notes
are one of the recorded ones, a phone is answered after one of the recorded rings; and patience is drawn from
Kaplan and Meier's estimate over the queue's waits, in which whoever was answered counts as still waiting.

What is not played: menus (callers enter the line at once), missed offers (the time after one is time away)
and callers whom no line took. An agent whom the record does not know is at work while any other is.
"""

from collections import defaultdict
from collections.abc import AsyncIterator, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ctid.metrics.figures import Figures, Window, figures
from ctid.metrics.survival import kaplan_meier
from ctid.model.agents import AgentState
from ctid.model.events import Event
from ctid.model.ids import AgentId, InteractionId, QueueName
from ctid.model.interactions import Interaction, Outcome, Segment, SegmentKind
from ctid.model.reports import QueueAsked
from ctid.model.site import Site
from ctid.sim.crew import AT_WORK
from ctid.sim.draws import Draws, Patience, Sample
from ctid.sim.plan import Agents, Arrival, Callers, Demand, Plan, Shift, Span
from ctid.store.inputs import read_line
from ctid.store.store import Store

BEFORE = timedelta(days=1)  # so far back is looked for what an agent was doing when the stretch began
ENDLESS = 4 * 3600.0  # seconds; the patience of a line that nobody ever left

Asked = Mapping[tuple[InteractionId, QueueName], QueueAsked]


@dataclass(frozen=True, slots=True)
class Record:
    """What happened from `start` until `end`."""

    start: datetime
    end: datetime
    callers: Sequence[Interaction]
    asked: Asked = field(default_factory=dict)
    shifts: Mapping[AgentId, tuple[Shift, ...]] = field(default_factory=dict)

    def figures(self) -> Figures:
        """Return what was achieved."""
        spans = (end - start for shifts in self.shifts.values() for start, end in shifts)
        staffed = sum(spans, timedelta())
        return figures(self.callers, Window(self.start, self.end), staffed=staffed or None)


@dataclass(frozen=True, slots=True)
class Again:
    """A record on a site: what `rehearsal.play` plays."""

    record: Record
    site: Site
    plain: bool = False

    def plan(self) -> Plan:
        """Return the days."""
        record = self.record
        all_day = _whole(record.shifts)
        shifts = {agent: record.shifts.get(agent, all_day) for agent in self.site.agents}
        notes, rings = _spent(record.callers, SegmentKind.ACW), _spent(record.callers, SegmentKind.RING)
        agents = Agents(misses=0.0, breaks=0.0, shifts=shifts)
        if notes:
            agents = replace(agents, wrap_up=Sample(notes))
        if rings:
            agents = replace(agents, answers=Sample(rings))
        hours = (record.end - record.start) / timedelta(hours=1)
        callers = Callers(recorded=tuple(_arrivals(record)))
        return Plan(self.site, hours, record.start, callers=callers, agents=agents)


def _arrivals(record: Record) -> Iterable[Arrival]:
    entered = [(caller, line) for caller in record.callers if (line := _line(caller)) is not None]
    by_queue: defaultdict[QueueName, list[tuple[Interaction, Segment]]] = defaultdict(list)
    for caller, line in entered:
        by_queue[line.queue or QueueName("")].append((caller, line))
    talks = {queue: _talk([caller for caller, _ in waits]) for queue, waits in by_queue.items()}
    patience = {queue: _patience(waits) for queue, waits in by_queue.items()}
    for caller, line in entered:
        queue = line.queue or QueueName("")
        if record.start <= line.started_at < record.end:
            demand = _demand(caller, queue, record.asked)
            yield Arrival(line.started_at, demand, talks[queue], patience[queue])


def _demand(caller: Interaction, queue: QueueName, asked: Asked) -> Demand:
    ask = asked.get((caller.id, queue))
    if ask is None:
        return Demand(queue, language=caller.language)
    skills = {str(skill): level for skill, level in ask.requires.items()}
    return Demand(queue, requires=skills, language=ask.language, priority=ask.priority)


def _line(caller: Interaction) -> Segment | None:
    return next((segment for segment in caller.segments if segment.kind is SegmentKind.QUEUE), None)


def _talk(callers: Iterable[Interaction]) -> Draws:
    talked = (SegmentKind.TALK, SegmentKind.HOLD)
    spans = [sum(_spent([caller], *talked)) for caller in callers if caller.answered_at is not None]
    return Sample(spans) if spans else Span(180.0, 1.2)


def _patience(waits: Iterable[tuple[Interaction, Segment]]) -> Draws:
    gave_up: list[float] = []
    answered: list[float] = []
    for caller, line in waits:
        end = caller.answered_at or line.ended_at or caller.ended_at or line.started_at
        left = caller.outcome is Outcome.ABANDONED_IN_QUEUE
        (gave_up if left else answered).append(max(0.0, (end - line.started_at).total_seconds()))
    if not gave_up:
        return Span(ENDLESS)
    rate = len(gave_up) / max(1.0, sum(gave_up) + sum(answered))
    return Patience(kaplan_meier(gave_up, answered), rate)


def _spent(callers: Iterable[Interaction], *kinds: SegmentKind) -> list[float]:
    """Return how many seconds each slice of these kinds took; of rings, those that were answered."""
    return [
        (segment.ended_at - segment.started_at).total_seconds()
        for caller in callers
        for segment in caller.segments
        if segment.kind in kinds and segment.ended_at is not None
        if segment.kind is not SegmentKind.RING or segment.detail == "established"
    ]


def _whole(shifts: Mapping[AgentId, tuple[Shift, ...]]) -> tuple[Shift, ...]:
    known = [shift for own in shifts.values() for shift in own]
    return ((min(start for start, _ in known), max(end for _, end in known)),) if known else ()


# --- out of the store --------------------------------------------------------------------------------
async def record_of(store: Store, start: datetime, end: datetime) -> Record:
    """Read what happened from `start` until `end`."""
    callers = await store.callers_between(start, end)
    changes = await store.agent_changes(start - BEFORE, end)
    return Record(
        start, end, callers, await _asked(store.input_lines(start, end)), shifts_of(changes, start, end)
    )


async def _asked(lines: AsyncIterator[str]) -> Asked:
    """Find what callers asked of queues, in the inputs that are kept."""
    found: dict[tuple[InteractionId, QueueName], QueueAsked] = {}
    async for line in lines:
        if '"in":["QueueAsked"' in line and isinstance(ask := read_line(line).item, QueueAsked):
            found.setdefault((InteractionId(ask.leg), ask.queue), ask)
    return found


def shifts_of(changes: Iterable[Event], start: datetime, end: datetime) -> dict[AgentId, tuple[Shift, ...]]:
    """Return when each agent was at work (neither signed off nor not ready), by how their states changed."""
    shifts: defaultdict[AgentId, list[Shift]] = defaultdict(list)
    since: dict[AgentId, datetime] = {}
    for change in changes:
        if change.agent is None:
            continue
        if AgentState(str(change.facts["state"])) in AT_WORK:
            since.setdefault(change.agent, max(change.at, start))
        elif change.agent in since and change.at > start:
            shifts[change.agent].append((since.pop(change.agent), min(change.at, end)))
        else:
            since.pop(change.agent, None)
    for agent, began in since.items():
        shifts[agent].append((began, end))
    return {agent: tuple(own) for agent, own in shifts.items()}
