"""The open pages: who is connected, what they are shown, and what they acknowledge.

Everything here is called in the loop's one thread and returns at once, so it may be called between
two decisions of the centre. A page has a bounded queue of lines; the page that does not read until
it is full is cut off. It then connects anew and is told where things stand (`hello`); a line is
never left out in the middle, because a page cannot know that something is missing.

A pop is awaited from the newest offer of each agent only. The first page that acknowledges counts;
later ones, another agent's and those of older offers change nothing.
"""

import asyncio
from collections.abc import Callable

from ctid.api import encode
from ctid.api.trails import Trails
from ctid.model.agents import AgentStatus
from ctid.model.effects import PopCustomer, ShowRecord
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, OfferId
from ctid.model.reports import PopNotShown, PopShown

WAITING_LINES = 1000
FOR_EVERYONE = frozenset({EventKind.SWITCH_UP, EventKind.SWITCH_LOST})


class Page:
    """One open page of a session. `agent` is None for a supervisor's, who sees everything."""

    def __init__(self, session: str, agent: AgentId | None, cut_off: Callable[[], None]) -> None:
        self.session = session
        self.agent = agent
        self.lines: asyncio.Queue[str] = asyncio.Queue(WAITING_LINES)
        self.cut_off = cut_off

    def send(self, line: str) -> None:
        """Queue a line, or cut the page off when it has not read for too long."""
        try:
            self.lines.put_nowait(line)
        except asyncio.QueueFull:
            self.cut_off()


class Pages:
    """All open pages. `report` takes what became of a pop and must not wait."""

    def __init__(self, report: Callable[[PopShown | PopNotShown], None]) -> None:
        self._report = report
        self._trails = Trails()
        self._of_agent: dict[AgentId, set[Page]] = {}
        self._of_supervisors: set[Page] = set()
        self._awaited: dict[AgentId, OfferId] = {}
        self._seq = 0

    def enter(self, page: Page, status: AgentStatus | None, pop: PopCustomer | None) -> None:
        """Take a page in: it is told where things stand, then everything that follows."""
        shown = encode.pop(pop, self._trails.timeline(pop.interaction)) if pop else None
        page.send(encode.dumps(encode.hello(self._seq, status, shown)))
        if page.agent is None:
            self._of_supervisors.add(page)
        else:
            self._of_agent.setdefault(page.agent, set()).add(page)

    def leave(self, page: Page) -> None:
        """Let a page go. With an agent's last page goes the hope that an awaited pop is seen."""
        self._of_supervisors.discard(page)
        if page.agent is None:
            return
        left = self._of_agent.get(page.agent, set())
        left.discard(page)
        if not left:
            self._of_agent.pop(page.agent, None)
            offer = self._awaited.pop(page.agent, None)
            if offer is not None:
                self._report(PopNotShown(offer))

    def show(self, pop: PopCustomer) -> None:
        """Show a pop on the agent's pages, or report at once that there is none."""
        self._trails.join(pop.interaction, pop.agent)
        pages = self._of_agent.get(pop.agent)
        if not pages:
            self._report(PopNotShown(pop.offer))
            return
        self._awaited[pop.agent] = pop.offer
        line = encode.dumps(encode.pop(pop, self._trails.timeline(pop.interaction)))
        for page in pages:
            page.send(line)

    def show_record(self, record: ShowRecord) -> None:
        """Show a record of another system on the agent's pages; without a page it is lost."""
        line = encode.dumps(encode.record(record))
        for page in self._of_agent.get(record.agent, ()):
            page.send(line)

    def acknowledge(self, agent: AgentId | None, offer: OfferId) -> None:
        """Take an agent's page's word that the pop of `offer` is seen."""
        if agent is not None and self._awaited.get(agent) == offer:
            del self._awaited[agent]
            self._report(PopShown(offer))

    def seat(self, page: Page) -> None:
        """Make `page` the agent's phone: the switch keeps one registration, so the others are told."""
        for other in self._of_agent.get(page.agent, ()) if page.agent is not None else ():
            if other is not page:
                other.send(encode.dumps({"kind": "seat_taken"}))

    def publish(self, seq: int, event: Event) -> None:
        """Tell an event to the agents it concerns and to every supervisor.

        The events of calls that were open before a restart may be published while nobody is here yet:
        that fills their timelines.
        """
        self._seq = seq
        encoded = encode.event(seq, event)
        concerned = self._trails.follow(event, encoded)
        if event.kind in FOR_EVERYONE:
            concerned = frozenset(self._of_agent)
        readers = [page for agent in concerned for page in self._of_agent.get(agent, ())]
        if not readers and not self._of_supervisors:
            return
        line = encode.dumps(encoded)
        for page in (*readers, *self._of_supervisors):
            page.send(line)

    def close(self, session: str) -> None:
        """Cut off every page of a session that has ended."""
        for page in [*self._of_supervisors, *(page for pages in self._of_agent.values() for page in pages)]:
            if page.session == session:
                page.cut_off()
