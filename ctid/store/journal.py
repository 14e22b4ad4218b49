"""Reading what the writer has written: calls, what happened in them, what was going on at a restart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import RowMapping, Select, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.agents import AgentStatus
from ctid.model.ids import CustomerId, InteractionId
from ctid.model.interactions import Interaction, OfferRecord, Segment
from ctid.model.reports import Remembered
from ctid.store.engine import Database
from ctid.store.tables import agents, interactions, offers, segments
from ctid.store.undisturbed import undisturbed


class Journal:
    """Queries on the log of calls. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def remembered(self) -> Remembered:
        """Return, as of one instant, every agent's state, the open interactions and the open offers."""
        async with self._database.reading.begin() as connection:
            states = await connection.execute(select(agents))
            open_calls = select(interactions).where(interactions.c.closed_at.is_(None))
            going_on = await connection.execute(select(offers).where(offers.c.ended_at.is_(None)))
            return Remembered(
                agents=tuple(AgentStatus(**row) for row in states.mappings()),
                interactions=tuple(await _calls(connection, open_calls.order_by(interactions.c.arrived_at))),
                offers=tuple(OfferRecord(**row) for row in going_on.mappings()),
            )

    @undisturbed
    async def interaction(self, id: InteractionId) -> Interaction | None:
        """Return one interaction with its segments."""
        async with self._database.reading.begin() as connection:
            found = await _calls(connection, select(interactions).where(interactions.c.id == id))
        return found[0] if found else None

    @undisturbed
    async def offers(self) -> list[OfferRecord]:
        """Return every offer that was ever made, oldest first."""
        async with self._database.reading.begin() as connection:
            found = await connection.execute(select(offers).order_by(offers.c.made_at, offers.c.id))
            return [OfferRecord(**row) for row in found.mappings()]

    @undisturbed
    async def interactions(
        self, limit: int, before: InteractionId | None = None, *, customer: CustomerId | None = None
    ) -> list[Interaction]:
        """Return the newest interactions first; `before` is the last one of the page already read."""
        place = tuple_(interactions.c.arrived_at, interactions.c.id)
        query = select(interactions).order_by(interactions.c.arrived_at.desc(), interactions.c.id.desc())
        if before is not None:
            last = select(interactions.c.arrived_at, interactions.c.id).where(interactions.c.id == before)
            query = query.where(place < last.scalar_subquery())
        if customer is not None:
            query = query.where(interactions.c.customer == customer)
        async with self._database.reading.begin() as connection:
            return await _calls(connection, query.limit(limit))


async def _calls(connection: AsyncConnection, query: Select[Any]) -> list[Interaction]:
    rows = (await connection.execute(query)).mappings().all()
    slices = await _segments(connection, [row["id"] for row in rows])
    return [Interaction(**row, segments=tuple(slices[row["id"]])) for row in rows]


async def _segments(
    connection: AsyncConnection, ids: Sequence[InteractionId]
) -> Mapping[InteractionId, list[Segment]]:
    slices: defaultdict[InteractionId, list[Segment]] = defaultdict(list)
    query = select(segments).where(segments.c.interaction.in_(ids)).order_by(segments.c.n)
    for row in (await connection.execute(query)).mappings():
        slices[row["interaction"]].append(Segment(**_less(row, "interaction", "n")))
    return slices


def _less(row: RowMapping, *names: str) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in names}
