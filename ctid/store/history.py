"""Reading a stretch of the past: whoever called in it, and when agents were at work."""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from ctid.model.events import Event, EventKind
from ctid.model.interactions import Direction, Interaction
from ctid.model.routing_policy import VOICE
from ctid.store.engine import Database
from ctid.store.journal import calls_of
from ctid.store.tables import events, interactions
from ctid.store.undisturbed import undisturbed


class History:
    """Queries on a stretch from `since` until before `until`."""

    _database: Database

    @undisturbed
    async def callers_between(self, since: datetime, until: datetime) -> list[Interaction]:
        """Return whoever called in and has left, in the order of their arrival."""
        wanted = select(interactions).where(
            interactions.c.arrived_at >= since,
            interactions.c.arrived_at < until,
            interactions.c.ended_at.is_not(None),
            interactions.c.direction == Direction.INBOUND,
            interactions.c.channel == VOICE,
        )
        async with self._database.reading.begin() as connection:
            return await calls_of(connection, wanted.order_by(interactions.c.arrived_at))

    @undisturbed
    async def agent_changes(self, since: datetime, until: datetime) -> list[Event]:
        """Return how agents' states changed, oldest first."""
        wanted = select(events).where(
            events.c.kind == EventKind.AGENT_CHANGED, events.c.at >= since, events.c.at < until
        )
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(wanted.order_by(events.c.seq))
            return [_event(**row) for row in rows.mappings()]


def _event(seq: int, call_seq: int | None, **fields: Any) -> Event:
    return Event(**fields)
