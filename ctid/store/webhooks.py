"""What is remembered of webhooks: endpoints and how far each has looked, deliveries, messages seen.

The courier is the only one who writes endpoints and deliveries; an endpoint's cursor and the deliveries it
led to are written in one transaction, so that after a crash no event is missed.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Table, delete, select

from ctid.model.webhooks import Delivery, DeliveryId, DeliveryState, Endpoint, EndpointId
from ctid.store.engine import Database, insert_new, upsert
from ctid.store.undisturbed import undisturbed
from ctid.store.webhook_tables import deliveries, endpoints, messages_seen


class WebhookRecords:
    """Queries and commands on webhooks. They raise SQLAlchemy's errors when the database is away."""

    _database: Database

    @undisturbed
    async def webhooks(self) -> list[tuple[Endpoint, int, list[Delivery]]]:
        """Return every endpoint with its cursor and what waits to be delivered to it, oldest first."""
        waiting = select(deliveries).where(deliveries.c.state == DeliveryState.WAITING)
        async with self._database.reading.begin() as connection:
            known = (await connection.execute(select(endpoints))).mappings().all()
            rows = (await connection.execute(waiting.order_by(deliveries.c.seq))).mappings().all()
        of: dict[str, list[Delivery]] = {row["id"]: [] for row in known}
        for row in rows:
            of.get(row["endpoint"], []).append(Delivery(**row))
        return [(_endpoint(row), row["cursor"], of[row["id"]]) for row in known]

    @undisturbed
    async def keep_webhooks(
        self,
        changed: Sequence[tuple[Endpoint, int]],
        done: Sequence[Delivery],
        removed: Sequence[EndpointId] = (),
    ) -> None:
        """Write endpoints with their cursors, deliveries, and strike out what was removed; all or nothing."""
        rows = [{**_row(endpoints, endpoint), "cursor": cursor} for endpoint, cursor in changed]
        async with self._database.writing.begin() as connection:
            if rows:
                await connection.execute(upsert(endpoints), rows)
            if done:
                await connection.execute(upsert(deliveries), [_row(deliveries, each) for each in done])
            for id in removed:
                await connection.execute(delete(endpoints).where(endpoints.c.id == id))
                await connection.execute(delete(deliveries).where(deliveries.c.endpoint == id))

    @undisturbed
    async def webhook_deliveries(
        self, endpoint: EndpointId, limit: int, before: int | None, state: DeliveryState | None
    ) -> list[Delivery]:
        """Return an endpoint's deliveries, newest event first; `before` is the last seq already read."""
        query = select(deliveries).where(deliveries.c.endpoint == endpoint)
        if before is not None:
            query = query.where(deliveries.c.seq < before)
        if state is not None:
            query = query.where(deliveries.c.state == state)
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(query.order_by(deliveries.c.seq.desc()).limit(limit))
            return [Delivery(**row) for row in rows.mappings()]

    @undisturbed
    async def webhook_delivery(self, id: DeliveryId) -> Delivery | None:
        """Return one delivery."""
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(select(deliveries).where(deliveries.c.id == id))
            row = rows.mappings().one_or_none()
        return None if row is None else Delivery(**row)

    @undisturbed
    async def forget_delivered(self, before: datetime) -> None:
        """Strike out what was delivered before an instant; what is dead stays until somebody looks."""
        delivered = deliveries.c.state == DeliveryState.DELIVERED
        async with self._database.writing.begin() as connection:
            await connection.execute(delete(deliveries).where(delivered, deliveries.c.ended_at < before))

    @undisturbed
    async def is_first_sight(self, sender: str, id: str, until: datetime, now: datetime) -> bool:
        """Remember an incoming message until an instant; False if it is remembered already."""
        row = {"sender": sender, "id": id, "until": until}
        async with self._database.writing.begin() as connection:
            await connection.execute(delete(messages_seen).where(messages_seen.c.until <= now))
            return bool((await connection.execute(insert_new(messages_seen).values(row))).rowcount)


def _endpoint(row: Any) -> Endpoint:
    return Endpoint(**{name: value for name, value in row.items() if name != "cursor"})


def _row(table: Table, value: Any) -> dict[str, Any]:
    return {column.name: getattr(value, column.name) for column in table.c if hasattr(value, column.name)}
