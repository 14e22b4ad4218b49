"""One attempt: sign, send, look at the status, throw the rest away. It always ends, and never raises.

The receiver is a stranger. It gets fifteen seconds in all, however slowly it speaks; of its answer the
status and Retry-After are used, up to 64 kB of the body are read so that the connection can be used again,
and nothing of it is kept. Redirects are not followed, proxies and cookies of the environment not used.
"""

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime, timedelta

from aiohttp import (
    ClientError,
    ClientResponse,
    ClientSession,
    ClientTimeout,
    ConnectionTimeoutError,
    DummyCookieJar,
    hdrs,
)
from yarl import URL

from ctid.model.webhooks import Attempt, Delivery, Endpoint
from ctid.webhooks.address import Allowance, Objection, read_url
from ctid.webhooks.gate import Forbidden, Lookups, Resolve, open_gate
from ctid.webhooks.mail import Attempted
from ctid.webhooks.schedule import read_retry_after
from ctid.webhooks.signature import sign

TOTAL_SECONDS = 15.0
CONNECT_SECONDS = 5.0  # with the look-up of the name and TLS
LARGEST_ANSWER = 64 * 1024
_CHUNK = 8 * 1024
_LONGEST_WORDS = 200
_USER_AGENT = "ctid-webhooks/1"


class Post:
    """Sends deliveries. Use as an async context: it holds connections."""

    def __init__(
        self,
        allowance: Allowance,
        clock: Callable[[], datetime],
        *,
        resolve: Resolve | None = None,
        total: float = TOTAL_SECONDS,
    ) -> None:
        self._allowance = allowance
        self._clock = clock
        self._lookups = Lookups() if resolve is None else None
        self._resolve = resolve or self._lookups
        self._total = total

    async def __aenter__(self) -> "Post":
        assert self._resolve is not None
        self._strict = open_session(self._resolve, self._allowance, trusting=False)
        self._trusting = open_session(self._resolve, self._allowance, trusting=True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._strict.close()
        await self._trusting.close()
        if self._lookups is not None:
            self._lookups.close()

    async def send(self, endpoint: Endpoint, delivery: Delivery) -> Attempted:
        """Try a delivery once."""
        began, asked = self._clock(), None
        status: int | None = None
        try:
            url = read_url(endpoint.url, self._allowance)
            async with asyncio.timeout(self._total):
                status, asked = await self._exchange(url, endpoint, delivery)
            said = f"HTTP {status}"
        except ConnectionTimeoutError:
            said = f"no connection within {CONNECT_SECONDS:g} s"
        except TimeoutError:
            status, said = None, f"no whole answer within {self._total:g} s"
        except Objection as objection:
            said = objection.words.en
        except (ClientError, OSError, ValueError) as error:
            status, said = None, _words(error)
        attempt = Attempt(began, status, said, max(self._clock() - began, timedelta()))
        return Attempted(endpoint.id, delivery.id, attempt, asked)

    async def _exchange(
        self, url: URL, endpoint: Endpoint, delivery: Delivery
    ) -> tuple[int, timedelta | None]:
        session = self._trusting if self._allowance.trusts(url.raw_host or "") else self._strict
        now = self._clock()
        headers = sign(delivery.id, now, delivery.body, endpoint.keys(now))
        async with session.post(
            url, data=delivery.body.encode(), headers=headers, allow_redirects=False
        ) as answer:
            await _discard(answer)
            asked = answer.headers.get(hdrs.RETRY_AFTER)
            return answer.status, read_retry_after(asked, self._clock()) if asked else None


def open_session(resolve: Resolve, allowance: Allowance, *, trusting: bool) -> ClientSession:
    """Open a session that reaches what `allowance` lets pass; one that is `trusting` reaches everything."""
    return ClientSession(
        connector=open_gate(resolve, None if trusting else allowance.networks),
        timeout=ClientTimeout(total=None, connect=CONNECT_SECONDS),
        headers={hdrs.CONTENT_TYPE: "application/json", hdrs.USER_AGENT: _USER_AGENT},
        cookie_jar=DummyCookieJar(),
        trust_env=False,
        auto_decompress=False,
    )


async def _discard(answer: ClientResponse) -> None:
    """Read the body and forget it; where it is too long, give the connection up instead."""
    left = LARGEST_ANSWER
    while left > 0:
        chunk = await answer.content.read(min(left, _CHUNK))
        if not chunk:
            return
        left -= len(chunk)
    answer.close()


def _words(error: Exception) -> str:
    """Say why nothing came back, in the words of its innermost cause."""
    cause: BaseException = error
    while not isinstance(cause, Forbidden) and cause.__cause__ is not None:
        cause = cause.__cause__
    if isinstance(cause, ssl.SSLCertVerificationError):
        return f"the certificate was refused: {cause.verify_message}"
    said = cause.strerror if isinstance(cause, OSError) else None
    return (said or str(cause) or type(cause).__name__)[:_LONGEST_WORDS]
