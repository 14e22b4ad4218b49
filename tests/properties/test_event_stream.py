"""Whatever the order of events, losses of connection, slow readers and restarts: each page's log is whole."""

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.api import stream as stream_module
from ctid.api.history import Filter, History, recall
from ctid.api.pages import Pages
from ctid.api.pretend_records import PretendRecords
from ctid.api.stream import CutOffError, Onlooker
from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import AgentId, InteractionId

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
AGENTS = [AgentId("1001"), AgentId("1002")]
CALLS = [InteractionId(f"sw1:{n}") for n in range(2)]
READERS = [*AGENTS, None]
KINDS = [
    EventKind.OFFER_MADE,
    EventKind.CALL_CLEARED,
    EventKind.INTERACTION_LOGGED,
    EventKind.SWITCH_UP,
]

happenings = st.builds(
    Event,
    st.sampled_from(KINDS),
    st.just(NOW),
    st.sampled_from([*CALLS, None]),
    st.sampled_from([*AGENTS, None, None]),
)
pages = st.integers(0, 3)
moves = st.lists(
    st.one_of(
        st.lists(happenings, min_size=1, max_size=8),
        st.lists(happenings, min_size=1, max_size=8),
        st.tuples(st.just("connect"), pages),
        st.tuples(st.just("disconnect"), pages),
        st.tuples(st.just("read"), pages, st.integers(1, 5)),
        st.just(("restart", 0)),
    ),
    min_size=4,
    max_size=40,
)


def visible(log: list[Published], reader: AgentId | None, above: int, upto: int) -> list[int]:
    """The rule again, told in the other way: by looking through the whole log for each event."""

    def sees(one: Published) -> bool:
        before = [o.event for o in log if o.seq <= one.seq and o.event.interaction is not None]
        named = any(e.interaction == one.event.interaction and e.agent == reader for e in before)
        return (
            reader is None
            or one.event.kind is EventKind.SWITCH_UP
            or one.event.agent == reader
            or (one.event.interaction is not None and named)
        )

    return [one.seq for one in log if above < one.seq <= upto and sees(one)]


@dataclass
class Client:
    """A page as the browser has it: it keeps the last number and comes again with it."""

    reader: AgentId | None
    last: int | None = None
    began: int = 0
    heard: list[int] = field(default_factory=list)
    onlooker: Onlooker | None = None

    def take(self, line: str) -> None:
        message = json.loads(line)
        if message["kind"] == "event":
            assert self.last is None or message["seq"] > self.last
            self.heard.append(message["seq"])
        elif message["kind"] == "hello" and not message["resumed"]:
            self.heard, self.began = [], message["seq"]
        if message["kind"] != "timeline":
            self.last = message["seq"]

    async def read(self, lines: int) -> None:
        """Read so many lines, or all there are; a page that was cut off finds out here."""
        for _ in range(lines):
            if self.onlooker is None:
                return
            try:
                line = await self.onlooker.line(0)
            except CutOffError:
                self.onlooker = None
                return
            if line is None:
                return
            self.take(line)


@dataclass
class Daemon:
    """One run after another over the same records."""

    records: PretendRecords = field(default_factory=PretendRecords)
    over: set[InteractionId | None] = field(default_factory=set)
    clients: list[Client] = field(default_factory=lambda: [Client(r) for r in (*READERS, AGENTS[0])])

    async def start(self) -> None:
        self.pages = Pages(lambda _: None)
        logged = {
            e.event.interaction for e in self.records.events if e.event.kind is EventKind.INTERACTION_LOGGED
        }
        self.over = logged  # a run knows no more of an interaction that was logged before it
        seen = {e.event.interaction for e in self.records.events if e.event.interaction is not None}
        await recall(self.pages.stream, self.records, stream_module.KEPT, live=seen - logged)

    def publish(self, event: Event) -> None:
        if event.interaction in self.over:
            return
        one = Published(len(self.records.events) + 1, None, event)
        self.records.events.append(one)
        self.pages.publish([one])

    def connect(self, client: Client) -> None:
        self.disconnect(client)
        client.onlooker = Onlooker(client.reader, "", lambda: None)
        self.pages.enter(client.onlooker, None, None, client.last)

    def disconnect(self, client: Client) -> None:
        if client.onlooker is not None:
            self.pages.leave(client.onlooker)
            client.onlooker = None

    async def move(self, move: object) -> None:
        if isinstance(move, list):
            for event in move:
                self.publish(event)
            return
        what, which, *more = move  # type: ignore[misc]
        client = self.clients[which]
        if what == "connect":
            self.connect(client)
        elif what == "disconnect":
            self.disconnect(client)
        elif what == "read":
            await client.read(*more)
        else:
            for each in self.clients:
                self.disconnect(each)
            await self.start()


async def _play(script: list[object]) -> Daemon:
    daemon = Daemon()
    await daemon.start()
    for move in script:
        await daemon.move(move)
    for client in daemon.clients:
        for _ in range(3):  # a page that was cut off comes again
            if client.onlooker is None:
                daemon.connect(client)
            await client.read(1000)
    return daemon


@pytest.mark.slow
@given(moves)
@settings(deadline=None, max_examples=300)
def test_each_page_hears_exactly_what_it_may_see_in_order_and_once(script: list[object]) -> None:
    with patch.object(stream_module, "KEPT", 5), patch.object(stream_module, "WAITING_LINES", 3):
        daemon = asyncio.run(_play(script))
    log = daemon.records.events
    for client in daemon.clients:
        assert client.heard == visible(log, client.reader, client.began, len(log))


@given(moves, st.integers(1, 4))
@settings(deadline=None, max_examples=150)
def test_what_is_read_page_by_page_is_what_a_live_page_would_have_heard(
    script: list[object], limit: int
) -> None:
    async def read(reader: AgentId | None) -> tuple[list[int], list[Published]]:
        daemon = await _play(script)
        history, since, seqs = History(daemon.pages.stream, daemon.records), 0, []
        while since < daemon.pages.stream.head:
            found, reached = await history.after(since, Filter(reader), limit)
            assert reached > since, "a reader must get on"
            seqs += [told.seq for told in found]
            since = reached
        return seqs, daemon.records.events

    with patch.object(stream_module, "KEPT", 5), patch.object(stream_module, "WAITING_LINES", 3):
        for reader in READERS:
            seqs, log = asyncio.run(read(reader))
            assert seqs == visible(log, reader, 0, len(log))
