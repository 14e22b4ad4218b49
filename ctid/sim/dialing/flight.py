"""Calls in flight: from the start of the dial until an agent has the call, or nobody ever will."""

from collections import deque
from dataclasses import dataclass

from ctid.dialer.pacing.terms import CallEnded, CallSeen, Result, Stage
from ctid.sim.dialing.clock import Clock
from ctid.sim.dialing.desks import Desks
from ctid.sim.dialing.leads import Fate, Lead
from ctid.sim.dialing.tape import Books, Tape
from ctid.sim.dialing.world import World


@dataclass(slots=True, eq=False)
class Call:
    """A call in flight. `heard` is when it was answered, `waits` since when it wants an agent."""

    id: str
    lead: Lead
    started: float
    fate: Fate
    chance: float | None
    heard: float = -1.0
    waits: float = -1.0


class Flight:
    """All calls in flight: `seen` as a dialer sees them, `ended` those that are no longer."""

    def __init__(self, world: World, clock: Clock, tape: Tape, books: Books, desks: Desks) -> None:
        self.seen: dict[str, CallSeen] = {}
        self.ended: list[CallEnded] = []
        self._world, self._clock, self._tape, self._books, self._desks = world, clock, tape, books, desks
        self._waiting: deque[Call] = deque()
        self._dialled = 0
        desks.freed = self._next_waiting

    def start(self, lead: Lead, answers: float) -> None:
        """Call a lead, when persons answer with the chance `answers`."""
        now, self._dialled = self._clock.now, self._dialled + 1
        chance = answers * lead.factor if self._world.scored else None
        call = Call(f"c{self._dialled}", lead, now, lead.fate(self._world, answers), chance)
        self._tape.dialled(now)
        self._show(call, Stage.DIALLING)
        if call.fate is Fate.FAILS:
            self._clock.at(now + lead.fails_after, self._fails, call)
        else:
            self._clock.at(now + lead.set_up, self._rings, call)

    # --- the line ----------------------------------------------------------------------------------
    def _rings(self, call: Call) -> None:
        self._show(call, Stage.RINGING)
        lead, now, gives_up = call.lead, self._clock.now, self._world.line.gives_up
        ends = now + lead.unanswered if gives_up is None else call.started + gives_up
        answers = now + (lead.rings if call.fate is Fate.PERSON else lead.machine_rings)
        if call.fate is not Fate.NOBODY and (gives_up is None or answers < ends):
            self._clock.at(answers, self._answered, call)
        else:
            self._clock.at(ends, self._unanswered, call)

    def _fails(self, call: Call) -> None:
        self._end(call, Result.FAILED)

    def _unanswered(self, call: Call) -> None:
        self._end(call, Result.NO_ANSWER)

    def _answered(self, call: Call) -> None:
        call.heard = self._clock.now
        if self._world.detector is None:
            self._wants_agent(call)
            return
        self._clock.changed = True
        self._show(call, Stage.CLASSIFYING)
        lead = call.lead
        takes = lead.person_verdict if call.fate is Fate.PERSON else lead.machine_verdict
        self._clock.at(call.heard + takes, self._verdict, call)

    def _verdict(self, call: Call) -> None:
        detector, person = self._world.detector, call.fate is Fate.PERSON
        assert detector is not None
        errs = call.lead.verdict_lot < (detector.false_positives if person else detector.false_negatives)
        if person != errs:
            self._wants_agent(call)
            return
        if person:
            self._tape.abandoned(call.heard, misjudged=True)
        self._end(call, Result.MACHINE)

    # --- an agent ----------------------------------------------------------------------------------
    def _wants_agent(self, call: Call) -> None:
        call.waits = self._clock.now
        if not self._connects(call):
            self._clock.changed = True
            self._show(call, Stage.WAITING)
            self._waiting.append(call)
            self._clock.at(call.waits + self._world.line.allowance, self._too_late, call)

    def _connects(self, call: Call) -> bool:
        """Give a call to an agent, if one is free; the dialer takes whoever is connected for a person."""
        machine = call.fate is Fate.MACHINE
        if not self._desks.take(call.lead, machine=machine):
            return False
        if not machine:
            self._tape.served_after(self._clock.now - call.waits, call.heard)
        self._books.taken += 1
        self._end(call, Result.PERSON)
        return True

    def _next_waiting(self) -> None:
        if self._waiting:
            self._connects(self._waiting.popleft())

    def _too_late(self, call: Call) -> None:
        if call.id not in self.seen:  # connected meanwhile
            return
        self._waiting.remove(call)
        self._books.lost += 1
        if call.fate is Fate.PERSON:
            self._tape.abandoned(call.heard, misjudged=False)
        self._end(call, Result.ABANDONED)

    # --- what is seen ------------------------------------------------------------------------------
    def _show(self, call: Call, stage: Stage) -> None:
        self.seen[call.id] = CallSeen(call.id, call.started, stage, self._clock.now, call.chance)

    def _end(self, call: Call, result: Result) -> None:
        self._clock.changed = True
        del self.seen[call.id]
        heard = call.heard if call.heard >= 0 else None
        self.ended.append(CallEnded(call.id, call.started, heard, self._clock.now, result, call.chance))
