"""Everything that may happen to items, callers and agents, and what must hold after each step."""

from collections import Counter
from collections.abc import Callable, Iterator

from ctid.calls import slices
from ctid.model.agents import AgentState
from ctid.model.commands import (
    AcceptItem,
    Asker,
    BringItem,
    DeclineItem,
    FinishItem,
    GetReady,
    GoNotReady,
    SignOff,
    SignOn,
    WithdrawItem,
)
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId
from ctid.model.interactions import Interaction, OfferRecord, OfferState, Outcome, SegmentKind
from ctid.model.reports import LegCleared, PopNotShown
from ctid.model.work_items import ItemState, WorkItem
from item_desk import Desk, desk_of
from item_site import CAPACITY, HELP, OVERFLOWS, with_rules

ON_A_CALL = (AgentState.RESERVED, AgentState.TALKING, AgentState.WRAP_UP)
RUNNING = {
    ItemState.WAITING: {SegmentKind.QUEUE},
    ItemState.OFFERED: {SegmentKind.QUEUE, SegmentKind.RING},
    ItemState.OPEN: {SegmentKind.WORK},
    ItemState.WRAP_UP: {SegmentKind.ACW},
}
"""Which slices of an item's record run, by its state."""


class Town:
    """A desk, and what was brought to it."""

    def __init__(self) -> None:
        self.desk: Desk = desk_of(with_rules(overflow=OVERFLOWS), "1001", "1002")
        self.brought: list[InteractionId] = []
        self.callers: list[str] = []

    def pick(self, n: int, *states: ItemState) -> WorkItem | None:
        """Return an item in one of these states, if there is any."""
        found = [item for item in self.desk.centre.items().values() if not states or item.state in states]
        return found[n % len(found)] if found else None

    # --- what must hold -------------------------------------------------------------------------------
    def faults(self) -> Iterator[str]:
        """Yield what is wrong now."""
        records = self._records()
        live = self.desk.centre.items()
        for id in self.brought:
            record, item = records[id], live.get(id)
            running = {kind for kind in SegmentKind if slices.is_open(record, kind)}
            if item is None and (record.closed_at is None or record.outcome is Outcome.OPEN or running):
                yield f"{id} is lost"
            if item is not None and (record.closed_at is not None or running != RUNNING[item.state]):
                yield f"{id} is {item.state}, and {running} run"
            if item is not None and (item.agent is None) is not (item.state is ItemState.WAITING):
                yield f"{id} is {item.state} with {item.agent}"
        yield from self._of_agents()
        yield from self._of_offers(records)
        yield from self._of_the_line()

    def _of_agents(self) -> Iterator[str]:
        for agent in self.desk.centre.site.agents:
            held = Counter(item.channel for item in self.desk.centre.items().values() if item.agent == agent)
            if any(many > CAPACITY[channel] for channel, many in held.items()):
                yield f"{agent} has {held}"
            state = self.desk.state(agent)
            if held["chat"] and state in ON_A_CALL:
                yield f"{agent} is {state} with {held}"
            if held and state is AgentState.SIGNED_OFF:
                yield f"{agent} has signed off with {held}"

    def _of_offers(self, records: dict[InteractionId, Interaction]) -> Iterator[str]:
        newest = {o.id: o for o in self._kept(OfferRecord) if o.interaction in records}
        opened = {offer.id for offer in newest.values() if offer.state is OfferState.RINGING}
        shown = {item.offer for item in self.desk.centre.items().values() if item.state is ItemState.OFFERED}
        opened = {id for id in opened if newest[id].interaction in self.brought}
        if opened != shown:
            yield f"offers {opened} are open, {shown} are shown"

    def _of_the_line(self) -> Iterator[str]:
        """Nobody waits beside a free agent who has room."""
        for id, item in self.desk.centre.items().items():
            why = self.desk.centre.why(id, now=self.desk.now) if item.state is ItemState.WAITING else None
            if why is not None and why.why.code == "waits_free":
                yield f"{id} waits beside {why.why.facts}"

    def _kept(self, kind: type) -> list:
        return [keep.record for keep in self.desk.all(Keep) if isinstance(keep.record, kind)]

    def _records(self) -> dict[InteractionId, Interaction]:
        return {record.id: record for record in self._kept(Interaction)}

    # --- the end --------------------------------------------------------------------------------------
    def closes(self) -> None:
        """Everybody works until nothing is left."""
        for agent in self.desk.centre.site.agents:
            self.desk.happens(SignOn("z", agent), GetReady("z", agent))
        for _ in range(40 + 4 * len(self.brought)):
            for item in list(self.desk.centre.items().values()):
                if item.agent is not None:
                    self.desk.happens(
                        AcceptItem("z", item.id, item.agent),
                        FinishItem("z", item.id, Asker(item.agent, agent=True), "resolved"),
                    )
            for leg in self.callers:
                self.desk.happens(LegCleared(leg, 16))
            self.desk.passes(31)
            for agent in self.desk.centre.site.agents:
                self.desk.happens(GetReady("z", agent))
        assert not self.desk.centre.items()


