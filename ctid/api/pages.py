"""The open pages: who is connected, what they are shown, and what they acknowledge.

Everything here is called in the loop's one thread and returns at once, so it may be called between
two decisions of the centre. Pages listen to the stream of events like everyone else (see `stream`); what is
here is theirs alone: the pop, and where things stand.

A pop is shown before its offer is durable, so that the phone need not wait for the disk. Its timeline holds
what is durable by then; what the call went through in between is told (`timeline`) just before the event that
makes the agent a part of it.

A pop is awaited from the newest offer of each agent only. The first page that acknowledges counts;
later ones, another agent's and those of older offers change nothing.
"""

from collections.abc import Callable, Sequence

from ctid.api import encode
from ctid.api.stream import Onlooker, Stream
from ctid.model.agents import AgentStatus
from ctid.model.effects import PopCustomer, ShowRecord
from ctid.model.events import Event, Published
from ctid.model.ids import AgentId, OfferId
from ctid.model.reports import PopNotShown, PopShown


class Pages:
    """All open pages. `report` takes what became of a pop and must not wait."""

    def __init__(self, report: Callable[[PopShown | PopNotShown], None]) -> None:
        self.stream = Stream()
        self._report = report
        self._of_agent: dict[AgentId, set[Onlooker]] = {}
        self._awaited: dict[AgentId, OfferId] = {}

    def enter(
        self, page: Onlooker, status: AgentStatus | None, pop: PopCustomer | None, since: int | None = None
    ) -> None:
        """Take a page in: it is told what it missed since, where things stand, then everything that follows.

        Of a number that is too old (or of another database) it learns that it cannot go on from there.
        """
        resumed = since is not None and self.stream.holds(since)
        shown = encode.pop(pop, self._timeline(pop)) if pop else None
        self.stream.join(page, since if resumed else None)
        page.send(encode.dumps(encode.hello(self.stream.head, status, shown, resumed=resumed)))
        if page.reader is not None:
            self._of_agent.setdefault(page.reader, set()).add(page)

    def leave(self, page: Onlooker) -> None:
        """Let a page go. With an agent's last page goes the hope that an awaited pop is seen."""
        self.stream.leave(page)
        if page.reader is None:
            return
        left = self._of_agent.get(page.reader, set())
        left.discard(page)
        if not left:
            self._of_agent.pop(page.reader, None)
            offer = self._awaited.pop(page.reader, None)
            if offer is not None:
                self._report(PopNotShown(offer))

    def show(self, pop: PopCustomer) -> None:
        """Show a pop on the agent's pages, or report at once that there is none."""
        pages = self._of_agent.get(pop.agent)
        if not pages:
            self._report(PopNotShown(pop.offer))
            return
        self._awaited[pop.agent] = pop.offer
        line = encode.dumps(encode.pop(pop, self._timeline(pop)))
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

    def seat(self, page: Onlooker) -> None:
        """Make `page` the agent's phone: the switch keeps one registration, so the others are told."""
        for other in self._of_agent.get(page.reader, ()) if page.reader is not None else ():
            if other is not page:
                other.send(encode.dumps({"kind": "seat_taken"}))

    def publish(self, events: Sequence[Published]) -> None:
        """Tell durable events to everyone who may see them."""
        for published in events:
            self._tell_story(published.event)
            self.stream.publish(published)

    def _tell_story(self, event: Event) -> None:
        """Tell an agent who is about to hear of an interaction what happened in it before."""
        trails = self.stream.trails
        if event.agent is None or event.interaction is None or trails.is_part(event.agent, event.interaction):
            return
        pages, story = self._of_agent.get(event.agent), trails.timeline(event.interaction)
        if pages and story:
            line = encode.dumps(encode.timeline(event.interaction, story))
            for page in pages:
                page.send(line)

    def _timeline(self, pop: PopCustomer) -> list[encode.Json]:
        return self.stream.trails.timeline(pop.interaction)
