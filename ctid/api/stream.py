"""The stream of events: the latest ones in memory, who listens, and from where they go on.

Only what is durable comes in (`publish`), in order of its numbers. An onlooker names the last number it has
seen and is given, in one step that cannot be interrupted, everything after it that it may see and its place
among those who hear what comes next. So nothing falls in between and nothing comes twice, whenever it comes.

An onlooker's queue is bounded. One that does not read until it is full is cut off for good: nothing is ever
left out in the middle, because it could not know. It comes again and goes on from where it was.
"""

import asyncio
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import takewhile

from ctid.api import encode
from ctid.api.audience import Reader, sees
from ctid.api.trails import Trails
from ctid.model.events import Published
from ctid.model.ids import AgentId

KEPT = 5000  # events in memory: half a minute of a very busy centre, hours of a quiet one
WAITING_LINES = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """An event as onlookers get it: its line of JSON, and whom it concerns (None: everyone)."""

    published: Published
    line: str
    agents: frozenset[AgentId] | None

    @property
    def seq(self) -> int:
        """Its number among all."""
        return self.published.seq


class CutOffError(Exception):
    """The onlooker was cut off: there is nothing more to send."""


class Onlooker:
    """Someone who listens, within a session ("" for none).

    `phrase` puts an event into what is sent, or says None to leave it out; `abort` breaks the connection.
    """

    def __init__(
        self,
        reader: Reader,
        session: str,
        abort: Callable[[], None],
        phrase: Callable[[Told], str | None] = lambda told: told.line,
    ) -> None:
        self.reader = reader
        self.session = session
        self._abort = abort
        self._phrase = phrase
        self._backlog: deque[str] = deque()
        self._lines: deque[str] = deque()
        self._arrival = asyncio.Event()
        self._lost = False

    def send(self, line: str) -> None:
        """Queue a line, or cut the onlooker off when it has not read for too long."""
        if self._lost:
            return
        if len(self._lines) >= WAITING_LINES:
            self.cut_off()
        else:
            self._lines.append(line)
            self._arrival.set()

    def cut_off(self) -> None:
        """End it: nothing more is sent, not even what is queued."""
        self._lost = True
        self._backlog.clear()
        self._lines.clear()
        self._arrival.set()
        self._abort()

    def tell(self, told: Told) -> None:
        """Send an event."""
        line = self._phrase(told)
        if line is not None:
            self.send(line)

    def catch_up(self, missed: Iterable[Told]) -> None:
        """Send what it missed, before anything that is queued; the lines are shared, so they cost little."""
        self._backlog.extend(line for told in missed if (line := self._phrase(told)) is not None)

    async def line(self, patience: float) -> str | None:
        """Return the next line to send; None when there was nothing for `patience` seconds.

        None also says that everything queued before has been taken. Raises CutOffError.
        """
        if self._backlog:
            return self._backlog.popleft()
        if not self._lines:
            self._arrival.clear()
            with suppress(TimeoutError):
                async with asyncio.timeout(patience):
                    await self._arrival.wait()
        if self._lost:
            raise CutOffError
        return self._lines.popleft() if self._lines else None


class Stream:
    """The latest events and everyone who listens. All of it is called in the loop's one thread."""

    def __init__(self) -> None:
        self.trails = Trails()
        self.head = 0  # the last number published
        self.floor = 0  # everything above this number is in memory
        self._latest: deque[Told] = deque()
        self._of_agent: dict[AgentId, set[Onlooker]] = {}
        self._of_all: set[Onlooker] = set()

    def begin(self, floor: int, recalled: Sequence[Told]) -> None:
        """Begin with what earlier runs published: the events above `floor`."""
        self.floor = floor
        self.head = recalled[-1].seq if recalled else floor
        self._latest.extend(recalled)

    def publish(self, published: Published) -> None:
        """Tell a durable event to everyone who may see it."""
        encoded = encode.event(published)
        told = Told(published, encode.dumps(encoded), self.trails.follow(published, encoded))
        self._remember(told)
        for onlooker in self._audience(told):
            onlooker.tell(told)

    def holds(self, since: int) -> bool:
        """Say whether everything after number `since` can be told from memory."""
        return self.floor <= since <= self.head

    def after(self, since: int, reader: Reader) -> list[Told]:
        """Return what `reader` may see of the events above `since` that are in memory."""
        tail = takewhile(lambda told: told.seq > since, reversed(self._latest))
        return [told for told in tail if sees(reader, told.agents)][::-1]

    def join(self, onlooker: Onlooker, since: int | None) -> None:
        """Take an onlooker in: it gets what is after `since` (None: nothing), then all that comes."""
        if since is not None:
            onlooker.catch_up(self.after(since, onlooker.reader))
        if onlooker.reader is None:
            self._of_all.add(onlooker)
        else:
            self._of_agent.setdefault(onlooker.reader, set()).add(onlooker)

    def leave(self, onlooker: Onlooker) -> None:
        """Let an onlooker go."""
        self._of_all.discard(onlooker)
        if onlooker.reader is not None:
            left = self._of_agent.get(onlooker.reader, set())
            left.discard(onlooker)
            if not left:
                self._of_agent.pop(onlooker.reader, None)

    def close(self, session: str) -> None:
        """Cut off everyone of a session that has ended."""
        of_agents = [one for ones in self._of_agent.values() for one in ones]
        for onlooker in [*self._of_all, *of_agents]:
            if onlooker.session == session:
                onlooker.cut_off()

    def _remember(self, told: Told) -> None:
        self.head = told.seq
        self._latest.append(told)
        if len(self._latest) > KEPT:
            self.floor = self._latest.popleft().seq

    def _audience(self, told: Told) -> list[Onlooker]:
        agents = self._of_agent if told.agents is None else told.agents
        of_agents = [one for agent in agents for one in self._of_agent.get(agent, ())]
        return [*of_agents, *self._of_all]
