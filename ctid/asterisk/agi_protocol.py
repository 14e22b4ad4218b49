"""One FastAGI connection: a header, then commands and replies in turn, then the end.

Asterisk waits on this socket without any deadline of its own, and holds back the channel's Hangup event
until we close. Hence every wait here has a deadline, and the socket is closed the moment that HANGUP
arrives or the session's coroutine ends, however it ends. A command is one `write`: half a line makes
Asterisk spin on a processor.
"""

import asyncio
import logging
import math
from collections.abc import Awaitable, Callable, Mapping
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_address
from typing import cast

from ctid.asterisk.agi_lines import Garbled, Hangup, Head, Replies, Reply, command

log = logging.getLogger(__name__)

Network = IPv4Network | IPv6Network
HEAD_DEADLINE = 5.0  # seconds
DEADLINE = 5.0  # seconds for a command that does not speak or listen


class HungUp(ConnectionError):
    """The channel left the session. Whether the call lives is for the manager's events to say."""


class CommandFailed(Exception):
    """Asterisk answered 510 or 520: the command is unknown or wrongly used (511: `HungUp`)."""


class AgiProtocol(asyncio.Protocol):
    """A caller's session, run as a task by `converse` once the header is in."""

    __slots__ = (
        *("__weakref__", "_alarm", "_allow", "_awaited", "_converse", "_due", "_head", "_loop", "_replies"),
        *("_transport", "_waiting", "header", "hung_up", "task"),
    )

    def __init__(
        self,
        allow: tuple[Network, ...],
        converse: Callable[["AgiProtocol"], Awaitable[None]],
        *,
        head_deadline: float = HEAD_DEADLINE,
    ) -> None:
        self._loop = asyncio.get_running_loop()
        self.header: Mapping[str, str] = {}
        self.hung_up: asyncio.Future[None] = self._loop.create_future()
        self.task: asyncio.Task[None] | None = None
        self._allow = allow
        self._converse = converse
        self._head: Head | None = Head()
        self._replies = Replies()
        self._waiting: asyncio.Future[Reply] | None = None
        self._transport: asyncio.Transport | None = None
        self._awaited = "header"
        self._due = math.inf  # on the loop's clock, seconds
        self._alarm: asyncio.TimerHandle | None = None
        self._expect("header", head_deadline)

    async def command(self, *words: str, deadline: float = DEADLINE) -> Reply:
        """Send one command and return its reply.

        Raises `HungUp`, `CommandFailed`, `TimeoutError` after `deadline` seconds (the connection is
        closed then: the next reply would be this one's) and `Unsayable`.
        """
        line = command(*words)
        if self.hung_up.done() or self._transport is None:
            raise HungUp
        assert self._waiting is None, "a session speaks one command at a time"
        waiting: asyncio.Future[Reply] = self._loop.create_future()
        self._waiting = waiting
        self._transport.write(line)
        self._expect(words[0], deadline)
        try:
            reply = await waiting
        finally:
            self._waiting, self._due = None, math.inf
        if reply.code == 511:
            raise HungUp
        if reply.code != 200:
            raise CommandFailed(f"{words[0]}: {reply.code} {reply.text}")
        return reply

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)  # uvloop's is none by class
        peer: str = transport.get_extra_info("peername")[0]
        if not _is_among(peer, self._allow):
            self._drop(f"{peer} is not allowed")

    def data_received(self, data: bytes) -> None:
        if self.hung_up.done():
            return
        try:
            if self._head is not None:
                begun = self._head.feed(data)
                if begun is None:
                    return
                self.header, data = begun
                self._head, self._due = None, math.inf
                self.task = self._loop.create_task(self._run())
            for reply in self._replies.feed(data):
                self._take(reply)
        except Garbled as error:
            self._drop(str(error))

    def connection_lost(self, exc: Exception | None) -> None:
        self._leave()

    @property
    def is_busy(self) -> bool:
        """Say whether a session is under way."""
        return self.task is not None and not self.task.done()

    def fail(self) -> None:
        """Say FAILURE, which Asterisk takes for a server that is not there (AGISTATUS=FAILURE)."""
        if self._transport is not None:
            self._transport.write(b"FAILURE\n")

    def close(self) -> None:
        """End the session; Asterisk goes on in the dialplan."""
        self._leave()
        if self._transport is not None:
            self._transport.close()

    async def _run(self) -> None:
        try:
            await self._converse(self)
        except HungUp:
            log.debug("%s left its session", self.header["agi_uniqueid"])
        except Exception:
            log.exception("the session of %s broke", self.header["agi_uniqueid"])
        finally:
            self.close()

    def _take(self, reply: Reply | Hangup) -> None:
        if isinstance(reply, Hangup):
            self.close()
        elif self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(reply)

    def _expect(self, what: str, within: float) -> None:
        """Be impatient for something. One alarm serves every wait of a session: ringing, it is set anew."""
        self._awaited, self._due = what, self._loop.time() + within
        if self._alarm is None:
            self._alarm = self._loop.call_at(self._due, self._ring)
        elif self._due < self._alarm.when():
            self._alarm.cancel()
            self._alarm = self._loop.call_at(self._due, self._ring)

    def _ring(self) -> None:
        self._alarm = None
        if self._due > self._loop.time():
            if self._due < math.inf:
                self._alarm = self._loop.call_at(self._due, self._ring)
            return
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(TimeoutError())
        self._drop(f"nothing heard in time ({self._awaited})")

    def _leave(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
        if not self.hung_up.done():
            self.hung_up.set_result(None)
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(HungUp())

    def _drop(self, why: str) -> None:
        log.warning("FastAGI connection dropped: %s", why)
        self.close()


@lru_cache
def _is_among(peer: str, allow: tuple[Network, ...]) -> bool:
    return any(ip_address(peer) in network for network in allow)
