"""Reading wishes to be called back, and the numbers that are not to be."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.callbacks import Callback
from ctid.model.do_not_call import DoNotCall
from ctid.store.callback_tables import callbacks, do_not_call
from ctid.store.engine import Database
from ctid.store.tables import interactions
from ctid.store.undisturbed import undisturbed


class Callbacks:
    """Queries on wishes to be called back. They raise SQLAlchemy's errors when the database is away."""

    _database: Database

    @undisturbed
    async def ended_callbacks(self, limit: int) -> Sequence[Callback]:
        """Return those that ended last, newest first."""
        ended = select(callbacks).where(callbacks.c.ended_at.is_not(None))
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(ended.order_by(callbacks.c.ended_at.desc()).limit(limit))
            return [Callback(**row) for row in rows.mappings()]


async def remembered_callbacks(connection: AsyncConnection) -> tuple[Callback, ...]:
    """Return those of interactions that are not closed, oldest first."""
    going_on = select(interactions.c.id).where(interactions.c.closed_at.is_(None))
    query = select(callbacks).where(callbacks.c.id.in_(going_on)).order_by(callbacks.c.asked_at)
    return tuple(Callback(**row) for row in (await connection.execute(query)).mappings())


async def not_to_be_called(connection: AsyncConnection) -> tuple[DoNotCall, ...]:
    """Return the numbers on the do-not-call list."""
    listed = await connection.execute(select(do_not_call).where(do_not_call.c.listed))
    return tuple(DoNotCall(**row) for row in listed.mappings())
