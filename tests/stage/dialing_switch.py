"""A switch that dials for campaigns, as dialplan/60-dialer.conf does: receipts, people, agents who stand by.

What it has done stays true whoever listens. What it says is heard only while the connection is there; what it
was told while it stood still it does when it goes on, before anything else.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from ctid.model.attempt_effects import JoinStandby, PlaceAttempt, ReadReceipt, StandAgain, StandBy
from ctid.model.effects import ClearLeg, Effect, LookAgain, RingAgent
from ctid.model.ids import AgentId, LegId, NodeId, agent_leg, switch_id
from ctid.model.reasons import Reason
from ctid.model.reports import (
    AttemptTold,
    AttemptUnanswered,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegHistory,
    LegJoined,
    LegParted,
    Receipt,
    ReceiptRead,
    Report,
    SeenLeg,
    Sign,
    SwitchLost,
    SwitchSeen,
)

NODE = NodeId("sw1")


@dataclass
class Person:
    """Somebody who is called: their phone is dialled, rings, or they are there, with an agent or not."""

    order: PlaceAttempt
    leg: LegId
    rings: bool = False
    there: bool = False
    late: bool = False
    agent: LegId | None = None


@dataclass
class Standing:
    """An agent's phone that rings, or their leg that stands by or talks."""

    agent: AgentId
    up: bool = False
    person: LegId | None = None


