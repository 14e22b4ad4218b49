"""Carries out what the mailroom decides: reads the outbox, sends, writes down, and wakes it in time.

Everything that happens is told to the mailroom at once and without waiting, so the mailroom has one writer.
What it wants kept is gathered for a moment and written as one transaction. Nothing waits for that
write but a person's change: a crash in between repeats messages (under the same ids) and loses none.
A database that is away is asked again until it is back; meanwhile deliveries go on from memory.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Protocol, TypeVar

from ctid.model.events import Published
from ctid.model.webhooks import Attempt, Delivery, Endpoint
from ctid.webhooks.mail import (
    Action,
    Attempted,
    Fetch,
    Fetched,
    Forget,
    Input,
    Keep,
    KeepEndpoint,
    News,
    Opened,
    Removed,
    Send,
    Time,
)
from ctid.webhooks.mailroom import Mailroom
from ctid.webhooks.unsaved import Records, Unsaved

GATHER = 0.25  # seconds; the writer of calls has the database to itself in between
FIRST_RETRY, LAST_RETRY = 0.5, 10.0  # seconds
KEPT_FOR = timedelta(days=7)
PRUNED_EVERY = 3600.0  # seconds

T = TypeVar("T")
_log = logging.getLogger(__name__)


class Outbox(Protocol):
    """The committed events."""

    async def events_since(self, seq: int, limit: int) -> Sequence[Published]:
        """Return up to `limit` events with a number above `seq`, oldest first."""
        ...

    async def last_seq(self) -> int:
        """Return the number of the last committed event; 0 before the first."""
        ...


class Sender(Protocol):
    """Whatever tries a delivery once; it always ends."""

    async def send(self, endpoint: Endpoint, delivery: Delivery) -> Attempted:
        """Return how the attempt went."""
        ...


class Courier:
    """The waiting part of webhooks: `run` it, and `tell` it what people want."""

    def __init__(
        self,
        outbox: Outbox,
        records: Records,
        sender: Sender,
        *,
        clock: Callable[[], datetime],
        chance: Callable[[], float],
    ) -> None:
        self.mailroom = Mailroom(chance)
        self.news = asyncio.Event()
        self.opened = asyncio.Event()
        self._outbox = outbox
        self._records = records
        self._sender = sender
        self._clock = clock
        self._unsaved = Unsaved(records)
        self._alarm: asyncio.TimerHandle | None = None
        self._tasks: asyncio.TaskGroup | None = None

    async def run(self, configured: Sequence[Endpoint] = ()) -> None:
        """Deliver until cancelled, then save; `configured` are the endpoints of the site's file."""
        try:
            async with asyncio.TaskGroup() as group:
                try:
                    await self._work(group, configured)
                finally:
                    self._tasks = None  # what comes back while we end is noted and begins nothing
        finally:
            await self._save_what_is_left()

    def tell(self, input: Input) -> None:
        """Have the mailroom take an input in now, and begin what it decides."""
        for action in self.mailroom.handle(input, self._clock()):
            self._carry_out(action)
        self._set_alarm()

    async def told(self, input: Input) -> None:
        """Like `tell`, and return when what was decided is written down."""
        self.tell(input)
        await self._unsaved.saved()

    async def open_new(self, endpoint: Endpoint) -> None:
        """Add an endpoint that hears what happens from now on."""
        await self.told(Opened(endpoint, await self._outbox.last_seq()))

    async def _work(self, group: asyncio.TaskGroup, configured: Sequence[Endpoint]) -> None:
        self._tasks = group
        group.create_task(self._save())
        await self._open(configured)
        group.create_task(self._prune())
        while True:
            await self.news.wait()
            self.news.clear()
            self.tell(News())

    async def _open(self, configured: Sequence[Endpoint]) -> None:
        """Take up what was going on before the restart; what the file says goes before what is remembered."""
        last_seq = await _persist(self._outbox.last_seq)
        defined = {endpoint.id: endpoint for endpoint in configured}
        for endpoint, cursor, waiting in await _persist(self._records.webhooks):
            if endpoint.in_file and endpoint.id not in defined:
                self.tell(Opened(endpoint, cursor))
                self.tell(Removed(endpoint.id))
            else:
                written = defined.pop(endpoint.id, endpoint)
                self.tell(Opened(_as_written(written, endpoint), cursor, waiting))
        for endpoint in defined.values():
            self.tell(Opened(endpoint, last_seq))
        self.opened.set()

    def _carry_out(self, action: Action) -> None:
        match action:
            case Send(endpoint, delivery):
                self._begin(self._send(endpoint, delivery))
            case Fetch(after, limit):
                self._begin(self._fetch(after, limit))
            case Keep() | KeepEndpoint() | Forget():
                self._unsaved.add(action)

    def _begin(self, work: Coroutine[Any, Any, None]) -> None:
        if self._tasks is None:
            work.close()
        else:
            self._tasks.create_task(work)

    async def _send(self, endpoint: Endpoint, delivery: Delivery) -> None:
        began = self._clock()
        try:
            attempted = await self._sender.send(endpoint, delivery)
        except Exception:
            _log.exception("sending %s to %s broke", delivery.id, endpoint.id)
            attempt = Attempt(began, None, "ctid made a mistake; it is written in its log", timedelta())
            attempted = Attempted(endpoint.id, delivery.id, attempt)
        self.tell(attempted)

    async def _fetch(self, after: int, limit: int) -> None:
        self.tell(Fetched(after, await _persist(lambda: self._outbox.events_since(after, limit))))

    async def _save(self) -> None:
        pause = FIRST_RETRY
        while True:
            await self._unsaved.wait()
            await asyncio.sleep(GATHER)
            try:
                await self._unsaved.save()
                pause = FIRST_RETRY
            except Exception as error:
                _log.warning("webhooks cannot be written down, next try in %.1f s: %s", pause, error)
                await asyncio.sleep(pause)
                pause = min(pause * 2, LAST_RETRY)

    async def _save_what_is_left(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
        try:
            await self._unsaved.save()
        except Exception as error:
            _log.error("webhooks were not written down; some will be sent again: %s", error)

    async def _prune(self) -> None:
        while True:
            await _persist(lambda: self._records.forget_delivered(self._clock() - KEPT_FOR))
            await asyncio.sleep(PRUNED_EVERY)

    def _set_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        due = self.mailroom.next_deadline()
        if due is not None and self._tasks is not None:
            wait = max(0.0, (due - self._clock()).total_seconds())
            self._alarm = asyncio.get_running_loop().call_later(wait, self.tell, Time())


def _as_written(written: Endpoint, remembered: Endpoint) -> Endpoint:
    """Join what the file says with what happened: disabled stays disabled while the address is the same."""
    if written.url != remembered.url:
        return replace(written, made_at=remembered.made_at)
    return replace(
        written,
        made_at=remembered.made_at,
        state=remembered.state,
        disabled_because=remembered.disabled_because,
    )


async def _persist(ask: Callable[[], Awaitable[T]]) -> T:
    """Ask until there is an answer: a database that is away comes back."""
    pause = FIRST_RETRY
    while True:
        try:
            return await ask()
        except Exception as error:
            _log.warning("webhooks cannot be read, next try in %.1f s: %s", pause, error)
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_RETRY)
