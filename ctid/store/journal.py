"""Reading what the writer has written: calls, what happened in them, what was going on at a restart."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, func, or_, select, tuple_
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.agents import AgentStatus
from ctid.model.ids import CustomerId, InteractionId
from ctid.model.interactions import Interaction, OfferRecord, Segment
from ctid.model.reports import Remembered
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.store.attempts import remembered_attempts, results_open
from ctid.store.callbacks import not_to_be_called, remembered_callbacks
from ctid.store.configuration import changed_live
from ctid.store.dialing import campaigns_then, kill_switch_then
from ctid.store.engine import Database
from ctid.store.leads import leads_then
from ctid.store.ledgers import refusals_lately
from ctid.store.messages import remembered_messages
from ctid.store.recordings import open_recordings
from ctid.store.tables import agents, blocked_numbers, interactions, offers, queue_switches, segments
from ctid.store.undisturbed import undisturbed
from ctid.store.work_items import remembered_items

LATELY = timedelta(hours=25)  # longer than the switch's own record is looked through


class Journal:
    """Queries on the log of calls. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def remembered(self) -> Remembered:
        """Return, as of one instant, all that is open or going on, and what was closed lately."""
        async with self._database.reading.begin() as connection:
            states = await connection.execute(select(agents))
            open_calls = select(interactions).where(interactions.c.closed_at.is_(None))
            oldest_first = open_calls.order_by(interactions.c.arrived_at)
            going_on = await connection.execute(select(offers).where(offers.c.ended_at.is_(None)))
            thrown = await connection.execute(select(queue_switches).where(queue_switches.c.closed))
            attempts = await remembered_attempts(connection)
            calls = await calls_of(connection, oldest_first)
            results = await results_open(connection, calls)
            blocked = await connection.execute(select(blocked_numbers).where(blocked_numbers.c.blocked))
            return Remembered(
                agents=tuple(AgentStatus(**row) for row in states.mappings()),
                interactions=tuple(calls),
                offers=tuple(OfferRecord(**row) for row in going_on.mappings()),
                messages=await remembered_messages(connection),
                closed=await _closed_lately(connection),
                recordings=await open_recordings(connection),
                switches=tuple(QueueSwitch(**row) for row in thrown.mappings()),
                live_skills=await changed_live(connection),
                blocked=tuple(BlockedNumber(**row) for row in blocked.mappings()),
                callbacks=await remembered_callbacks(connection),
                items=await remembered_items(connection),
                attempts=attempts,
                results=results,
                leads=await leads_then(connection, {attempt.lead for attempt in (*attempts, *results)}),
                refusals=await refusals_lately(connection),
                do_not_call=await not_to_be_called(connection),
                campaigns=await campaigns_then(connection),
                kill_switch=await kill_switch_then(connection),
            )

    @undisturbed
    async def interaction(self, id: InteractionId) -> Interaction | None:
        """Return one interaction with its segments."""
        async with self._database.reading.begin() as connection:
            found = await calls_of(connection, select(interactions).where(interactions.c.id == id))
        return found[0] if found else None

    @undisturbed
    async def offers(self, of: InteractionId | None = None) -> list[OfferRecord]:
        """Return an interaction's offers, or every offer that was ever made, oldest first."""
        query = select(offers).order_by(offers.c.made_at, offers.c.id)
        if of is not None:
            query = query.where(offers.c.interaction == of)
        async with self._database.reading.begin() as connection:
            found = await connection.execute(query)
            return [OfferRecord(**row) for row in found.mappings()]

    @undisturbed
    async def last_call(self, number: str = "") -> InteractionId | None:
        """Return the interaction that arrived last; of those with this number (E.164, or as it came)."""
        query = select(interactions.c.id)
        if number:
            query = query.where(or_(interactions.c.number == number, interactions.c.ani == number))
        newest = query.order_by(interactions.c.arrived_at.desc(), interactions.c.id.desc())
        async with self._database.reading.begin() as connection:
            return await connection.scalar(newest.limit(1))

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
            return await calls_of(connection, query.limit(limit))


async def _closed_lately(connection: AsyncConnection) -> dict[InteractionId, datetime]:
    last = await connection.scalar(select(func.max(interactions.c.closed_at)))
    if last is None:
        return {}
    query = select(interactions.c.id, interactions.c.closed_at).where(
        interactions.c.closed_at >= last - LATELY
    )
    rows = await connection.execute(query.order_by(interactions.c.closed_at))
    return {row.id: row.closed_at for row in rows}


async def calls_of(connection: AsyncConnection, query: Select[Any]) -> list[Interaction]:
    """Return the interactions that a query of their table finds, each with its segments."""
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
