"""A centre on a clock that the test moves, and a script of one caller."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

import pytest

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.agents import AgentState
from ctid.model.commands import GetReady, SignOn
from ctid.model.customers import Identification
from ctid.model.effects import Effect, Keep, RingAgent
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, FlowName, InteractionId, LegId, NodeId, OfferId, QueueName, SkillName
from ctid.model.interactions import Interaction
from ctid.model.languages import Language
from ctid.model.mistakes import Text
from ctid.model.reports import (
    CallArrived,
    CallerIdentified,
    IvrLeft,
    LegAlerting,
    LegAnswered,
    LegJoined,
    PopNotShown,
    QueueAsked,
    SwitchSeen,
)
from ctid.model.site import Agent, Disposition, NotReadyReason, Outbound, Queue, Site

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
SUPPORT = SkillName("support")
NODE = NodeId("sw1")
T = TypeVar("T")


def agent(id: str, level: int = 3) -> Agent:
    return Agent(AgentId(id), f"Agent {id}", id, {SUPPORT: level})


SITE = Site(
    name=Text("Test", "测试"),
    region="US",
    agents={a.id: a for a in (agent("1001"), agent("1002"))},
    queues={
        QueueName("support"): Queue(
            QueueName("support"),
            Text("Support", "客服"),
            {SUPPORT: 1},
            ring=timedelta(seconds=12),
            wrap_up=timedelta(seconds=30),
        )
    },
    skills=(SUPPORT,),
    numbers={"4001": FlowName("main")},
    dispositions={"resolved": Disposition("resolved", Text("Resolved", "已解决"))},
    outbound=Outbound(("+1202",), "+12025550000", wrap_up=timedelta(seconds=20)),
    not_ready_reasons={"lunch": NotReadyReason("lunch", Text("Lunch", "午餐"))},
)


@dataclass
class Stage:
    """A centre, its clock, and everything it has said."""

    centre: Centre
    now: datetime = START
    said: list[Effect | Event] = field(default_factory=list)
    calls: Iterator[int] = field(default_factory=lambda: count(1))

    def happens(self, *items: Input) -> list[Effect | Event]:
        """Let things happen, 10 ms apart; return what followed."""
        followed: list[Effect | Event] = []
        for item in items:
            self.now += timedelta(milliseconds=10)
            followed += self.centre.handle(item, now=self.now)
        self.said += followed
        return followed

    def passes(self, seconds: float) -> list[Effect | Event]:
        """Let time pass as the loop does: a tick at every deadline on the way."""
        until, followed = self.now + timedelta(seconds=seconds), []
        while (due := self.centre.next_deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            followed += self.centre.handle(Tick(), now=self.now)
        self.now = until
        followed += self.centre.handle(Tick(), now=self.now)
        self.said += followed
        return followed

    def all(self, kind: type[T]) -> list[T]:
        return [item for item in self.said if isinstance(item, kind)]

    def last(self, kind: type[T]) -> T:
        return self.all(kind)[-1]

    def told(self, kind: EventKind) -> list[Event]:
        return [event for event in self.all(Event) if event.kind is kind]

    def state(self, id: str) -> AgentState:
        status = self.centre.agent(AgentId(id))
        assert status is not None
        return status.state

    def ruled(self, **rules: object) -> "Stage":
        """A centre just started at this moment, like this one but for other rules of its queues."""
        site, other = self.centre.site, offer_ids()
        queues = {name: replace(queue, **rules) for name, queue in site.queues.items()}
        stage = Stage(Centre(replace(site, queues=queues), new_offer_id=other), self.now)
        stage.happens(SwitchSeen(NODE, (), {"1001": True, "1002": True}))
        return stage

    # --- small scripts --------------------------------------------------------------------------------
    def ready(self, *ids: str) -> None:
        for id in ids:
            self.happens(SignOn(f"on-{id}", AgentId(id)), GetReady(f"ready-{id}", AgentId(id)))

    def arrives(self) -> LegId:
        leg = LegId(f"{NODE}:100.{next(self.calls)}")
        self.happens(CallArrived(leg, "+12025550123", "", "4001", "main"))
        return leg

    def waits(self) -> LegId:
        leg = self.arrives()
        self.happens(CallerIdentified(leg, Identification("+12025550123", ())))
        self.enters(leg)
        return leg

    def enters(self, leg: LegId) -> None:
        """Have the flow lead a caller into the line."""
        self.happens(QueueAsked(leg, QueueName("support"), {}, 0, Language.EN), IvrLeft(leg, "wait"))

    def rings(self) -> RingAgent:
        """Have the newest offer's page absent and its phone ring."""
        offer = self.told(EventKind.OFFER_MADE)[-1].offer
        assert offer is not None
        self.happens(PopNotShown(offer))
        ring = self.last(RingAgent)
        self.happens(LegAlerting(ring.leg))
        return ring

    def talks(self, caller: LegId) -> RingAgent:
        ring = self.rings()
        self.happens(LegAnswered(ring.leg), LegJoined(ring.leg, "b1"), LegJoined(caller, "b1"))
        return ring

    def record(self, leg: LegId) -> Interaction:
        kept = [k.record for k in self.all(Keep) if isinstance(k.record, Interaction)]
        return [record for record in kept if record.id == InteractionId(leg)][-1]


def offer_ids() -> Callable[[], OfferId]:
    numbers = count(1)
    return lambda: OfferId(f"off_{next(numbers)}")


def set_stage() -> Stage:
    """A centre whose switch is up and whose phones are registered."""
    stage = Stage(Centre(SITE, new_offer_id=offer_ids()))
    stage.happens(SwitchSeen(NODE, (), {"1001": True, "1002": True}))
    return stage


@pytest.fixture
def stage() -> Stage:
    """A centre that is up."""
    return set_stage()


@pytest.fixture
def new_stage() -> Callable[[], Stage]:
    """As many centres as a test wants, each up."""
    return set_stage


@pytest.fixture
def fresh() -> Stage:
    """A centre that has just started: it has not seen its switch yet."""
    return Stage(Centre(SITE, new_offer_id=offer_ids()))
