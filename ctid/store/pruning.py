"""Letting go of what is old, a little at a time, so that the writer of the log never waits for long.

Inputs go when they are older than is kept for replay. Events go when they are older than is kept for readers;
but never one that a webhook's receiver is still owed, and never the newest: numbers go on after it.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, Table, delete, func, select

from ctid.model.webhooks import EndpointState
from ctid.store.commit import last_seq
from ctid.store.engine import Database
from ctid.store.tables import events, inputs
from ctid.store.undisturbed import undisturbed
from ctid.store.webhook_tables import endpoints

AT_A_TIME = 500  # rows

Bound = Select[tuple[int | None]]  # only rows below it may go; NULL bounds nothing


class Pruning:
    """Deletes old rows."""

    _database: Database

    async def prune_inputs(self, before: datetime) -> int:
        """Delete inputs of transactions committed before an instant; return how many rows went."""
        return await self._prune(inputs, inputs.c.batch, before, select(func.max(inputs.c.batch)))

    async def prune_events(self, before: datetime) -> int:
        """Delete events that happened before an instant; return how many went."""
        active = endpoints.c.state == EndpointState.ACTIVE
        looked_at = select(func.min(endpoints.c.cursor) + 1).where(active)
        return await self._prune(events, events.c.seq, before, last_seq, looked_at)

    async def _prune(self, table: Table, key: ColumnElement[int], before: datetime, *upto: Bound) -> int:
        gone = 0
        while went := await self._prune_some(table, key, before, upto):
            gone += went
            if went < AT_A_TIME:
                break
        return gone

    @undisturbed
    async def _prune_some(
        self, table: Table, key: ColumnElement[int], before: datetime, upto: Sequence[Bound]
    ) -> int:
        oldest = select(key.label("key"), table.c.at).order_by(key).limit(AT_A_TIME).subquery()
        async with self._database.writing.begin() as connection:
            bounds = [await connection.scalar(bound) for bound in upto]
            limit = min((bound for bound in bounds if bound is not None), default=0)
            last = await connection.scalar(
                select(func.max(oldest.c.key)).where(oldest.c.at < before, oldest.c.key < limit)
            )
            if last is None:
                return 0
            return (await connection.execute(delete(table).where(key <= last))).rowcount
