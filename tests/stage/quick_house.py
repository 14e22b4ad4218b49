"""A house whose people need no program started for them: `ctid login` and `ctid seed` take a second each.

Both write what the commands would write. That the commands themselves do is shown where they are tested.
"""

from datetime import UTC, datetime, timedelta

from ctid.lab.house import House
from ctid.store.store import Store

SEED = "config/seed.yaml"

_seeded: dict[str, bytes] = {}  # what a seed says → the database as the first house with that seed got it


class QuickTickets:
    """Writes tickets into the database of the house it is mixed into."""

    async def ticket(self: House, subject: str, role: str = "agent") -> str:  # type: ignore[misc]
        store = await Store.open(f"sqlite+aiosqlite:///{self.database}", clock=lambda: datetime.now(UTC))
        try:
            return await store.issue_ticket(role, subject, datetime.now(UTC) + timedelta(minutes=5))
        finally:
            await store.close()


class QuickHouse(QuickTickets, House):
    """A house on a real Asterisk."""

    async def seed(self) -> None:
        """Give the house, not yet started, the customers of its seed."""
        says = (self.files / SEED).read_text("utf-8")
        if says in _seeded:
            self.database.write_bytes(_seeded[says])
            return
        await self.command("seed", SEED)
        _seeded[says] = self.database.read_bytes()
