"""Listens for Asterisk's FastAGI connections and runs one session each.

FastAGI has no authentication, and whoever speaks it can make Asterisk run commands; therefore it
listens on one address, and answers only peers of an allow-list.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from weakref import WeakSet

from ctid.asterisk.agi_protocol import AgiProtocol, Network


@dataclass(frozen=True, slots=True)
class AgiAddress:
    """Where to listen, and whose connections to take."""

    host: str
    port: int
    allow: tuple[Network, ...]


@dataclass(slots=True)
class AgiServer:
    """The listener. `port` is the one it got, of use where the operating system chose it."""

    address: AgiAddress
    converse: Callable[[AgiProtocol], Awaitable[None]]
    port: int = 0
    _met: "WeakSet[AgiProtocol]" = field(default_factory=WeakSet)
    _server: asyncio.Server | None = None
    _draining: bool = False

    async def open(self) -> None:
        """Begin to listen. Raises `OSError` if the address is taken."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(self._greet, self.address.host, self.address.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def drain(self, patience: float) -> None:
        """Turn new sessions away with FAILURE; return when none is left, or after `patience` seconds."""
        self._draining = True
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while tasks := [protocol.task for protocol in list(self._met) if protocol.is_busy]:
                    await asyncio.wait([task for task in tasks if task is not None])

    async def close(self) -> None:
        """Stop listening and end every session; Asterisk goes on with those callers in its dialplan."""
        if self._server is not None:
            self._server.close()
        met = list(self._met)
        for protocol in met:
            protocol.close()
        tasks = [protocol.task for protocol in met if protocol.task is not None]
        await asyncio.gather(*tasks, return_exceptions=True)

    def _greet(self) -> AgiProtocol:
        protocol = AgiProtocol(self.address.allow, turn_away if self._draining else self.converse)
        self._met.add(protocol)
        return protocol


async def turn_away(protocol: AgiProtocol) -> None:
    """Tell Asterisk that nobody serves this call now: its dialplan does, or asks again."""
    protocol.fail()