def _agent(n: int) -> AgentId:
    return AgentId(("1001", "1002")[n % 2])


def brings(town: Town, n: int) -> None:
    id = InteractionId(f"item_{len(town.brought)}")
    town.brought.append(id)
    channel = ("chat", "email")[n % 2]
    town.desk.happens(BringItem(f"b{id}", id, channel, HELP, "A question", priority=n % 3))


def accepts(town: Town, n: int) -> None:
    item = town.pick(n)
    if item is not None:
        town.desk.happens(AcceptItem("a", item.id, item.agent or _agent(n)))


def declines(town: Town, n: int) -> None:
    item = town.pick(n, ItemState.OFFERED)
    if item is not None and item.agent is not None:
        town.desk.happens(DeclineItem("d", item.id, item.agent))


def finishes(town: Town, n: int) -> None:
    item = town.pick(n, ItemState.OPEN, ItemState.WRAP_UP)
    if item is not None:
        by, code = Asker(item.agent or "crm", agent=item.agent is not None), ("resolved", "")[n % 2]
        town.desk.happens(FinishItem("f", item.id, by, code))


def withdraws(town: Town, n: int) -> None:
    item = town.pick(n)
    if item is not None:
        town.desk.happens(WithdrawItem("w", item.id, "crm"))


def gets_ready(town: Town, n: int) -> None:
    town.desk.happens(SignOn("s", _agent(n)), GetReady("r", _agent(n)))


def stops(town: Town, n: int) -> None:
    agent = _agent(n)
    town.desk.happens(SignOff("o", agent) if n % 3 == 0 else GoNotReady("n", agent, "lunch"))


def calls(town: Town, n: int) -> None:
    town.callers.append(town.desk.waits())


def talks(town: Town, n: int) -> None:
    for event in reversed(town.desk.told(EventKind.OFFER_MADE)):
        if event.interaction in town.callers:
            town.desk.happens(PopNotShown(event.offer))
            town.desk.joins(event.interaction)
            return


def hangs_up(town: Town, n: int) -> None:
    if town.callers:
        town.desk.happens(LegCleared(town.callers.pop(n % len(town.callers)), 16))


def time_passes(town: Town, n: int) -> None:
    town.desk.passes((0.5, 3, 10, 25, 60, 320)[n % 6])


def restarts(town: Town, n: int) -> None:
    town.callers.clear()
    town.desk.restarts()


ACTIONS: tuple[Callable[[Town, int], None], ...] = (
    brings, brings, brings, accepts, accepts, declines, finishes, finishes, withdraws, gets_ready,
    gets_ready, stops, calls, talks, hangs_up, time_passes, time_passes, restarts,
)  # fmt: skip
