"""A small town around a centre that calls back: callers who wait, hang up and answer; agents; a switch.

It does what the centre asks of the switch, and what chance says that people do. After every step `faults`
holds what must never be seen. A restart keeps what was kept, and no more.
"""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from ctid.acd.workflows import admits, workflow_of
from ctid.calls.phase import CallPhase
from ctid.centre import routing
from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.callback_effects import CallBack, Promise
from ctid.model.callbacks import ENDED, Callback, CallbackState
from ctid.model.commands import CancelCallback, GetReady, GoNotReady, SignOn
from ctid.model.effects import ClearLeg, Effect, Keep, PopCustomer, RingAgent
from ctid.model.events import Event
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId, QueueName
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import (
    CallArrived,
    IvrLeft,
    KeyPressed,
    LegAlerting,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    PopNotShown,
    QueueAsked,
    Remembered,
    SeenLeg,
    SwitchSeen,
)
from ctid.model.routing_policy import CallbackInQueue, Dial
from ctid.model.site import Site

NODE, QUEUE = NodeId("sw1"), QueueName("support")


@dataclass
class Town:
    """`agents` are those of the site, all signed on; every phone is reachable."""

    site: Site
    now: datetime
    centre: Centre = field(init=False)
    waiting: list[LegId] = field(default_factory=list)  # in the laps
    promised: list[LegId] = field(default_factory=list)  # hear the promise
    ringing: dict[LegId, RingAgent] = field(default_factory=dict)
    ready_to_call: dict[LegId, RingAgent] = field(default_factory=dict)  # answered, wait for a customer
    dialled: dict[LegId, CallBack] = field(default_factory=dict)
    talks: list[tuple[LegId, LegId]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    kept: dict[tuple[type, str], object] = field(default_factory=dict)
    places: dict[InteractionId, datetime] = field(default_factory=dict)
    called: Counter[str] = field(default_factory=Counter)
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def __post_init__(self) -> None:
        self._start()
        self.do(SwitchSeen(NODE, (), self._phones()))
        for agent in self.site.agents:
            self.do(SignOn(f"on-{agent}", agent))

    def _phones(self) -> dict[str, bool]:
        return {agent.phone: True for agent in self.site.agents.values()}

    def _start(self) -> None:
        self.centre = Centre(self.site, new_offer_id=lambda: OfferId(f"off_{next(self.numbers)}"))

    # --- what the centre asks ------------------------------------------------------------------------
    def do(self, item: Input) -> None:
        """Let something happen, do what the centre asks for, and look at everything."""
        self.now += timedelta(milliseconds=10)
        said = self.centre.handle(item, now=self.now)
        for what in said:
            self._carry_out(what)
        self._look(item)
        for what in said:
            if isinstance(what, PopCustomer):
                self.do(PopNotShown(what.offer))

    def _carry_out(self, what: Effect | Event) -> None:
        match what:
            case Keep(record):
                self.kept[type(record), str(getattr(record, "id", None) or record.agent)] = record  # type: ignore[union-attr]
            case RingAgent(leg=leg):
                self.ringing[leg] = what
            case Promise(leg=leg, kept=True) if leg in self.waiting:
                self.waiting.remove(leg)
                self.promised.append(leg)
            case CallBack(leg=leg):
                self.called[leg] += 1
                self.dialled[leg] = what
            case ClearLeg(leg=leg):
                for legs in (self.ringing, self.ready_to_call, self.dialled):
                    legs.pop(leg, None)  # type: ignore[attr-defined]

    # --- what people do ------------------------------------------------------------------------------
    def arrives(self, n: int) -> None:
        leg = LegId(f"{NODE}:{next(self.numbers)}.1")
        self.do(CallArrived(leg, f"+1202555010{n % 4}", "", "4001", "main"))
        self.do(QueueAsked(leg, QUEUE, {}, n % 2, Language.EN))
        if self.centre._world.calls[InteractionId(leg)].entry is None:
            self.do(LegCleared(leg, 16))
            return
        self.waiting.append(leg)
        self.do(IvrLeft(leg, "wait"))
        self.do(LegHeld(leg))

    def presses(self, n: int) -> None:
        if self.waiting:
            self.do(KeyPressed(self.waiting[n % len(self.waiting)], "2"))

    def hangs_up(self, n: int) -> None:
        legs = self.promised or self.waiting
        if legs:
            self.do(LegCleared(legs.pop(n % len(legs)), 16))

    def phone_is_answered(self, n: int) -> None:
        if not self.ringing:
            return
        leg = sorted(self.ringing)[n % len(self.ringing)]
        ring = self.ringing.pop(leg)
        if ring.calls_back:
            self.ready_to_call[leg] = ring
            self.do(LegAlerting(leg))
            self.do(LegAnswered(leg))
        elif ring.caller in self.waiting:
            self.do(LegAnswered(leg))
            self.waiting.remove(ring.caller)
            self._join(leg, ring.caller)

    def phone_is_missed(self, n: int) -> None:
        if self.ringing:
            leg = sorted(self.ringing)[n % len(self.ringing)]
            del self.ringing[leg]
            self.do(LegFailed(leg, Reason("no_answer", {"rang_s": 12})))

    def agent_leaves(self, n: int) -> None:
        if self.ready_to_call:
            leg = sorted(self.ready_to_call)[n % len(self.ready_to_call)]
            del self.ready_to_call[leg]
            self.do(LegCleared(leg, 16))

    def customer_answers(self, n: int) -> None:
        if not self.dialled:
            return
        call = self.dialled.pop(sorted(self.dialled)[n % len(self.dialled)])
        self.do(LegAnswered(call.leg))
        if call.agent_leg in self.ready_to_call:
            del self.ready_to_call[call.agent_leg]
            self._join(call.agent_leg, call.leg)
        else:
            self.waiting.append(call.leg)
            self.do(LegHeld(call.leg))

    def customer_does_not(self, n: int) -> None:
        if self.dialled:
            leg = sorted(self.dialled)[n % len(self.dialled)]
            del self.dialled[leg]
            self.do(LegFailed(leg, Reason(("busy", "no_answer", "switch_lost")[n % 3])))
            self.do(LegCleared(leg, 17))

    def _join(self, agent: LegId, caller: LegId) -> None:
        self.talks.append((agent, caller))
        self.do(LegJoined(agent, f"b{agent}"))
        self.do(LegJoined(caller, f"b{agent}"))

    def talk_ends(self, n: int) -> None:
        if self.talks:
            agent, caller = self.talks.pop(n % len(self.talks))
            for item in (LegParted(agent, f"b{agent}"), LegCleared(agent, 16), LegCleared(caller, 16)):
                self.do(item)

    def ready(self, n: int) -> None:
        agent = sorted(self.site.agents)[n % len(self.site.agents)]
        self.do(GetReady("r", AgentId(agent)))

    def not_ready(self, n: int) -> None:
        agent = sorted(self.site.agents)[n % len(self.site.agents)]
        self.do(GoNotReady("n", AgentId(agent), "lunch"))

    def cancels(self, n: int) -> None:
        wishes = sorted(self.centre.callbacks())
        if wishes:
            self.do(CancelCallback("c", "boss", wishes[n % len(wishes)]))

    def passes(self, n: int) -> None:
        until = self.now + timedelta(seconds=(5, 40, 200)[n % 3])
        while (due := self.centre.next_deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.do(Tick())
        self.now = max(self.now, until)
        self.do(Tick())

    def restarts(self, n: int) -> None:
        self._start()
        self.now += timedelta(seconds=7)

        def all_of(kind: type) -> tuple:
            return tuple(record for (of, _), record in self.kept.items() if of is kind)

        calls = tuple(call for call in all_of(Interaction) if call.closed_at is None)
        closed = {call.id: call.closed_at for call in all_of(Interaction) if call.closed_at is not None}
        offers = tuple(offer for offer in all_of(OfferRecord) if offer.ended_at is None)
        wishes = tuple(wish for wish in all_of(Callback) if wish.id not in closed)
        self.do(Remembered(all_of(AgentStatus), calls, offers, closed=closed, callbacks=wishes))
        self.do(SwitchSeen(NODE, tuple(self._legs()), self._phones()))

    def _legs(self):
        for leg in self.waiting:
            yield SeenLeg(leg, caller=True, answered=True, holding=True, verb="wait")
        for leg in self.promised:
            yield SeenLeg(leg, caller=True, answered=True, verb="wait")
        for leg, ring in self.ringing.items():
            toward = None if ring.calls_back else ring.caller
            yield SeenLeg(leg, ringing=True, agent=ring.agent, toward=toward)
        for leg, ring in self.ready_to_call.items():
            yield SeenLeg(leg, answered=True, agent=ring.agent)
        for leg in self.dialled:
            yield SeenLeg(leg, ringing=True)
        for agent, caller in self.talks:
            yield SeenLeg(agent, answered=True, peers=(caller,), agent=None)
            yield SeenLeg(caller, caller=True, answered=True, peers=(agent,), verb="wait")

    # --- what must never be seen ---------------------------------------------------------------------
    def _look(self, item: Input) -> None:
        world, told = self.centre._world, self.centre._told
        for leg, times in self.called.items():
            if times > 1:
                self.faults.append(f"{leg} was dialled {times} times")
        flying = Counter(call.number for call in self.dialled.values())
        self.faults += [f"{number} is called twice at once" for number, times in flying.items() if times > 1]
        for id, call in world.calls.items():
            at = call.entry.entered_at if call.entry is not None else None
            if at is not None and self.places.setdefault(id, at) != at:
                self.faults.append(f"{id} lost its place after {item}")
            if routing.entry_of(world, id) != told.waiting.get(id):
                self.faults.append(f"the router has a wrong idea of {id} after {item}")
            if call.phase is CallPhase.AWAY and id in told.waiting:
                self._look_at_place(self.centre.callbacks()[id], call.leg)
        if world.switch_seen:
            self._look_for_idle_hands(item)

    def _look_at_place(self, wish: Callback, leg: LegId) -> None:
        """Only a place that may be served now may keep an agent from who is behind it."""
        flying = any(call.number == wish.number for call in self.dialled.values())
        may_be = wish.state is CallbackState.WAITING and not flying and leg not in self.promised
        if not may_be or wish.dial is not Dial.AGENT_FIRST:
            self.faults.append(f"the router knows {wish}, which may not be served")

    def _look_for_idle_hands(self, item: Input) -> None:
        world = self.centre._world
        ready = [self.site.agents[a] for a, s in world.agents.items() if s.state is AgentState.READY]
        for call in world.calls.values():
            if (
                call.phase is not CallPhase.WAITING
                or call.offer is not None
                or call.missing
                or not call.entry
            ):
                continue
            wanted = workflow_of(self.site.queues[QUEUE], call.entry.asked).steps[0].admits
            if any(admits(wanted, agent) for agent in ready):
                self.faults.append(f"{call.record.id} waits beside a ready agent after {item}")

    # --- the end of the day --------------------------------------------------------------------------
    def closes(self) -> None:
        """Let everybody go; nothing may be left."""
        for _ in range(200):
            for leave in (self.talk_ends, self.customer_does_not, self.agent_leaves, self.phone_is_missed):
                leave(0)
            while self.promised or self.waiting:
                self.hangs_up(0)
        for _ in range(30):
            self.passes(2)
            for leave in (self.customer_does_not, self.agent_leaves, self.phone_is_missed):
                leave(0)
        world = self.centre._world
        self.faults += [f"{id} never ended: {call.phase}" for id, call in world.calls.items()]
        self.faults += [f"{a} is stuck" for a, s in world.agents.items() if s.state is AgentState.RESERVED]
        for (kind, id), record in self.kept.items():
            if kind is Callback and record.state not in ENDED:  # type: ignore[attr-defined]
                self.faults.append(f"the wish {id} never ended: {record}")


ACTIONS = (
    Town.arrives, Town.arrives, Town.presses, Town.presses, Town.hangs_up, Town.hangs_up,
    Town.phone_is_answered, Town.phone_is_answered, Town.phone_is_missed, Town.agent_leaves,
    Town.customer_answers, Town.customer_answers, Town.customer_does_not, Town.talk_ends, Town.talk_ends,
    Town.ready, Town.ready, Town.ready, Town.not_ready, Town.cancels, Town.passes, Town.passes, Town.restarts,
)  # fmt: skip


def with_callback(site: Site, dial: Dial) -> Site:
    """Have the queue call back: in town, wishes are short-lived."""
    policy = CallbackInQueue("2", dial, 1, timedelta(seconds=60), timedelta(seconds=900))
    queues = {name: replace(queue, callback=policy) for name, queue in site.queues.items()}
    return replace(site, queues=queues)
