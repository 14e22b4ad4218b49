"""The running daemon, as a command on the same host asks it: by its REST interface, as a supervisor.

Whoever may open the centre's database may sign in: the command makes a ticket for itself and uses it up.
"""

import getpass
import json
from datetime import timedelta
from types import TracebackType
from typing import Any, Self

import aiohttp

from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime.clock import SystemClock
from ctid.store.store import Store

TICKET_LASTS = timedelta(minutes=1)
EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}


class AwayError(Exception):
    """No daemon answers at `url`."""

    def __init__(self, url: str) -> None:
        self.url = url
        super().__init__(url)

    def mistake(self) -> Mistake:
        """Say it to whoever needs the daemon."""
        return Mistake(
            "R140",
            Place(self.url),
            Text("no daemon answers here", "此处没有守护进程应答"),
            Text("only a running daemon can do this", "只有运行中的守护进程才能完成该操作"),
            Text(
                "start it with `ctid run`: it reads the files as it starts",
                "请用 `ctid run` 启动：启动时会读取文件",
            ),
        )


class Door:
    """A supervisor's session for one command. Entering raises `AwayError` where nobody answers."""

    def __init__(self, settings: Settings, store: Store, language: Language) -> None:
        host = EVERYWHERE.get(settings.http.host, settings.http.host)
        self._url = f"http://{f'[{host}]' if ':' in host else host}:{settings.http.port}"
        self._store = store
        self._language = language

    async def __aenter__(self) -> Self:
        ticket = await self._store.issue_ticket(
            "supervisor", getpass.getuser(), SystemClock()() + TICKET_LASTS
        )
        self._http = aiohttp.ClientSession(
            base_url=self._url,
            cookie_jar=aiohttp.CookieJar(unsafe=True),
            headers={"Accept-Language": self._language.value},
        )
        try:
            await self.ask("POST", "/api/v1/session", ticket=ticket)
        except BaseException:
            await self._http.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            await self.ask("DELETE", "/api/v1/session")
        finally:
            await self._http.close()

    async def ask(self, method: str, path: str, **body: object) -> dict[str, Any]:
        """Return the answer's JSON. Raises `Mistaken` with what the daemon says against it."""
        try:
            async with self._http.request(method, path, json=body or None) as response:
                text = await response.text()
        except aiohttp.ClientConnectionError as error:
            raise AwayError(self._url) from error
        answer: dict[str, Any] = json.loads(text) if text else {}
        if response.status >= 400:
            raise Mistaken([_refused(answer)])
        return answer


async def ask_once(
    settings: Settings, language: Language, method: str, path: str, **body: object
) -> dict[str, Any]:
    """Ask the running daemon one thing. Raises `Mistaken` if it refuses, or if there is none."""
    store = await Store.open(settings.store.url.get_secret_value(), clock=SystemClock())
    try:
        async with Door(settings, store, language) as door:
            return await door.ask(method, path, **body)
    except AwayError as away:
        raise Mistaken([away.mistake()]) from away
    finally:
        await store.close()


def _refused(problem: dict[str, Any]) -> Mistake:
    """Say a problem (RFC 9457); it is in the reader's language already."""
    places = (f"{each['pointer']}: {each['message']}" for each in problem.get("errors", ()))
    what = "; ".join((str(problem.get("detail", problem.get("code", "?"))), *places))
    return Mistake(
        "R141",
        Place("ctid"),
        Text(what, what),
        Text(
            "the running daemon refused this, so nothing has changed",
            "运行中的守护进程拒绝了该操作，未做任何更改",
        ),
        Text("look at `ctid centre plan`, then try again", "请查看 `ctid centre plan` 后重试"),
    )
