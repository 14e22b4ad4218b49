"""What is known of lists before anybody of them is called."""

from collections.abc import Mapping

from sqlalchemy import func, select

from ctid.model.dialing import ListSeen
from ctid.store.engine import Database
from ctid.store.lead_tables import lead_batches, leads
from ctid.store.leads import VISIBLE
from ctid.store.undisturbed import undisturbed


class ListsSeen:
    """A query on lists."""

    _database: Database

    @undisturbed
    async def lists_seen(self) -> Mapping[str, ListSeen]:
        """Count the leads of each list, and those of whom nobody says how they agreed. Reads all of them."""
        query = (
            select(leads.c.list, func.count(), func.count(leads.c.consent))
            .join(lead_batches, lead_batches.c.id == leads.c.batch)
            .where(VISIBLE)
            .group_by(leads.c.list)
        )
        async with self._database.reading.begin() as connection:
            return {name: ListSeen(n, n - agreed) for name, n, agreed in await connection.execute(query)}
