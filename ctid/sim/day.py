"""One day, played: the centre in the middle, everybody else around it, one heap of things to come.

    played = Day(plan, random.Random(seed)).play()

The loop is the daemon's: an input goes in by `handle`, what follows is handed to its addressee, and at
`next_deadline` a Tick goes in. An answer never comes inside a question: everything goes over the agenda.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from hashlib import sha256
from itertools import count
from typing import Any

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.agents import AgentStatus
from ctid.model.customers import Identification
from ctid.model.effects import (
    AnswerCommand,
    AnswerQueueAsk,
    ClearLeg,
    Effect,
    ForwardLeg,
    IdentifyCaller,
    Keep,
    LookAgain,
    NotePlace,
    PopCustomer,
    RingAgent,
    SendLeg,
    StartFlow,
    TellWaiting,
    WriteClosed,
    WriteMembers,
)
from ctid.model.events import Event
from ctid.model.ids import OFFER_PREFIX, OfferId
from ctid.model.interactions import Interaction
from ctid.model.receipts import GiveReceipt
from ctid.model.reports import CallerIdentified, PopShown
from ctid.model.work_items import WorkItem
from ctid.sim.agenda import Agenda
from ctid.sim.chance import Chance
from ctid.sim.crew import Crew
from ctid.sim.crowd import Crowd
from ctid.sim.inbox import Inbox
from ctid.sim.line import Line
from ctid.sim.plan import Plan
from ctid.sim.switch import Hooks, Switch

LONGEST_EVENING = timedelta(hours=4)
"""Long enough for every caller's patience and talk; who has not gone home by then is stuck."""

Watch = Callable[[datetime, Input, Sequence[Effect | Event]], None]
Progress = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Played:
    """What came of a day. `digest` is of all events and closed records, in order."""

    arrived: int
    records: tuple[Interaction, ...]  # closed, in order of closing
    staffed: timedelta
    inputs: int
    events: int
    ended_at: datetime
    stuck: tuple[str, ...]  # agents who could not go home, callers whose record did not close
    digest: str


