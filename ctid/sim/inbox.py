"""The pretend chats and e-mails: a program brings them, agents take and finish them, some senders give up."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from ctid.model.commands import AcceptItem, Asker, BringItem, Command, FinishItem, WithdrawItem
from ctid.model.ids import InteractionId
from ctid.model.work_items import ITEM_PREFIX, ItemState, WorkItem
from ctid.sim.agenda import Agenda
from ctid.sim.chance import Chance, happens
from ctid.sim.draws import Draws
from ctid.sim.plan import Plan, Work

SENDER = "simulation"


class Inbox:
    """All items of a day. `ask` carries a command to the centre."""

    def __init__(self, agenda: Agenda, plan: Plan, chance: Chance, ask: Callable[[Command], None]) -> None:
        self._agenda = agenda
        self._plan = plan
        self._chance = chance
        self._ask = ask
        self._works: dict[InteractionId, Work] = {}
        self._seen: dict[InteractionId, WorkItem] = {}
        self._code = next(iter(plan.site.dispositions), "")

    def opens(self) -> None:
        """Let the first of each kind come."""
        for work in self._plan.work:
            self._next(work, self._plan.start)

    def shows(self, item: WorkItem) -> None:
        """An agent's page shows what became of an item."""
        before, self._seen[item.id] = self._seen.get(item.id), item
        if before == item:
            return
        work, agent = self._works[item.id], item.agent
        if agent is None or item.state not in (ItemState.OFFERED, ItemState.OPEN):
            return
        if item.state is ItemState.OPEN:
            by = Asker(agent, agent=True)
            self._later(work.handle, FinishItem(f"finish-{item.id}", item.id, by, self._code))
        elif not happens(work.ignored, self._chance):
            self._later(work.answers, AcceptItem(f"accept-{item.offer}", item.id, agent))

    def _next(self, work: Work, since: datetime) -> None:
        rate = work.many / timedelta(hours=self._plan.hours).total_seconds()
        due = since + timedelta(seconds=self._chance.expovariate(rate))
        if due < self._plan.end:
            self._agenda.at(due, partial(self._comes, work))

    def _comes(self, work: Work) -> None:
        id = InteractionId(f"{ITEM_PREFIX}{len(self._works) + 1:06d}")
        self._works[id] = work
        queue = work.queue or next(iter(self._plan.site.queues))
        self._ask(BringItem(f"bring-{id}", id, work.channel, queue, f"{work.channel} {id}"))
        if work.patience is not None:
            self._later(work.patience, WithdrawItem(f"withdraw-{id}", id, SENDER))
        self._next(work, self._agenda.now)

    def _later(self, span: Draws, command: Command) -> None:
        self._agenda.after(span.draw(self._chance), partial(self._ask, command))
