"""Reading the log of events: the one source of everything that is told to anybody.

Whoever wants to miss nothing keeps the number of the last event it has dealt with and asks for what is after
it. An event that was committed is never changed; it goes away when it is older than is kept (see pruning).
"""

from collections import defaultdict
from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Select, func, select

from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import AgentId, InteractionId
from ctid.store.commit import last_seq
from ctid.store.engine import Database
from ctid.store.tables import events, interactions
from ctid.store.undisturbed import undisturbed


class EventLog:
    """Queries on the events. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def first_seq(self) -> int:
        """Return the number of the oldest event that is kept; 0 when there is none."""
        async with self._database.reading.begin() as connection:
            return await connection.scalar(select(func.min(events.c.seq))) or 0

    @undisturbed
    async def last_seq(self) -> int:
        """Return the sequence number of the last committed event; 0 before the first."""
        async with self._database.reading.begin() as connection:
            return await connection.scalar(last_seq) or 0

    async def events_since(
        self,
        seq: int,
        limit: int,
        *,
        upto: int | None = None,
        kinds: Collection[EventKind] = (),
        interaction: InteractionId | None = None,
    ) -> list[Published]:
        """Return up to `limit` events with a number above `seq` (and not above `upto`), oldest first.

        `kinds` (none: all) and `interaction` leave others out.
        """
        query = select(events).where(events.c.seq > seq)
        if upto is not None:
            query = query.where(events.c.seq <= upto)
        if kinds:
            query = query.where(events.c.kind.in_(list(kinds)))
        if interaction is not None:
            query = query.where(events.c.interaction == interaction)
        return await self._events(query.limit(limit))

    async def events_of(self, interaction: InteractionId) -> list[Published]:
        """Return everything that happened in one interaction, oldest first."""
        return await self._events(select(events).where(events.c.interaction == interaction))

    async def unlogged(self, latest: int) -> list[Published]:
        """Return, among the `latest` events, the closings whose "logged" a killed process still owed."""
        logged = events.alias()
        told = select(logged.c.seq).where(
            logged.c.interaction == events.c.interaction, logged.c.kind == EventKind.INTERACTION_LOGGED
        )
        closed = select(events).where(events.c.kind == EventKind.INTERACTION_CLOSED, ~told.exists())
        return await self._events(closed.where(events.c.seq > await self.last_seq() - latest))

    @undisturbed
    async def call_seqs(self, latest: int) -> dict[InteractionId, int]:
        """Return how many events each interaction has that is open or in one of the `latest` events."""
        query = select(events.c.interaction, func.max(events.c.call_seq)).group_by(events.c.interaction)
        still_open = select(interactions.c.id).where(interactions.c.closed_at.is_(None))
        async with self._database.reading.begin() as connection:
            last = await connection.scalar(last_seq) or 0
            recent = select(events.c.interaction).where(events.c.seq > last - latest)
            wanted = events.c.interaction.in_(recent.union(still_open))
            found = await connection.execute(query.where(wanted))
            return {InteractionId(interaction): number for interaction, number in found}

    @undisturbed
    async def parts_of(
        self, wanted: Collection[InteractionId]
    ) -> Mapping[InteractionId, Mapping[AgentId, int]]:
        """Return, for each interaction, its agents and the number of the first event that names each."""
        named = (events.c.interaction.in_(list(wanted)), events.c.agent.is_not(None))
        query = select(events.c.interaction, events.c.agent, func.min(events.c.seq)).where(*named)
        parts: defaultdict[InteractionId, dict[AgentId, int]] = defaultdict(dict)
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(query.group_by(events.c.interaction, events.c.agent))
            for interaction, agent, first in rows:
                parts[interaction][agent] = first
        return parts

    @undisturbed
    async def _events(self, query: Select[Any]) -> list[Published]:
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(query.order_by(events.c.seq))
            return [_published(**row) for row in rows.mappings()]


def _published(seq: int, call_seq: int | None, **fields: Any) -> Published:
    return Published(seq, call_seq, Event(**fields))
