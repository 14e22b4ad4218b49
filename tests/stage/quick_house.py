"""A house whose people need no program started for them: `ctid login` and `ctid seed` take a second each.

Both write what the commands would write. That the commands themselves do is shown where they are tested.
"""

from datetime import UTC, datetime, timedelta

from ctid.lab.house import House
from ctid.store.store import Store

_seeded = bytearray()  # the database with the shipped customers, as the first house got it


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
        """Give the house, not yet started, the customers of config/seed.yaml."""
        if _seeded:
            self.database.write_bytes(_seeded)
            return
        await self.command("seed", "config/seed.yaml")
        _seeded.extend(self.database.read_bytes())
