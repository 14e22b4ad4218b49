"""Reading work of channels other than voice."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.ids import InteractionId
from ctid.model.work_items import WorkItem
from ctid.store.engine import Database
from ctid.store.tables import interactions
from ctid.store.undisturbed import undisturbed
from ctid.store.work_item_tables import work_items


class WorkItems:
    """The query on one item, closed or not."""

    _database: Database

    @undisturbed
    async def item(self, id: InteractionId) -> WorkItem | None:
        """Return an item."""
        query = select(work_items).where(work_items.c.id == id)
        async with self._database.reading.begin() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return WorkItem(**row) if row is not None else None


async def remembered_items(connection: AsyncConnection) -> tuple[WorkItem, ...]:
    """Return those of interactions that are not closed, oldest first."""
    going_on = select(interactions.c.id).where(interactions.c.closed_at.is_(None))
    query = select(work_items).where(work_items.c.id.in_(going_on)).order_by(work_items.c.entered_at)
    return tuple(WorkItem(**row) for row in (await connection.execute(query)).mappings())
