"""An agent's page without a browser: signs in, says ready, acknowledges pops, gives dispositions.

It speaks what the real page speaks (HTTP and WebSocket) and keeps everything it was told, with the
time at which it was told.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from types import TracebackType
from typing import Any, Self

import aiohttp

Line = dict[str, Any]

_CLOSING = aiohttp.ClientWSTimeout(ws_close=1.0)  # a daemon that was killed does not say goodbye


class RefusedError(Exception):
    """The daemon refused; `problem` is its answer (RFC 9457)."""

    def __init__(self, problem: Line) -> None:
        self.problem = problem
        super().__init__(f"{problem.get('code')}: {problem.get('detail') or problem.get('title')}")


@dataclass
class Page:
    """One signed-in page. `on_line` is called with every line of the WebSocket as it arrives."""

    url: str
    ticket: str
    acknowledges: bool = True
    on_line: Callable[[Line], None] = lambda line: None
    lines: list[Line] = field(default_factory=list)

    async def __aenter__(self) -> Self:
        self._http = aiohttp.ClientSession(base_url=self.url, cookie_jar=aiohttp.CookieJar(unsafe=True))
        try:
            await self.send("POST", "/api/v1/session", ticket=self.ticket)
            self._socket = await self._http.ws_connect(
                "/ws", headers={"Origin": self.url}, heartbeat=20, timeout=_CLOSING
            )
        except BaseException:
            await self._http.close()
            raise
        self._arrived = asyncio.Event()
        self._reading = asyncio.create_task(self._read())
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reading.cancel()
        await asyncio.gather(self._reading, return_exceptions=True)
        await self._socket.close()
        await self._http.close()

    async def send(self, method: str, path: str, **body: object) -> Line:
        """Ask the API; raise `RefusedError` for a problem."""
        async with self._http.request(method, path, json=body or None) as response:
            text = await response.text()
            answer: Line = json.loads(text) if text else {}
            if response.status >= 400:
                raise RefusedError(answer)
            return answer

    async def sign_on(self) -> None:
        """Begin to work."""
        await self.send("POST", "/api/v1/me/sign-on")

    async def ready(self) -> None:
        """Take calls."""
        await self.send("PUT", "/api/v1/me/state", state="ready")

    async def not_ready(self, reason: str) -> None:
        """Take no calls."""
        await self.send("PUT", "/api/v1/me/state", state="not_ready", reason=reason)

    async def dispose(self, interaction: str, code: str, note: str = "") -> None:
        """Say what came of an interaction."""
        await self.send("POST", f"/api/v1/interactions/{interaction}/disposition", code=code, note=note)

    async def state(self) -> str:
        """Return the agent's state as the daemon sees it."""
        return str((await self.send("GET", "/api/v1/me"))["status"]["state"])

    def told(self, kind: str) -> list[Line]:
        """Return the events of a type so far."""
        return [line for line in self.lines if line.get("type") == kind]

    @property
    def pops(self) -> list[Line]:
        """Return the pops so far."""
        return [line for line in self.lines if line["kind"] == "pop"]

    async def until(self, holds: Callable[[Line], bool], *, within: float = 30.0) -> Line:
        """Wait for a line that `holds`, past ones included; raise TimeoutError after `within` seconds."""
        async with asyncio.timeout(within):
            seen = 0
            while True:
                for line in self.lines[seen:]:
                    if holds(line):
                        return line
                seen = len(self.lines)
                self._arrived.clear()
                await self._arrived.wait()

    async def hears(self, kind: str, *, within: float = 30.0, **facts: object) -> Line:
        """Wait for an event of a type with these fields or facts."""

        def holds(line: Line) -> bool:
            both = {**line.get("facts", {}), **line}
            return line.get("type") == kind and all(both.get(name) == value for name, value in facts.items())

        try:
            return await self.until(holds, within=within)
        except TimeoutError:
            told = [line.get("type") or line["kind"] for line in self.lines]
            raise TimeoutError(f"no {kind} {facts or ''} within {within} s; heard {told}") from None

    async def _read(self) -> None:
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                break
            line: Line = json.loads(message.data)
            line["heard_at"] = datetime.now(UTC)
            if line["kind"] == "pop" and self.acknowledges:
                await self._socket.send_json({"kind": "pop_shown", "offer": line["offer"]})
            self.lines.append(line)
            self._arrived.set()
            self.on_line(line)
