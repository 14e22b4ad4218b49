"""One sitting: a hall with its crowd, kept through many repetitions, and the five ledgers read from it."""

import asyncio
import csv
import io
import re
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Self

import aiohttp
from chaos import Chaos
from faults_hall import SPARE, Hall

from ctid.lab.judge import CEL_COLUMNS
from ctid.lab.ledgers import check, cut_off
from ctid.lab.ledgers_books import Books
from ctid.lab.stories import CallerStory, PhoneStory

GLANCE = 0.02  # seconds
_LOGIN = re.compile(rb'SuccessfulAuth",EventTV="([^"]+)",[^\n]*Service="AMI",[^\n]*AccountID="(\w+)"')


async def until(holds: Callable[[], Any], within: float) -> Any:
    """Wait until `holds` returns something true, and return it; None after `within` seconds."""
    loop = asyncio.get_running_loop()
    deadline = loop.time() + within
    while not (found := holds()):
        if loop.time() > deadline:
            return None
        await asyncio.sleep(GLANCE)
    return found


@dataclass
class Sitting:
    """A running hall and what was seen in it.

    Drills that break the switch itself write down when (`excused`, `blurred`). `link` is the proxy before it.
    """

    hall: Hall
    heard: list[tuple[int, str]] = field(default_factory=list)
    excused: list[tuple[datetime, datetime]] = field(default_factory=list)
    blurred: list[tuple[datetime, datetime]] = field(default_factory=list)
    misheard: list[tuple[datetime, datetime]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    link: Chaos | None = None
    crashes: int = 0  # that were asked for so far

    async def __aenter__(self) -> Self:
        self._cel: list[dict[str, str]] = []
        self._cel_read = 0
        try:
            await self.hall.open()
            self.files_at_start = open_files(self.hall.switch.pid)
            self._tasks = [asyncio.create_task(self._listen())]
            for group in self.hall.callers:
                await group.start()
            await until(lambda: self.stage()["waiting"] >= 20, 20)
            self._tasks.append(asyncio.create_task(self._keep_ready()))
        except BaseException:
            await self.hall.close()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._rest()
        await self.hall.close()

    # --- the ledgers --------------------------------------------------------------------------------
    @property
    def callers(self) -> list[CallerStory]:
        """Tell what happened to every caller."""
        return [story for group in self.hall.callers for story in group.stories]

    @property
    def rings(self) -> list[PhoneStory]:
        """Tell every call to a phone."""
        return [story for group in self.hall.phones for story in group.stories]

    def cel(self) -> list[dict[str, str]]:
        """Return Asterisk's own record; a row that is being written is left out."""
        with suppress(FileNotFoundError), self.hall.switch.cel_file.open("rb") as file:
            file.seek(self._cel_read)
            news = file.read()
            news = news[: news.rfind(b"\n") + 1]
            self._cel_read += len(news)
            rows = csv.reader(io.StringIO(news.decode("utf-8", "replace"), newline=""))
            self._cel += [dict(zip(CEL_COLUMNS, row, strict=True)) for row in rows if row]
        return self._cel

    def books(self, *, closing: bool = False) -> Books:
        """Open the five ledgers. What witnesses is read before what is judged."""
        now, rows = datetime.now(UTC), self.hall.rows
        callers, rings, cel, heard = self.callers, self.rings, self.cel(), tuple(self.heard)
        return Books(
            callers=callers,
            rings=rings,
            cel=cel,
            heard=heard,
            interactions=rows("SELECT * FROM interactions"),
            segments=rows("SELECT * FROM segments ORDER BY interaction, n"),
            offers=rows("SELECT * FROM offers"),
            agents=rows("SELECT * FROM agents"),
            events=rows("SELECT seq, call_seq, kind, interaction FROM events ORDER BY seq"),
            now=now,
            excused=tuple(self.excused),
            blurred=tuple(self.blurred),
            misheard=tuple(self.misheard),
            closing=closing,
        )

    def news(self, *, closing: bool = False) -> list[str]:
        """Check, and return what was not found before."""
        found = [finding for finding in check(self.books(closing=closing)) if finding not in self.known]
        self.known.update(found)
        return found

    def cut_callers(self) -> list[str]:
        """Return which callers were cut off in the middle, when nothing else can be asked for."""
        books = self.books()
        after = {
            row["cid_num"]
            for row in books.cel
            if row["eventtype"] == "HANGUP" and row["context"] == "ctid-after"
        }  # heard goodbye
        found = [line for line in cut_off(books) if line.startswith("caller ")]
        news = [line for line in found if line not in self.known and line.split()[1][:-1] not in after]
        self.known.update(news)
        return news

    def count(self, kind: str) -> int:
        """Count what the onlooker heard of a kind."""
        return sum(one == kind for _, one in self.heard)

    def stage(self) -> dict[str, int]:
        """Count who is where just now, as the outside sees it."""
        live = [caller for caller in self.callers if caller.answered_at and not caller.ended_at]
        rings = [ring for ring in self.rings if ring.ended_at is None]
        talking = {ring.ani for ring in rings if ring.answered_at}
        held = self._holding()
        return {
            "talking": len(talking),
            "ringing": sum(ring.answered_at is None for ring in rings),
            "waiting": sum(caller.ani in held and caller.ani not in talking for caller in live),
            "ivr": sum(caller.ani not in held for caller in live),
        }

    def _holding(self) -> set[str]:
        return {
            row["cid_num"]
            for row in self.cel()
            if row["eventtype"] == "BRIDGE_ENTER" and "holding_bridge" in row["extra"]
        }

    def logins(self) -> list[tuple[datetime, str]]:
        """Return every login to the manager, by Asterisk's own security log."""
        log = (self.hall.switch.run / "log/security.log").read_bytes()
        return [(datetime.fromisoformat(at.decode()), who.decode()) for at, who in _LOGIN.findall(log)]

    # --- the people ---------------------------------------------------------------------------------
    async def _keep_ready(self) -> None:
        """Agents whom a missed ring or a lost phone made not ready come back, as people do."""
        while True:
            with suppress(Exception):
                away = self.hall.rows("SELECT agent FROM agents WHERE state = 'not_ready'")
                for row in away:
                    if row["agent"] != SPARE:
                        await self.hall.desks[row["agent"]].ready()
            await asyncio.sleep(1.0)

    async def _listen(self) -> None:
        """Be an onlooker: receive every event, and go on from the last number after every fault."""
        headers = {"Authorization": f"Bearer {self.hall.token}"}
        timeout = aiohttp.ClientTimeout(total=None, sock_connect=2)
        async with aiohttp.ClientSession(headers=headers, timeout=timeout) as http:
            while True:
                with suppress(aiohttp.ClientError, TimeoutError, OSError):
                    since = self.heard[-1][0] if self.heard else 0
                    url = f"{self.hall.url}/api/v1/events/stream?since={since}"
                    async with http.get(url) as answer:
                        await self._hear(answer)
                await asyncio.sleep(0.1)

    async def _hear(self, answer: aiohttp.ClientResponse) -> None:
        seq, kind = 0, ""
        async for line in answer.content:
            name, _, value = line.decode().rstrip("\n").partition(": ")
            if name == "id":
                seq = int(value)
            elif name == "event":
                kind = value
            elif name == "data":
                self.heard.append((seq, kind))

    async def _rest(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- the end ------------------------------------------------------------------------------------
    async def wind_up(self) -> list[str]:
        """Let everybody be served, go home, and look at what is left: calls, rows, channels, files."""
        hall = self.hall
        await hall.desks[SPARE].ready()
        await until(lambda: not self._patient(), 40)
        for group in hall.callers:
            await group.stop()
        found = await self._quiet()
        await asyncio.sleep(1.0)
        found += self.news(closing=True)
        found += grown("Asterisk", self.files_at_start, open_files(hall.switch.pid))
        return found + await self._daemon_leaks()

    def _patient(self) -> list[CallerStory]:
        return [caller for caller in self.hall.patient.stories if self._first(caller)]

    def _first(self, caller: CallerStory) -> bool:
        """Say whether one of those who waited all the while is still there."""
        return caller.ended_at is None and caller in self.hall.patient.stories[:5]

    async def _quiet(self) -> list[str]:
        """Wait until no channel lives and no row is open."""
        for _ in range(200):
            channels = int((await self.hall.switch.cli("core show channels count")).split()[0])
            still = "SELECT id FROM interactions WHERE closed_at IS NULL"
            if not channels and not self.hall.rows(still):
                return []
            await asyncio.sleep(0.1)
        return [f"{channels} channels live on"] if channels else []

    async def _daemon_leaks(self) -> list[str]:
        """Compare the daemon that worked with one that has just started."""
        await self._rest()
        for desk in self.hall.desks.values():
            await desk.http.close()
        await asyncio.sleep(0.5)
        used = open_files(self.hall.daemon.pid)
        code = await self.hall.stop_daemon()
        await self.hall.start_daemon()
        fresh = open_files(self.hall.daemon.pid)
        found = [] if code == 0 else [f"the daemon ended with {code} when asked to"]
        return [*found, *grown("the daemon", fresh, used)]

    def complaints(self, right: str | None) -> list[str]:
        """Return the first line of every error in the daemon's log; of those with `right` in it, none."""
        lines = self.hall.log.read_text(errors="replace").splitlines()
        errors = [line for line in lines if " ERROR " in line or "Traceback" in line]
        return [f"daemon's log: {line[:200]}" for line in errors if right is None or right not in line]


def open_files(pid: int | None) -> Counter[str]:
    """Count a process's open files and sockets by kind; the database's are apart: its pool is bounded."""
    names = []
    for link in Path(f"/proc/{pid}/fd").iterdir():
        with suppress(FileNotFoundError):  # closed in the meantime
            names.append(str(link.readlink()))
    return Counter("database" if ".db" in name else name.partition(":")[0] for name in names)


def grown(who: str, before: Counter[str], after: Counter[str]) -> list[str]:
    """Tell of what there is more now; one or two may come and go at any time."""
    most = {kind: before[kind] + 2 for kind in after} | {"database": 50}
    return [f"{who}: {before[kind]} of {kind} open, then {n}" for kind, n in after.items() if n > most[kind]]


Repetition = Callable[[Sitting, Any], Awaitable[dict[str, Any]]]
