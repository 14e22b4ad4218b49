"""A centre with items on a clock that the test moves; it can be killed and started anew at any moment."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import TypeVar

from ctid.centre.centre import Centre
from ctid.centre.rules import Input, Tick
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import AcceptItem, Asker, BringItem, FinishItem, GetReady, SignOn
from ctid.model.customers import Identification
from ctid.model.effects import AnswerCommand, Effect, Keep, RingAgent
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId
from ctid.model.interactions import Interaction, OfferRecord, SegmentKind
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.receipts import GiveReceipt
from ctid.model.records import Record
from ctid.model.reports import (
    CallArrived,
    CallerIdentified,
    IvrLeft,
    LegAlerting,
    LegAnswered,
    LegJoined,
    PopNotShown,
    QueueAsked,
    Remembered,
    SwitchSeen,
)  # fmt: skip
from ctid.model.site import Site
from ctid.model.work_items import ItemState, WorkItem
from item_site import HELP, SITE

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
ALICE, BOB = AgentId("1001"), AgentId("1002")
NODE = NodeId("sw1")
PHONES = {"1001": True, "1002": True}
T = TypeVar("T")


@dataclass
class Desk:
    """A centre whose switch is up, its clock, and everything it has said."""

    centre: Centre
    new_offer_id: Callable[[], OfferId]
    now: datetime = START
    said: list[Effect | Event] = field(default_factory=list)
    calls: Iterator[int] = field(default_factory=lambda: count(1))

    # --- the world ------------------------------------------------------------------------------------
    def happens(self, *items: Input) -> list[Effect | Event]:
        """Let things happen, 10 ms apart; return what followed."""
        followed: list[Effect | Event] = []
        for item in items:
            self.now += timedelta(milliseconds=10)
            followed += self.centre.handle(item, now=self.now)
        self.said += followed
        return followed

    def passes(self, seconds: float) -> None:
        """Let time pass as the loop does: a tick at every deadline on the way."""
        until = self.now + timedelta(seconds=seconds)
        while (due := self.centre.next_deadline()) is not None and due <= until:
            self.now = max(self.now, due)
            self.said += self.centre.handle(Tick(), now=self.now)
        self.now = until
        self.said += self.centre.handle(Tick(), now=self.now)

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

    def ready(self, *ids: str) -> None:
        for id in ids:
            self.happens(SignOn(f"on-{id}", AgentId(id)), GetReady(f"ready-{id}", AgentId(id)))

    # --- callers --------------------------------------------------------------------------------------
    def waits(self) -> LegId:
        """A caller comes into the line."""
        leg = LegId(f"{NODE}:100.{next(self.calls)}")
        self.happens(
            CallArrived(leg, "+12025550123", "", "4001", "main"),
            CallerIdentified(leg, Identification("+12025550123", ())),
            QueueAsked(leg, HELP, {}, 0, Language.EN),
            IvrLeft(leg, "wait"),
        )
        return leg

    def talks(self, caller: LegId) -> None:
        """The agent to whom a caller was offered last takes the call."""
        offer = self.told(EventKind.OFFER_MADE)[-1].offer
        assert offer is not None
        self.happens(PopNotShown(offer))
        self.joins(caller)

    def joins(self, caller: LegId) -> None:
        """The phone that was rung last is answered, and hears the caller."""
        rings = [ring for ring in self.all(RingAgent) if ring.caller == caller]
        if rings:
            leg, bridge = rings[-1].leg, "b1"
            self.happens(
                LegAlerting(leg), LegAnswered(leg), LegJoined(leg, bridge), LegJoined(caller, bridge)
            )

    # --- items ----------------------------------------------------------------------------------------
    def brings(self, id: str, channel: str = "chat", **more: object) -> Reason | None:
        """Bring an item; return why not."""
        command = BringItem(f"b-{id}", InteractionId(id), channel, HELP, f"About {id}")
        return self._answer(self.happens(replace(command, **more)))

    def _answer(self, followed: list[Effect | Event]) -> Reason | None:
        """Return why it was refused; what is done is answered by a receipt."""
        answers = [said for said in followed if isinstance(said, AnswerCommand | GiveReceipt)]
        [answer] = answers
        return answer.refused if isinstance(answer, AnswerCommand) else None

    def asks(self, command: object) -> Reason | None:
        return self._answer(self.happens(command))

    def accepts(self, id: str, agent: AgentId = ALICE) -> Reason | None:
        return self.asks(AcceptItem(f"a-{id}", InteractionId(id), agent))

    def finishes(self, id: str, code: str = "resolved", agent: AgentId = ALICE) -> Reason | None:
        return self.asks(FinishItem(f"f-{id}", InteractionId(id), Asker(agent, agent=True), code))

    def item(self, id: str) -> WorkItem:
        return self.centre.items()[InteractionId(id)]

    def state_of(self, id: str) -> ItemState:
        return self.item(id).state

    def written(self, id: str) -> Interaction:
        return self._record(id)

    def slices(self, id: str) -> list[tuple[SegmentKind, str]]:
        return [(segment.kind, segment.detail) for segment in self.written(id).segments]

    def restarts(self) -> None:
        """The daemon is killed and started anew, and so is the switch: of calls nothing is left."""
        newest = {_key(keep.record): keep.record for keep in self.all(Keep)}.values()
        calls = tuple(one for one in newest if isinstance(one, Interaction) and one.closed_at is None)
        going_on = {call.id for call in calls}
        remembered = Remembered(
            tuple(one for one in newest if isinstance(one, AgentStatus)),
            calls,
            tuple(one for one in newest if isinstance(one, OfferRecord) and one.ended_at is None),
            items=tuple(one for one in newest if isinstance(one, WorkItem) and one.id in going_on),
        )
        self.centre = Centre(self.centre.site, new_offer_id=self.new_offer_id)
        self.now += timedelta(seconds=10)
        self.happens(remembered, SwitchSeen(NODE, (), PHONES))

    def _record(self, id: str) -> Interaction:
        kept = [keep.record for keep in self.all(Keep) if isinstance(keep.record, Interaction)]
        return [record for record in kept if record.id == InteractionId(id)][-1]


def _key(record: Record) -> tuple[type, str]:
    return type(record), record.agent if isinstance(record, AgentStatus) else record.id


def desk_of(site: Site = SITE, *ready: str) -> Desk:
    """A centre just started, with these agents ready."""
    numbers = count(1)

    def new_offer_id() -> OfferId:
        return OfferId(f"off_{next(numbers)}")

    desk = Desk(Centre(site, new_offer_id=new_offer_id), new_offer_id)
    desk.happens(SwitchSeen(NODE, (), PHONES))
    desk.ready(*ready)
    return desk
