"""Watches a simulated day and says at every input what must never be seen."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from ctid.acd.workflows import admits, workflow_of
from ctid.calls.phase import CallPhase
from ctid.centre import routing
from ctid.centre.in_line import place_of
from ctid.centre.overflow import rules_of
from ctid.centre.rules import Input
from ctid.model.agents import AgentState
from ctid.model.effects import Effect
from ctid.model.events import Event, EventKind
from ctid.sim.day import Day, Played

ENDS = {EventKind.OFFER_MISSED, EventKind.OFFER_WITHDRAWN, EventKind.CALL_ESTABLISHED}


@dataclass
class DayJudge:
    """Holds the offers that are open and the callers who came and went."""

    day: Day | None = None
    offers: dict[str, tuple[str, str]] = field(default_factory=dict)  # offer → its agent and interaction
    arrived: list[str] = field(default_factory=list)
    closed: list[str] = field(default_factory=list)
    made: int = 0
    healed: int = 0
    faults: list[str] = field(default_factory=list)

    def __call__(self, at: datetime, item: Input, said: Sequence[Effect | Event]) -> None:
        """See an input and all that followed from it."""
        for event in said:
            if isinstance(event, Event):
                self._see(event)
        self._look_for_idle_hands(at, item)
        self._look_what_the_router_knows(at, item)
        self._look_what_is_due(at, item)

    def _see(self, event: Event) -> None:
        if event.kind is EventKind.OFFER_MADE:
            for agent, call in self.offers.values():
                if agent == event.agent or call == event.interaction:
                    self.faults.append(f"{event.at}: second offer: {agent} {call}")
            self.offers[str(event.offer)] = (str(event.agent), str(event.interaction))
            self.made += 1
        elif event.kind is EventKind.DIFFERENCE_HEALED:
            self.healed += 1
        elif event.kind in ENDS:
            self.offers.pop(str(event.offer), None)
        elif event.kind in (EventKind.CALL_ARRIVED, EventKind.CALL_READOPTED):
            self.arrived.append(str(event.interaction))
        elif event.kind is EventKind.INTERACTION_CLOSED:
            self.closed.append(str(event.interaction))

    def _look_for_idle_hands(self, at: datetime, item: Input) -> None:
        """No caller may wait whom somebody ready could serve: the router leaves no such pair."""
        assert self.day is not None
        world = self.day.centre._world
        if not world.switch_seen:
            return
        ready = [
            world.site.agents[agent]
            for agent, status in world.agents.items()
            if status.state is AgentState.READY and world.phone_reachable(agent)
        ]
        for call in world.calls.values():
            waits = call.phase is CallPhase.WAITING and call.offer is None and not call.missing
            if not waits or call.entry is None:
                continue
            workflow = workflow_of(world.site.queues[call.entry.queue], call.entry.asked)
            if any(admits(workflow.steps[0].admits, agent) for agent in ready):
                self.faults.append(f"{at}: {call.record.id} waits beside a ready agent after {item}")

    def _look_what_the_router_knows(self, at: datetime, item: Input) -> None:
        """The router is told of what changed only: it must know as much as if it were told all."""
        assert self.day is not None
        world, told = self.day.centre._world, self.day.centre._told
        calls = {*world.calls, *told.waiting}
        wrong = {call for call in calls if routing.entry_of(world, call) != told.waiting.get(call)}
        wrong |= {agent for agent in world.agents if routing.free_since(world, agent) != told.free.get(agent)}
        if wrong:
            self.faults.append(f"{at}: the router knows nothing of {sorted(wrong)} after {item}")

    def _look_what_is_due(self, at: datetime, item: Input) -> None:
        """Of what was touched only it is known when it is due: it must be as if all were looked at."""
        assert self.day is not None
        world, wanted = self.day.centre._world, list[datetime]()
        for call in world.calls.values():
            place = place_of(world, call)
            if place is None:
                continue
            queue = world.site.queues[place.queue]
            if rules_of(queue) and call.waiting.ask_at is not None:
                wanted.append(call.waiting.ask_at)
            if queue.announce is not None:
                wanted.append((call.waiting.told_at or place.entered_at) + queue.announce.every)
        wanted += [status.until for status in world.agents.values() if status.until is not None]
        schedules = (world.due.agents, world.due.asks, world.due.tells)
        found = min((due for schedule in schedules if (due := schedule.next()) is not None), default=None)
        if found != min(wanted, default=None):
            self.faults.append(f"{at}: due is {found} of {sorted(wanted)[:2]} after {item}")

    def verdict(self, played: Played) -> list[str]:
        """Return everything that went wrong in the whole day."""
        faults = list(self.faults)
        ids = [record.id for record in played.records]
        if sorted(ids) != sorted(self.closed) or len(set(ids)) != len(ids):
            faults.append("a call was closed twice")
        if set(ids) != set(self.arrived) or len(ids) < played.arrived:
            faults.append(f"{played.arrived} callers came, {len(ids)} records were closed")
        faults += [f"{r.id} has no outcome" for r in played.records if r.outcome == "open"]
        faults += [
            f"{r.id} has an open slice" for r in played.records if any(not s.ended_at for s in r.segments)
        ]
        faults += [f"{name} is stuck" for name in played.stuck]
        return faults
