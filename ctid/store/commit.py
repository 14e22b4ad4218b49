"""One transaction of the writer: the events, the newest record of each id, and how far we are.

`meta.last_batch` is the number of the last batch that is in, written in the same transaction as its
rows. A batch at or below it is skipped. That one number makes every repetition harmless: a replay of the
spool, a retry after a commit whose answer was lost, a crash between the commit and the spool's removal.

The whole transaction runs in one turn of a thread. Statement by statement from the event loop it takes some
thirty changes between threads, and on a busy machine each of them may wait for a processor: of a hundred
events one came to the pages 100 ms or more after it had happened, where now it is 25 to 40 ms.
"""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, Table, delete, func, insert, or_, select, update

from ctid.model.agents import AgentStatus
from ctid.model.events import Published
from ctid.model.ids import InteractionId
from ctid.model.interactions import Interaction, OfferRecord, Segment
from ctid.model.messages import Message
from ctid.model.recordings import Recording
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.store.encoding import Line, Numbered, Record
from ctid.store.engine import Database, upsert
from ctid.store.inputs import pack
from ctid.store.message_tables import messages
from ctid.store.recording_tables import recordings
from ctid.store.tables import (
    agents,
    blocked_numbers,
    customers,
    events,
    inputs,
    interactions,
    meta,
    offers,
    queue_switches,
    segments,
)

LAST_BATCH = "last_batch"
Row = dict[str, Any]


last_batch = select(meta.c.number).where(meta.c.name == LAST_BATCH)  # none before the first
last_seq = select(func.max(events.c.seq))  # NULL before the first


class Committer:
    """Writes groups of batches. Remembers the segments it wrote, to write only those that changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._segments: dict[InteractionId, tuple[Segment, ...]] = {}  # of calls that are not closed

    async def commit(self, group: Sequence[Numbered]) -> None:
        """Commit `group` (in order of number) as one transaction, less what is already in."""
        await asyncio.to_thread(self._commit, group)

    def _commit(self, group: Sequence[Numbered]) -> None:
        try:
            with self._database.committing.begin() as connection:
                calls = self._write(connection, group)
        except BaseException:
            self._segments.clear()  # nobody knows what the table holds now
            raise
        self._remember(calls)

    def _write(self, connection: Connection, group: Sequence[Numbered]) -> list[Interaction]:
        done = connection.scalar(last_batch) or 0
        fresh = [entry.batch for entry in group if entry.number > done]
        if not fresh:
            return []
        records = _newest(record for batch in fresh for record in batch.records)
        calls = [record for record in records if isinstance(record, Interaction)]
        _write_events(connection, [event for batch in fresh for event in batch.events])
        self._write_calls(connection, calls)
        _put(connection, offers, [_row(offers, r) for r in records if isinstance(r, OfferRecord)])
        _put(connection, agents, [_row(agents, r) for r in records if isinstance(r, AgentStatus)])
        _put(connection, messages, [_row(messages, r) for r in records if isinstance(r, Message)])
        _put(connection, recordings, [_row(recordings, r) for r in records if isinstance(r, Recording)])
        switches = [_row(queue_switches, r) for r in records if isinstance(r, QueueSwitch)]
        _put(connection, queue_switches, switches)
        blocked = [_row(blocked_numbers, r) for r in records if isinstance(r, BlockedNumber)]
        _put(connection, blocked_numbers, blocked)
        _write_inputs(connection, group[-1].number, [line for batch in fresh for line in batch.inputs])
        _put(connection, meta, [{"name": LAST_BATCH, "number": group[-1].number}])
        return calls

    def _write_calls(self, connection: Connection, calls: Sequence[Interaction]) -> None:
        _put(connection, interactions, [_row(interactions, call) for call in calls])
        _put(connection, segments, [row for call in calls for row in self._changed_segments(call)])
        for call in calls:
            known = self._segments.get(call.id)
            if known is None or len(call.segments) < len(known):
                surplus = segments.c.n >= len(call.segments)
                connection.execute(delete(segments).where(segments.c.interaction == call.id, surplus))
            if call.customer is not None and call.answered_at is not None and call.ended_at is not None:
                _touch_customer(connection, call)

    def _changed_segments(self, call: Interaction) -> Iterator[Row]:
        known = self._segments.get(call.id, ())
        for n, segment in enumerate(call.segments):
            if n >= len(known) or known[n] != segment:
                yield {"interaction": call.id, "n": n, **_row(segments, segment)}

    def _remember(self, calls: Sequence[Interaction]) -> None:
        for call in calls:
            if call.closed_at is None:
                self._segments[call.id] = call.segments
            else:
                self._segments.pop(call.id, None)


def _write_events(connection: Connection, published: Sequence[Published]) -> None:
    rows = [{"seq": one.seq, "call_seq": one.call_seq, **_row(events, one.event)} for one in published]
    if rows:
        connection.execute(insert(events), rows)


def _write_inputs(connection: Connection, number: int, lines: Sequence[Line]) -> None:
    if lines:
        begins = any(line.begins for line in lines)
        row = {"batch": number, "at": lines[0].at, "begins": begins, "lines": pack(lines)}
        connection.execute(insert(inputs), [row])


def _put(connection: Connection, table: Table, rows: Sequence[Row]) -> None:
    if rows:
        connection.execute(upsert(table), rows)


def _touch_customer(connection: Connection, call: Interaction) -> None:
    """The talk that just ended is the customer's last contact, unless a later one is known."""
    last = customers.c.last_contact_at
    connection.execute(
        update(customers)
        .where(customers.c.id == call.customer, or_(last.is_(None), last < call.ended_at))
        .values(last_contact_at=call.ended_at)
    )


def _newest(records: Iterable[Record]) -> list[Record]:
    """Keep the last record of each id: what came between was never seen from outside a transaction."""
    return list({_identity(record): record for record in records}.values())


def _identity(record: Record) -> tuple[type[Record], str]:
    return type(record), record.agent if isinstance(record, AgentStatus) else record.id


def _row(table: Table, value: Any) -> Row:
    """Read the table's columns off a value: they have the names of its fields."""
    return {column.name: getattr(value, column.name) for column in table.c if hasattr(value, column.name)}
