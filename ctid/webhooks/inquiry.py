"""Asking a server of the site while a caller waits: one signed POST, one answer that is read.

It goes through the same gate as every delivery (address.py, gate.py), signed with the site's key for flows,
so that the server can tell who asks. An answer other than 200, or larger than anybody's answer, is none.
"""

import asyncio
from collections.abc import Callable
from datetime import datetime

from aiohttp import ClientError, ClientSession

from ctid.webhooks.address import Allowance, Objection, read_url
from ctid.webhooks.gate import Lookups, Resolve
from ctid.webhooks.post import open_session
from ctid.webhooks.signature import sign

LARGEST_ANSWER = 64 * 1024
OK = 200


class Inquiry:
    """Asks. Use as an async context: it holds connections, so that most questions need no new one."""

    def __init__(
        self,
        allowance: Allowance,
        key: str,
        clock: Callable[[], datetime],
        *,
        resolve: Resolve | None = None,
    ) -> None:
        self._allowance = allowance
        self._key = key
        self._clock = clock
        self._lookups = Lookups() if resolve is None else None
        self._resolve = resolve or self._lookups

    async def __aenter__(self) -> "Inquiry":
        assert self._resolve is not None
        self._strict = open_session(self._resolve, self._allowance, trusting=False)
        self._trusting = open_session(self._resolve, self._allowance, trusting=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._strict.close()
        await self._trusting.close()
        if self._lookups is not None:
            self._lookups.close()

    async def inquire(self, url: str, id: str, body: str, seconds: float) -> bytes:
        """Return the body of the answer. Raises OSError, ValueError or TimeoutError where there is none."""
        if not self._key:
            raise ValueError("webhooks.flows_secret is not set: nothing can be signed")
        try:
            target = read_url(url, self._allowance)
        except Objection as objection:
            raise ValueError(objection.words.en) from objection
        session = self._trusting if self._allowance.trusts(target.raw_host or "") else self._strict
        try:
            async with asyncio.timeout(seconds):
                return await self._exchange(
                    session, str(target), body, sign(id, self._clock(), body, [self._key])
                )
        except ClientError as error:
            raise OSError(str(error) or type(error).__name__) from error

    async def _exchange(self, session: ClientSession, url: str, body: str, headers: dict[str, str]) -> bytes:
        async with session.post(url, data=body.encode(), headers=headers, allow_redirects=False) as answer:
            if answer.status != OK:
                raise ValueError(f"HTTP {answer.status}")
            said = await answer.content.read(LARGEST_ANSWER + 1)
            while len(said) <= LARGEST_ANSWER and (more := await answer.content.read(LARGEST_ANSWER)):
                said += more
            if len(said) > LARGEST_ANSWER:
                answer.close()
                raise ValueError(f"more than {LARGEST_ANSWER} bytes")
            return said
