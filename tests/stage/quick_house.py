"""A house that starts no program from nothing: it would take each a second or two to import ctid.

Tickets and customers are written as `ctid login` and `ctid seed` write them; that the commands themselves do
is shown where they are tested. The daemon and commands start warm (warm_start.py).
"""

import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

from ctid.lab.fake_house import FakeHouse
from ctid.lab.house import House
from ctid.store.store import Store
from warm_start import Order, WarmProcess, run_warm

SEED = "config/seed.yaml"
COLD = ("-m", "ctid.cli", "run")

_seeded: dict[str, bytes] = {}  # what a seed says → the database as the first house with that seed got it


class Quick(House):
    """Writes tickets into its database, and starts its daemon warm."""

    async def ticket(self, subject: str, role: str = "agent") -> str:
        store = await Store.open(f"sqlite+aiosqlite:///{self.database}", clock=lambda: datetime.now(UTC))
        try:
            return await store.issue_ticket(role, subject, datetime.now(UTC) + timedelta(minutes=5))
        finally:
            await store.close()

    def _launch(self, changes: Mapping[str, str]) -> subprocess.Popen[bytes]:
        if self.program != COLD:  # another build, another Python
            return super()._launch(changes)
        order = Order(("run",), self.files, self.environment(**changes), self.log, self.log)
        return WarmProcess(order)  # type: ignore[return-value]  # has what a house asks for

    async def _run(self, *words: str) -> tuple[int, str, str]:
        return await run_warm(words, self.files, self.environment())


class QuickHouse(Quick):
    """A house on a real Asterisk."""

    async def seed(self) -> None:
        """Give the house, not yet started, the customers of its seed."""
        says = (self.files / SEED).read_text("utf-8")
        if says in _seeded:
            self.database.write_bytes(_seeded[says])
            return
        await self.command("seed", SEED)
        _seeded[says] = self.database.read_bytes()


class QuickFakeHouse(Quick, FakeHouse):
    """A house with a fake switch."""
