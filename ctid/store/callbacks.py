"""Reading wishes to be called back."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.callbacks import Callback
from ctid.store.callback_tables import callbacks
from ctid.store.tables import interactions


async def remembered_callbacks(connection: AsyncConnection) -> tuple[Callback, ...]:
    """Return those of interactions that are not closed, oldest first."""
    going_on = select(interactions.c.id).where(interactions.c.closed_at.is_(None))
    query = select(callbacks).where(callbacks.c.id.in_(going_on)).order_by(callbacks.c.asked_at)
    return tuple(Callback(**row) for row in (await connection.execute(query)).mappings())
