"""One transaction of the writer: the events, the newest record of each id, and how far we are.

`meta.last_batch` is the number of the last batch that is in, written in the same transaction as its
rows. A batch at or below it is skipped. That one number makes every repetition harmless: a replay of the
spool, a retry after a commit whose answer was lost, a crash between the commit and the spool's removal.

The whole transaction runs in one turn of a thread. Statement by statement from the event loop it takes some
thirty changes between threads, and on a busy machine each of them may wait for a processor: of a hundred
events one came to the pages 100 ms or more after it had happened, where now it is 25 to 40 ms. It is always
the same thread, with the same connection: what it needs is at hand.
"""

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import Connection, Table, bindparam, delete, func, or_, select, update

from ctid.model.agents import AgentStatus
from ctid.model.attempts import Attempt
from ctid.model.callbacks import Callback
from ctid.model.configuration import AppliedSite, LiveSkills
from ctid.model.consents import Word
from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.model.do_not_call import DoNotCall
from ctid.model.ids import InteractionId
from ctid.model.interactions import Interaction, OfferRecord, Segment
from ctid.model.leads import Lead
from ctid.model.messages import Message
from ctid.model.recordings import Recording
from ctid.model.records import Record
from ctid.model.refusals import RefusalCount
from ctid.model.switches import BlockedNumber, QueueSwitch
from ctid.model.work_items import WorkItem
from ctid.store.attempt_tables import attempts
from ctid.store.callback_tables import callbacks, do_not_call
from ctid.store.configuration_tables import applied_sites, live_skills
from ctid.store.dialing_tables import campaign_statuses, kill_switch
from ctid.store.encoding import Line, Numbered
from ctid.store.engine import Database
from ctid.store.inputs import pack
from ctid.store.lead_tables import leads
from ctid.store.ledger_tables import consent_words, refusal_counts
from ctid.store.ledgers import reopen
from ctid.store.message_tables import messages
from ctid.store.recording_tables import recordings
from ctid.store.rows import Row, add, put, row_of
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
from ctid.store.work_item_tables import work_items

LAST_BATCH = "last_batch"
TABLES: Mapping[type[Record], Table] = {
    OfferRecord: offers,
    AgentStatus: agents,
    Message: messages,
    Recording: recordings,
    QueueSwitch: queue_switches,
    BlockedNumber: blocked_numbers,
    AppliedSite: applied_sites,
    LiveSkills: live_skills,
    Callback: callbacks,
    WorkItem: work_items,
    DoNotCall: do_not_call,
    CampaignStatus: campaign_statuses,
    KillSwitch: kill_switch,
    Lead: leads,
    Attempt: attempts,
    Word: consent_words,
    RefusalCount: refusal_counts,
}

last_batch = select(meta.c.number).where(meta.c.name == LAST_BATCH)  # none before the first
last_seq = select(func.max(events.c.seq))  # NULL before the first
surplus = delete(segments).where(
    segments.c.interaction == bindparam("call"), segments.c.n >= bindparam("count")
)
_last_contact = customers.c.last_contact_at
touch_customer = (  # the talk that just ended is their last contact, unless a later one is known
    update(customers)
    .where(
        customers.c.id == bindparam("customer"), or_(_last_contact.is_(None), _last_contact < bindparam("at"))
    )
    .values(last_contact_at=bindparam("at"))
)


class Committer:
    """Writes groups of batches. Remembers the segments it wrote, to write only those that changed."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, "committer")
        self._connection: Connection | None = None  # kept for as long as all goes well
        self._done: int | None = None  # the last batch that is in, once it is known
        self._segments: dict[InteractionId, tuple[Segment, ...]] = {}  # of calls that are not closed

    async def commit(self, group: Sequence[Numbered]) -> None:
        """Commit `group` (in order of number) as one transaction, less what is already in."""
        await asyncio.get_running_loop().run_in_executor(self._thread, self._commit, group)

    def close(self) -> None:
        """Let the connection go; the next commit opens another."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()

    def _commit(self, group: Sequence[Numbered]) -> None:
        try:
            self._connection = self._connection or self._database.committing.connect()
            with self._connection.begin():
                calls = self._write(self._connection, group)
        except BaseException:
            self.close()
            self._done = None  # nobody knows what the tables hold now
            self._segments.clear()
            raise
        self._done = group[-1].number
        self._remember(calls)

    def _write(self, connection: Connection, group: Sequence[Numbered]) -> list[Interaction]:
        done = self._done if self._done is not None else connection.scalar(last_batch) or 0
        fresh = [entry.batch for entry in group if entry.number > done]
        if not fresh:
            return []
        published = [event for batch in fresh for event in batch.events]
        add(connection, events, [row_of(events, one.event, one.seq, one.call_seq) for one in published])
        records = _newest(record for batch in fresh for record in batch.records)
        calls = records.pop(Interaction, [])
        self._write_calls(connection, calls)
        for kind, found in records.items():
            put(connection, TABLES[kind], [row_of(TABLES[kind], record) for record in found])
        reopen(connection, records.get(Word, ()))
        _write_inputs(connection, group[-1].number, [line for batch in fresh for line in batch.inputs])
        put(connection, meta, [(LAST_BATCH, group[-1].number)])
        return calls

    def _write_calls(self, connection: Connection, calls: Sequence[Interaction]) -> None:
        put(connection, interactions, [row_of(interactions, call) for call in calls])
        put(connection, segments, [row for call in calls for row in self._changed_segments(call)])
        for call in calls:
            known = self._segments.get(call.id)
            if known is None or len(call.segments) < len(known):
                connection.execute(surplus, {"call": call.id, "count": len(call.segments)})
            if call.customer is not None and call.answered_at is not None and call.ended_at is not None:
                connection.execute(touch_customer, {"customer": call.customer, "at": call.ended_at})

    def _changed_segments(self, call: Interaction) -> Iterator[Row]:
        known = self._segments.get(call.id, ())
        for n, segment in enumerate(call.segments):
            if n >= len(known) or known[n] != segment:
                yield row_of(segments, segment, call.id, n)

    def _remember(self, calls: Sequence[Interaction]) -> None:
        for call in calls:
            if call.closed_at is None:
                self._segments[call.id] = call.segments
            else:
                self._segments.pop(call.id, None)


def _write_inputs(connection: Connection, number: int, lines: Sequence[Line]) -> None:
    if lines:
        begins = any(line.begins for line in lines)
        add(connection, inputs, [(number, lines[0].at, begins, pack(lines))])


def _newest(records: Iterable[Record]) -> dict[type[Record], list[Any]]:
    """Keep the last record of each id: what came between was never seen from outside a transaction."""
    newest: dict[type[Record], dict[str, Record]] = {}
    for record in records:
        id = record.agent if isinstance(record, AgentStatus) else record.id
        newest.setdefault(type(record), {})[id] = record
    return {kind: list(of_id.values()) for kind, of_id in newest.items()}
