"""Reading the messages that callers left; the writer writes them."""

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import false, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.messages import Message, MessageId, MessageState
from ctid.store.engine import Database
from ctid.store.message_tables import messages
from ctid.store.undisturbed import undisturbed

RECENT = timedelta(days=1)


class Messages:
    """Queries on messages. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def message(self, id: MessageId) -> Message | None:
        """Return one message."""
        query = select(messages).where(messages.c.id == id)
        async with self._database.reading.begin() as connection:
            row = (await connection.execute(query)).mappings().one_or_none()
        return Message(**row) if row is not None else None

    @undisturbed
    async def messages(
        self, limit: int, before: MessageId | None = None, *, states: Collection[MessageState] = ()
    ) -> list[Message]:
        """Return the newest first; `before` is the last of the page already read, no states are all."""
        place = tuple_(messages.c.left_at, messages.c.id)
        query = select(messages).order_by(messages.c.left_at.desc(), messages.c.id.desc()).limit(limit)
        if states:
            query = query.where(messages.c.state.in_(states))
        if before is not None:
            last = select(messages.c.left_at, messages.c.id).where(messages.c.id == before)
            query = query.where(place < last.scalar_subquery())
        async with self._database.reading.begin() as connection:
            return [Message(**row) for row in (await connection.execute(query)).mappings()]


async def remembered_messages(connection: AsyncConnection) -> tuple[Message, ...]:
    """Return the open ones, and those closed within a day of the last one that was."""
    last = await connection.scalar(select(func.max(messages.c.closed_at)))
    lately = messages.c.closed_at >= last - RECENT if last is not None else false()
    wanted = select(messages).where(or_(messages.c.closed_at.is_(None), lately))
    rows = await connection.execute(wanted.order_by(messages.c.left_at))
    return tuple(Message(**row) for row in rows.mappings())
