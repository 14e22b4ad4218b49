"""Events that have happened, read a page at a time: from memory while it holds them, else from the store.

The store is asked only for what memory no longer holds. All of that is in it, except while the database is
away and its newest events wait in the spool: then there is a gap that cannot be read yet, and it is said so.

How far back one may go on is bounded twice: by what the store still keeps, and by `WINDOW`, because whoever
is further behind than that is better served with the present state than with a flood.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from ctid.api import encode
from ctid.api.audience import Parts, Reader, concerned, sees
from ctid.api.ports import Records
from ctid.api.problems import Problem
from ctid.api.stream import Stream, Told
from ctid.model.events import EventKind, Published
from ctid.model.ids import InteractionId

WINDOW = 1_000_000  # events


@dataclass(frozen=True, slots=True)
class Filter:
    """Who reads, and which events they want; no kinds are all kinds."""

    reader: Reader
    kinds: frozenset[EventKind] = field(default_factory=frozenset)
    interaction: InteractionId | None = None

    def wants(self, told: Told) -> bool:
        """Say whether the event is wanted; whether it may be seen is another matter."""
        event = told.published.event
        return (not self.kinds or event.kind in self.kinds) and (
            self.interaction is None or event.interaction == self.interaction
        )


class History:
    """The events of a stream and of the records behind it."""

    def __init__(self, stream: Stream, records: Records) -> None:
        self._stream = stream
        self._records = records

    async def first(self) -> int:
        """Return the number after which everything can be read."""
        kept = await self._records.first_seq()
        return max(0, kept - 1 if kept else self._stream.floor, self._stream.head - WINDOW)

    async def require(self, since: int) -> None:
        """Refuse a number that is too old, or that this database never gave."""
        if not self._stream.holds(since) and not await self.first() <= since <= self._stream.head:
            raise Problem("events_gone", more={"next": self._stream.head})

    async def after(self, since: int, wanted: Filter, limit: int) -> tuple[list[Told], int]:
        """Return up to `limit` wanted events after `since`, and up to which number that is everything.

        It may be few or none although there are more further on: then go on from that number.
        """
        if self._stream.holds(since):
            found, reached = self._stream.after(since, wanted.reader), self._stream.head
        else:
            found, reached = await self._stored(since, wanted, limit)
        found = [told for told in found if wanted.wants(told)]
        if len(found) > limit:
            found = found[:limit]
            reached = found[-1].seq
        return found, reached

    async def _stored(self, since: int, wanted: Filter, limit: int) -> tuple[list[Told], int]:
        floor = self._stream.floor
        if await self._records.last_seq() < floor:
            raise Problem("database_away")
        rows = await self._records.events_since(
            since, limit, upto=floor, kinds=wanted.kinds, interaction=wanted.interaction
        )
        parts: Mapping[InteractionId, Parts] = {}
        if wanted.reader is not None:
            parts = await self._records.parts_of({row.event.interaction for row in rows} - {None})  # type: ignore[arg-type]
        told = [recalled(row, parts) for row in rows]
        reached = floor if len(rows) < limit else rows[-1].seq
        return [each for each in told if sees(wanted.reader, each.agents)], reached


def recalled(published: Published, parts: Mapping[InteractionId, Parts]) -> Told:
    """Make of a stored event what it was when it was told."""
    interaction = published.event.interaction
    of_call = parts.get(interaction, {}) if interaction is not None else {}
    line = encode.dumps(encode.event(published))
    return Told(published, line, concerned(published, of_call))


async def recall(stream: Stream, records: Records, kept: int, *, live: set[InteractionId]) -> None:
    """Give a new stream what it would hold if the daemon had not been restarted.

    `live` are the interactions that go on: of these it also needs the whole story. `kept` bounds the others.
    """
    last = await records.last_seq()
    floor = max(0, last - kept)
    rows = await records.events_since(floor, kept)
    calls = {row.event.interaction for row in rows if row.event.interaction is not None} | live
    parts = await records.parts_of(calls)
    for call in calls - live:
        stream.trails.close(call, parts.get(call, {}))
    for call in live:
        story = [encode.event(each) for each in await records.events_of(call)]
        stream.trails.recall(call, story, parts.get(call, {}))
    stream.begin(floor, [recalled(row, parts) for row in rows])
