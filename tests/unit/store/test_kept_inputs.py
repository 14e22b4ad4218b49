"""Inputs are kept beside what they led to, let go of in time, and the tables can be checked against them."""

import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, get_args

import pytest

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import Command
from ctid.model.effects import Effect, Keep
from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason
from ctid.model.reports import CallArrived, LegHeld, Report
from ctid.model.webhooks import Endpoint
from ctid.store.encoding import Batch, Numbered, decode_line, encode_line
from ctid.store.fold import differences
from ctid.store.inputs import KINDS, Kept, first_line, line_of, read_line
from ctid.store.store import Store

Committed = Callable[[Batch], Awaitable[None]]
T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL = Interaction("sw1:1", "M\udcfcller", "8000", T0)
READY = AgentStatus("amy", AgentState.READY, T0, Reason("signed_on"), idle_since=T0)


def day(hour: int) -> datetime:
    return T0 + timedelta(hours=hour)


def batch(seq: int, *, begins: bool = False) -> Batch:
    """An input, what followed from it, and the rows of that."""
    arrived = Event(EventKind.CALL_ARRIVED, day(seq), CALL.id, facts={"ani": "1"})
    said = [arrived, Keep(CALL), Keep(READY)]
    lines = [line_of(day(seq), LegHeld("sw1:1"), (), said)]
    if begins:
        lines.insert(0, first_line(day(seq), {"centre": "…"}))
    return Batch((Published(seq, seq, arrived),), (CALL, READY), tuple(lines))


async def lines_of(store: Store, *bounds: datetime) -> list[Kept]:
    return [read_line(line) async for line in store.input_lines(*bounds)]


def test_every_input_and_outcome_has_a_name_of_its_own() -> None:
    kinds = (*get_args(Report), *get_args(Command), *get_args(Effect), Event)
    assert len(KINDS) == len(kinds)


def test_a_line_is_read_back_as_it_was_with_any_bytes_a_trunk_may_send() -> None:
    item = CallArrived("sw1:1", "1", "M\udcfcller\0\u2028", "8000", "main")
    line = line_of(T0, item, ("off_1",), [Keep(CALL)])
    kept = read_line(line.text)
    assert (kept.at, kept.item, kept.ids) == (T0, item, ("off_1",))
    assert "\n" not in line.text
    entry = Numbered(1, Batch(inputs=(line,)))
    assert decode_line(encode_line(entry)) == entry


@pytest.mark.parametrize("text", ["{", "[]", '{"at": "x"}', '{"at": "2026-05-01", "in": ["No", {}]}'])
def test_what_is_no_line_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError):
        read_line(text)


async def test_a_day_starts_where_its_run_began(store: Store, committed: Committed) -> None:
    for seq, begins in ((1, True), (2, False), (3, True), (4, False), (5, False)):
        await committed(batch(seq, begins=begins))
    assert [kept.at for kept in await lines_of(store)] == [day(n) for n in (1, 1, 2, 3, 3, 4, 5)]
    assert [kept.at for kept in await lines_of(store, day(4), day(5))] == [day(3), day(3), day(4)]


async def test_the_tables_follow_from_the_journal(store: Store, committed: Committed) -> None:
    for seq in (1, 2, 3):
        await committed(batch(seq, begins=seq == 1))
    assert await differences(store) == []


@pytest.mark.parametrize(
    "harm",
    [
        "UPDATE interactions SET dnis = '9'",
        "UPDATE agents SET state = 'not_ready'",
        "DELETE FROM interactions",
        "DELETE FROM events WHERE seq = 2",
        "UPDATE events SET kind = 'call.queued' WHERE seq = 2",
        "UPDATE interactions SET closed_at = arrived_at",
        "UPDATE events SET call_seq = 9 WHERE seq = 3",
    ],
)
async def test_a_table_that_was_harmed_is_found(
    store: Store, committed: Committed, tmp_path: Path, harm: str
) -> None:
    for seq in (1, 2, 3):
        await committed(batch(seq, begins=seq == 1))
    with closing(sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)) as other:
        other.execute(harm)
    assert await differences(store) != []


async def test_what_is_old_goes_but_never_the_newest_nor_what_a_receiver_is_owed(
    store: Store, committed: Committed
) -> None:
    for seq in range(1, 7):
        await committed(batch(seq))
    assert await store.prune_inputs(day(3)) == 2
    assert len(await lines_of(store)) == 4
    assert await store.prune_events(day(3)) == 2
    await store.keep_webhooks([(Endpoint("we_1", "https://example.com/", ("*",), (), T0), 3)], [])
    assert await store.prune_events(day(100)) == 1, "3 was had, 4 is owed"
    assert await store.first_seq() == 4


async def test_the_last_event_stays_so_that_numbers_go_on(store: Store, committed: Committed) -> None:
    for seq in (1, 2):
        await committed(batch(seq))
    assert await store.prune_events(day(100)) == 1
    assert (await store.first_seq(), await store.last_seq()) == (2, 2)


async def test_one_daemon_for_one_database(url: str, spool: Path) -> None:
    first = await Store.open(url, clock=lambda: T0, spool=spool)
    with pytest.raises(Mistaken, match="R210"):
        await Store.open(url, clock=lambda: T0, spool=spool)
    command: Any = await Store.open(url, clock=lambda: T0)  # a command may look meanwhile
    await command.close()
    await first.close()
    again = await Store.open(url, clock=lambda: T0, spool=spool)
    await again.close()
