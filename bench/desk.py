"""An agent's signed-in browser, without its WebSocket: states are asked for over HTTP, over any crash."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Self

import aiohttp

from ctid.store.store import Store


@dataclass
class Desk:
    """One agent's."""

    agent: str
    http: aiohttp.ClientSession

    @classmethod
    async def signed_on(cls, url: str, agent: str, store: Store) -> Self:
        """Sign an agent on; raise RuntimeError where that is refused."""
        ticket = await store.issue_ticket("agent", agent, datetime.now(UTC) + timedelta(minutes=5))
        http = aiohttp.ClientSession(
            base_url=url,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            timeout=aiohttp.ClientTimeout(total=5),
            headers={"Origin": url},
        )
        desk = cls(agent, http)
        for done in (
            await desk.send("POST", "/api/v1/session", ticket=ticket),
            await desk.send("POST", "/api/v1/me/sign-on"),
        ):
            if done >= 400 or not done:
                await http.close()
                raise RuntimeError(f"agent {agent} could not sign on: {done}")
        return desk

    async def send(self, method: str, path: str, **body: object) -> int:
        """Ask, and return the status; 0 when nobody answers."""
        try:
            async with self.http.request(method, path, json=body or None) as answer:
                await answer.read()
                return answer.status
        except (aiohttp.ClientError, TimeoutError):
            return 0

    async def ready(self) -> int:
        """Say ready."""
        return await self.send("PUT", "/api/v1/me/state", state="ready")

    async def rest(self) -> int:
        """Say not ready."""
        return await self.send("PUT", "/api/v1/me/state", state="not_ready", reason="break")
