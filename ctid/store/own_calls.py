"""Reading which calls agents made of late: their caps of a day go on counting after a restart."""

from datetime import datetime

from sqlalchemy import select

from ctid.model.interactions import Direction, Interaction
from ctid.store.engine import Database
from ctid.store.journal import calls_of
from ctid.store.tables import interactions
from ctid.store.undisturbed import undisturbed


class OwnCalls:
    """The query on calls out that are over."""

    _database: Database

    @undisturbed
    async def dialled_since(self, since: datetime) -> tuple[Interaction, ...]:
        """Return the closed calls that agents made since then, oldest first."""
        made = (interactions.c.direction == Direction.OUTBOUND) & (interactions.c.arrived_at > since)
        query = select(interactions).where(made, interactions.c.closed_at.is_not(None))
        async with self._database.reading.begin() as connection:
            return tuple(await calls_of(connection, query.order_by(interactions.c.arrived_at)))
