"""The gate that every connection to a receiver goes through: only public addresses, judged when connecting.

A name is looked up once for a connection and the address that was judged is the one that is connected to:
there is no second look-up in which it could answer differently. The last word has `_socket`, which aiohttp
asks for a socket to each single address, also those that came without a look-up. A name that has one
forbidden address among its many is refused as a whole: no honest receiver has such a one.
"""

import asyncio
import errno
import socket
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from aiohttp import AddrInfoType, TCPConnector
from aiohttp.abc import AbstractResolver, ResolveResult

from ctid.webhooks.address import Network, is_public, plain

Resolve = Callable[[str], Awaitable[Sequence[str]]]

LOOKUPS = 16  # names at a time; a name server that does not answer holds up one name only
KEPT_OPEN = 4.0  # seconds without use; less than what servers keep, so that none is closed as we send


class Forbidden(OSError):
    """Raised instead of connecting to an address that is not public."""

    def __init__(self, host: str, address: str) -> None:
        super().__init__(errno.EACCES, f"{host} leads to {address}, which is not a public address")


class Lookups:
    """Looks names up in threads of their own, one look-up for a name at a time however many ask."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(LOOKUPS, thread_name_prefix="webhook-names")
        self._going_on: dict[str, asyncio.Future[Sequence[str]]] = {}

    async def __call__(self, host: str) -> Sequence[str]:
        """Return every address of a name. Raises OSError."""
        if host not in self._going_on:
            loop = asyncio.get_running_loop()
            self._going_on[host] = found = loop.run_in_executor(self._threads, _addresses, host)
            found.add_done_callback(lambda done: self._ended(host, done))
        return await asyncio.shield(self._going_on[host])

    def close(self) -> None:
        """Begin no more look-ups."""
        self._threads.shutdown(wait=False, cancel_futures=True)

    def _ended(self, host: str, done: asyncio.Future[Sequence[str]]) -> None:
        del self._going_on[host]
        if not done.cancelled():
            done.exception()  # those who wait have it too; nobody may be left to look


def open_gate(resolve: Resolve, networks: Sequence[Network] | None) -> TCPConnector:
    """Make a connector through which only public addresses, and those in `networks`, are reached.

    None lets everything through: for receivers that are trusted by name.
    """
    allowed = None if networks is None else tuple(networks)

    def check(host: str, address: str) -> None:
        if allowed is not None and not is_public(address, allowed):
            raise Forbidden(host, address)

    def make_socket(info: AddrInfoType) -> socket.socket:
        family, kind, protocol, _, place = info
        check(str(place[0]), str(place[0]) if len(place) < 4 or not place[3] else f"{place[0]}%{place[3]}")
        return socket.socket(family, kind, protocol)

    return TCPConnector(
        resolver=_Resolver(resolve, check),
        socket_factory=make_socket,
        use_dns_cache=False,
        limit=0,  # the mailroom limits each endpoint; a common limit would let one hold up the others
        keepalive_timeout=KEPT_OPEN,
    )


class _Resolver(AbstractResolver):
    def __init__(self, resolve: Resolve, check: Callable[[str, str], None]) -> None:
        self._resolve = resolve
        self._check = check

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        """Look a name up and judge every address that comes of it."""
        addresses = await self._resolve(plain(host))
        for address in addresses:
            self._check(host, address)
        if not addresses:
            raise OSError(f"{host} has no address")
        return [_result(host, address, port) for address in addresses]

    async def close(self) -> None:
        """Hold nothing open."""


def _result(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=flags)


def _addresses(host: str) -> Sequence[str]:
    found: list[Any] = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(place[0]) for *_, place in found))