class Day:
    """A day ready to be played. `watch` sees every input and all that followed from it."""

    def __init__(self, plan: Plan, chance: Chance, *, watch: Watch | None = None) -> None:
        numbers = count(1)
        self.centre = Centre(plan.site, new_offer_id=lambda: OfferId(f"{OFFER_PREFIX}{next(numbers):06d}"))
        self.agenda = Agenda(plan.start)
        self.line = Line(self.agenda, plan, chance, self._hear)
        self.switch = Switch(self.agenda, self.line, plan.delays, chance)
        self.crowd = Crowd(self.agenda, plan, chance, self.switch, self.line)
        self.crew = Crew(self.agenda, plan, chance, self.switch, self._ask)
        self.inbox = Inbox(self.agenda, plan, chance, self._ask)
        self.switch.hooks = Hooks(self.crowd.joined, self.crowd.left_alone, self.crew.rings)
        self._plan = plan
        self._chance = chance
        self._watch = watch
        self._digest = sha256()
        self._open: dict[str, Interaction] = {}
        self._closed: list[Interaction] = []
        self._inputs = self._events = 0
        self._addressees: dict[type, Callable[[Any], None]] = {
            AnswerQueueAsk: self.crowd.hears,
            RingAgent: self.switch.ring,
            ClearLeg: self.switch.clear,
            LookAgain: self._look_again,
            IdentifyCaller: self._identify,
            PopCustomer: self._show,
            AnswerCommand: self.crew.answered,
            WriteMembers: lambda effect: None,
            WriteClosed: lambda effect: None,
            **dict.fromkeys((SendLeg, ForwardLeg, StartFlow), self.crowd.sent_on),
            NotePlace: self.switch.note_place,
            TellWaiting: lambda effect: None,
            GiveReceipt: lambda effect: None,
            Keep: self._keep,
        }

    # --- playing ------------------------------------------------------------------------------------
    def play(self, progress: Progress = lambda share: None) -> Played:
        """Play the day to its end; `progress` hears the share of it that is over, every simulated hour."""
        self._begin(progress)
        last = self._plan.end + LONGEST_EVENING
        while True:
            due, deadline = self.agenda.due(), self.centre.next_deadline()
            if deadline is not None and (due is None or deadline <= due):
                self.agenda.now = max(self.agenda.now, deadline)
                self._hear(Tick())
            elif due is None or due > last:
                return self._played()
            else:
                self.agenda.next()()

    def _begin(self, progress: Progress) -> None:
        for agent in self._plan.site.agents.values():
            self.switch.phones[agent.phone] = True
        self._look()
        self.crew.comes()
        self.crowd.opens()
        self.inbox.opens()
        self._break_line()
        self.agenda.at(self._plan.end, self._close)
        for hour in range(1, int(self._plan.hours) + 1):
            due = self._plan.start + timedelta(hours=hour)
            self.agenda.at(due, partial(progress, hour / self._plan.hours))

    def _close(self) -> None:
        """The doors are closed; when the last caller is gone the agents go home."""
        if self.switch.callers or self._open:
            self.agenda.after(timedelta(seconds=1), self._close)
        else:
            self.crew.goes_home()

    def _played(self) -> Played:
        stuck = [id for id, worker in self.crew.workers.items() if worker.state != "signed_off"]
        return Played(
            self.crowd.arrived,
            tuple(self._closed),
            self.crew.staffed(),
            self._inputs,
            self._events,
            self.agenda.now,
            (*stuck, *self._open),
            self._digest.hexdigest(),
        )

    # --- the centre and its addressees --------------------------------------------------------------
    def _hear(self, item: Input) -> None:
        said = self.centre.handle(item, now=self.agenda.now)
        self._inputs += 1
        for one in said:
            if isinstance(one, Event):
                self._events += 1
                self._digest.update(repr(one).encode())
            else:
                self._addressees[type(one)](one)
        if self._watch is not None:
            self._watch(self.agenda.now, item, said)

    def _ask(self, command: Input) -> None:
        self.agenda.after(timedelta(), partial(self._hear, command))

    def _identify(self, effect: IdentifyCaller) -> None:
        found = CallerIdentified(effect.leg, Identification(effect.ani, ()))
        self.agenda.after(self._plan.delays.store.draw(self._chance), partial(self._hear, found))

    def _show(self, effect: PopCustomer) -> None:
        shown = PopShown(effect.offer)
        self.agenda.after(self._plan.delays.page.draw(self._chance), partial(self._hear, shown))

    def _keep(self, effect: Keep) -> None:
        record = effect.record
        if isinstance(record, AgentStatus):
            self.crew.shows(record)
        elif isinstance(record, WorkItem):
            self.inbox.shows(record)
        elif isinstance(record, Interaction):
            if record.closed_at is None:
                self._open[record.id] = record
            else:
                self._open.pop(record.id, None)
                self._closed.append(record)
                self._digest.update(repr(record).encode())

    # --- the line to the switch -----------------------------------------------------------------------
    def _look(self) -> None:
        """Look at the whole switch, now and again while anybody is there."""
        if self.line.up:
            self.line.say(self.switch.look())
        if self.agenda.now < self._plan.end or self.switch.callers or self._open:
            self.agenda.after(timedelta(seconds=self._plan.look_every), self._look)

    def _look_again(self, effect: LookAgain) -> None:
        if self.line.up:
            self.line.say(self.switch.look())

    def _break_line(self) -> None:
        rate = self._plan.faults.outages
        if not rate:
            return
        due = self.agenda.now + timedelta(hours=self._chance.expovariate(rate))
        if due < self._plan.end:
            self.agenda.at(due, self._line_breaks)

    def _line_breaks(self) -> None:
        self.line.breaks()
        self.agenda.after(self._plan.faults.outage_lasts.draw(self._chance), self._line_returns)

    def _line_returns(self) -> None:
        self.line.up = True
        self.line.say(self.switch.look())
        self._break_line()
