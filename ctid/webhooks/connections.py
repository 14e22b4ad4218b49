"""Connections to servers outside, held open between requests, each through the gate.

There are two kinds: to hosts that the site trusts by name, wherever they are, and to all others, which may
only be at addresses that `allowance` lets pass. Proxies and cookies of the environment are not used.
"""

from typing import Self

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, hdrs
from yarl import URL

from ctid.webhooks.address import Allowance
from ctid.webhooks.gate import Lookups, Resolve, open_gate

CONNECT_SECONDS = 5.0  # with the look-up of the name and TLS
_USER_AGENT = "ctid-webhooks/1"


class Connections:
    """Use as an async context."""

    def __init__(self, allowance: Allowance, resolve: Resolve | None = None) -> None:
        self._allowance = allowance
        self._lookups = Lookups() if resolve is None else None
        self._resolve = resolve or self._lookups

    async def __aenter__(self) -> Self:
        self._strict = self._open(trusting=False)
        self._trusting = self._open(trusting=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._strict.close()
        await self._trusting.close()
        if self._lookups is not None:
            self._lookups.close()

    def to(self, url: URL) -> ClientSession:
        """Return the session that a request to `url` goes through."""
        return self._trusting if self._allowance.trusts(url.raw_host or "") else self._strict

    def _open(self, *, trusting: bool) -> ClientSession:
        assert self._resolve is not None
        return ClientSession(
            connector=open_gate(self._resolve, None if trusting else self._allowance.networks),
            timeout=ClientTimeout(total=None, connect=CONNECT_SECONDS),
            headers={hdrs.CONTENT_TYPE: "application/json", hdrs.USER_AGENT: _USER_AGENT},
            cookie_jar=DummyCookieJar(),
            trust_env=False,
            auto_decompress=False,
        )