@dataclass
class Switch:
    """`dialled` hears of each number as it is dialled; `agents` are those whose phones are registered."""

    now: datetime
    agents: tuple[str, ...]
    dialled: Callable[[PlaceAttempt], None]
    says: deque[Report] = field(default_factory=deque)
    connected: bool = True
    frozen: bool = False
    wire: deque[Effect] = field(default_factory=deque)  # told, not done yet
    receipts: dict[LegId, Receipt] = field(default_factory=dict)
    unwritten: set[LegId] = field(default_factory=set)  # receipts of the last second
    people: dict[LegId, Person] = field(default_factory=dict)  # by their line
    standing: dict[LegId, Standing] = field(default_factory=dict)
    histories: dict[LegId, LegHistory] = field(default_factory=dict)
    no_more: set[str] = field(default_factory=set)  # attempts whose people said so
    up_since: datetime = field(init=False)
    restarted: bool = False

    def __post_init__(self) -> None:
        self.up_since = self.now - timedelta(hours=1)

    def say(self, *reports: Report) -> None:
        """Tell something to whoever listens."""
        if self.connected:
            self.says += reports

    # --- what it is told ---------------------------------------------------------------------------
    def perform(self, effect: Effect) -> None:
        """Do what it is told, or once it can."""
        if not self.connected:
            leg = getattr(effect, "leg", None)
            if isinstance(effect, PlaceAttempt | StandBy) and leg is not None:
                self.says.append(LegFailed(leg, Reason("switch_lost")))
        elif self.frozen:
            self.wire.append(effect)
        else:
            self._do(effect)

    def _do(self, effect: Effect) -> None:
        match effect:
            case PlaceAttempt():
                self._dial(effect)
            case StandBy(leg=leg, agent=agent):
                self.standing[leg] = Standing(agent)
                self.say(LegAlerting(leg))
            case JoinStandby():
                self._join(effect)
            case StandAgain(leg=leg) if leg in self.standing:
                self._part(leg)
                self.say(LegHeld(leg))
            case ClearLeg(leg=leg):
                self._clear(leg)
            case RingAgent(leg=leg):
                self.say(LegFailed(leg, Reason("no_answer")))
            case ReadReceipt(line=line):
                self.say(ReceiptRead(line, self.receipts.get(line), self.now - self.up_since))
            case LookAgain():
                self.say(self.seen())

    def _dial(self, order: PlaceAttempt) -> None:
        if order.line in self.receipts:
            self.say(AttemptTold(order.line, order.line, Sign.TWICE))
            return
        self.receipts[order.line] = Receipt("sent")
        self.unwritten.add(order.line)
        self.dialled(order)
        person = self.people[order.line] = Person(order, LegId(f"sw1:9.{len(self.receipts)}"))
        self.say(AttemptTold(order.line, person.leg, Sign.DIALLING))

    def _join(self, effect: JoinStandby) -> None:
        person, standing = self.person_at(effect.caller), self.standing.get(effect.leg)
        if standing is None:
            return
        if person is None or person.late or person.agent is not None:
            self.say(LegFailed(agent_leg(NODE, effect.offer), Reason("caller_left")), LegHeld(effect.leg))
            return
        person.agent, standing.person = effect.leg, person.leg
        self._met(person.leg)
        self.say(LegJoined(effect.leg, f"b{person.leg}"), LegJoined(person.leg, f"b{person.leg}"))

    def _met(self, leg: LegId) -> None:
        self.histories[leg] = LegHistory(leg, joined_at=self.now)

    # --- what people do ----------------------------------------------------------------------------
    def person_at(self, leg: LegId) -> Person | None:
        return next((one for one in self.people.values() if one.leg == leg), None)

    def rings(self, person: Person) -> None:
        person.rings = True
        self.unwritten.discard(person.order.line)
        self.say(LegAlerting(person.leg))

    def answers(self, person: Person) -> None:
        person.there = True
        line = person.order.line
        self.receipts[line] = Receipt("answered", leg=person.leg)
        self.say(LegCleared(line, 16), AttemptTold(line, person.leg, Sign.ANSWERED))
        self.say(AttemptTold(line, person.leg, Sign.WAITING))

    def waits_too_long(self, person: Person) -> None:
        person.late = True
        self.say(AttemptTold(person.order.line, person.leg, Sign.MESSAGE))

    def wants_no_more(self, person: Person) -> None:
        """They press the key while they hear the message, and are told that it was heard."""
        line = person.order.line
        self.receipts[line] = replace(self.receipts[line], no_more_at=self.now)
        self.no_more.add(switch_id(line))

    def does_not_answer(self, person: Person, dial: str = "BUSY", cause: int = 17, sip: int = 486) -> None:
        line = person.order.line
        del self.people[line]
        self.receipts[line] = Receipt("ended", dial=dial, cause=cause, sip=sip)
        self.say(LegCleared(person.leg, cause), AttemptUnanswered(line, dial, cause, sip))
        self.say(LegCleared(line, cause))

    def hangs_up(self, person: Person) -> None:
        del self.people[person.order.line]
        if person.agent is not None:
            self._part(person.agent)
            self.say(LegHeld(person.agent))
        self._ended(person.leg)
        if switch_id(person.order.line) in self.no_more:
            self.say(AttemptTold(person.order.line, person.leg, Sign.NO_MORE))
        self.say(LegCleared(person.leg, 16))

    def agent_answers(self, leg: LegId) -> None:
        self.standing[leg].up = True
        self.say(LegAnswered(leg), LegHeld(leg))

    def agent_does_not(self, leg: LegId) -> None:
        del self.standing[leg]
        self.say(LegFailed(leg, Reason("no_answer")), LegCleared(leg, 19))

    def _part(self, agent: LegId) -> None:
        """An agent is with nobody any more; whom they leave has nobody to talk to, and goes."""
        standing = self.standing[agent]
        person = self.person_at(standing.person) if standing.person is not None else None
        if standing.person is None:
            return
        self.say(LegParted(agent, f"b{standing.person}"))
        standing.person = None
        if person is not None:
            person.agent = None
            self.hangs_up(person)

    def _clear(self, leg: LegId) -> None:
        person = self.person_at(leg)
        if leg in self.standing:
            self._part(leg)
            del self.standing[leg]
            self.say(LegCleared(leg, 16))
        elif leg in self.people and not self.people[leg].there:
            self.does_not_answer(self.people[leg], "CANCEL", 16, 487)
        elif person is not None and person.there:
            self.hangs_up(person)

    def _ended(self, leg: LegId) -> None:
        met = self.histories.get(leg, LegHistory(leg))
        parted = self.now if met.joined_at is not None else None
        self.histories[leg] = LegHistory(leg, self.now, 16, joined_at=met.joined_at, parted_at=parted)

    # --- what befalls it ---------------------------------------------------------------------------
    def goes_on(self) -> None:
        self.frozen = False
        while self.wire:
            self._do(self.wire.popleft())

    def is_lost(self, *, undone: bool) -> None:
        """The connection breaks; what was on its way there may be done all the same, or nothing arrives."""
        if self.connected:
            waiting = [one.leg for one in self.wire if isinstance(one, PlaceAttempt | StandBy)]
            if undone:
                self.wire.clear()
                self.says.clear()
            self.connected = False
            self.says += [LegFailed(leg, Reason("switch_lost")) for leg in waiting]
            self.says.append(SwitchLost(NODE, "gone"))

    def is_back(self) -> None:
        self.goes_on()
        self.connected = True
        self.say(self.seen())
        self.restarted = False

    def dies(self, *, forgets: bool) -> None:
        """It is killed and started: all calls are over; what it wrote in its last second may be lost."""
        self.is_lost(undone=True)
        for person in self.people.values():
            if forgets and person.order.line in self.unwritten:
                del self.receipts[person.order.line]
            self._ended(person.leg)
        self.frozen, self.restarted, self.up_since = False, True, self.now
        self.people.clear()
        self.standing.clear()

    def seen(self) -> SwitchSeen:
        phones = dict.fromkeys(self.agents, True)
        past = tuple(self.histories.values())
        return SwitchSeen(NODE, tuple(self._legs()), phones, past, self.restarted)

    def _legs(self) -> Iterator[SeenLeg]:
        for line, person in self.people.items():
            peers = (person.agent,) if person.agent is not None else ()
            yield SeenLeg(person.leg, person.there, person.there, not person.there, peers=peers)
            if not person.there:
                yield SeenLeg(line)
        for leg, one in self.standing.items():
            peers = (one.person,) if one.person is not None else ()
            assert switch_id(leg).startswith("stand_")
            yield SeenLeg(
                leg, answered=one.up, ringing=not one.up, peers=peers, agent=one.agent, toward=one.person
            )
