"""The writer: what is submitted is in the database soon, once, in order, and as the newest value."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

import pytest

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.customers import Customer
from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction, Outcome, Segment, SegmentKind
from ctid.model.reasons import Reason
from ctid.store.encoding import Batch, Line
from ctid.store.store import Store
from ctid.store.writer import QUIET

Until = Callable[[Callable[[], bool]], Awaitable[None]]
T0 = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL = Interaction("sw1:1", "+12025550101", "8000", T0)
IVR = Segment(SegmentKind.IVR, T0)
QUEUE = Segment(SegmentKind.QUEUE, T0 + timedelta(seconds=9), queue="sales")

Committed = Callable[[Batch], Awaitable[None]]


def happened(seq: int, call: str | None = "sw1:1", call_seq: int | None = None) -> Published:
    event = Event(EventKind.CALL_ARRIVED, T0 + timedelta(seconds=seq), call, facts={"n": seq})
    return Published(seq, (call_seq or seq) if call else None, event)


async def test_a_restart_keeps_calls_agents_events_and_numbers(running) -> None:
    ready = AgentStatus("amy", AgentState.READY, T0, Reason("signed_on"), idle_since=T0)
    call = replace(CALL, collected={"order": "17"}, segments=(replace(IVR, ended_at=T0), QUEUE))
    async with running() as store:
        store.submit(Batch((happened(1), happened(2)), (call, ready)))

    async with running() as store:
        remembered = await store.remembered()
        assert (remembered.interactions, remembered.agents) == ((call,), (ready,))
        assert await store.events_of("sw1:1") == [happened(1), happened(2)]
        assert await store.last_seq() == 2


async def test_the_newest_value_of_a_record_wins(store: Store, committed: Committed) -> None:
    await committed(Batch(records=(CALL, replace(CALL, note="second"))))
    await committed(Batch(records=(replace(CALL, note="third"),)))

    found = await store.interaction("sw1:1")

    assert found is not None and found.note == "third"


async def test_what_led_to_nothing_waits_for_what_did_and_not_for_ever(
    store: Store, committed: Committed, tmp_path: Path
) -> None:
    quiet = Batch(inputs=(Line(T0, "{}"),))
    began = perf_counter()
    await committed(quiet)
    assert perf_counter() - began > QUIET, "nobody waits to see it"

    store.submit(quiet)
    await committed(Batch((happened(1),), inputs=(Line(T0, "{}"),)))

    with sqlite3.connect(tmp_path / "ctid.db") as spy:
        assert spy.execute("SELECT batch FROM inputs").fetchall() == [(1,), (3,)]


async def test_only_changed_segments_are_written_again(
    store: Store, committed: Committed, tmp_path: Path
) -> None:
    await committed(Batch(records=(replace(CALL, segments=(IVR, QUEUE)),)))
    with sqlite3.connect(tmp_path / "ctid.db") as spy:
        spy.execute("UPDATE segments SET detail = 'untouched'")
    spy.close()

    await committed(Batch(records=(replace(CALL, segments=(IVR, replace(QUEUE, detail="established"))),)))

    found = await store.interaction("sw1:1")
    assert found is not None and [s.detail for s in found.segments] == ["untouched", "established"]


@pytest.mark.parametrize("restarted", [False, True])
async def test_segments_that_are_no_more_are_removed(running, restarted: bool, until: Until) -> None:
    async with running() as store:
        store.submit(Batch(records=(replace(CALL, segments=(IVR, QUEUE)),)))
        await until(lambda: not store.status().pending)
        if not restarted:
            store.submit(Batch(records=(replace(CALL, segments=(IVR,)),)))
    async with running() as store:
        if restarted:
            store.submit(Batch(records=(replace(CALL, segments=(IVR,)),)))

    async with running() as store:
        assert await store.interaction("sw1:1") == replace(CALL, segments=(IVR,))


async def test_events_keep_the_numbers_they_were_given(
    store: Store, committed: Committed, tmp_path: Path
) -> None:
    await committed(Batch((happened(1, "a", 1), happened(2, "b", 1), happened(3, "a", 2), happened(4, None))))
    await committed(Batch((happened(9, "a", 3),)))

    with sqlite3.connect(tmp_path / "ctid.db") as spy:
        rows = spy.execute("SELECT seq, call_seq FROM events ORDER BY seq").fetchall()
    spy.close()
    assert rows == [(1, 1), (2, 1), (3, 2), (4, None), (9, 3)]


async def test_two_thousand_events_in_one_go_are_all_committed_in_order(running, until: Until) -> None:
    async with running() as store:
        for seq in range(1, 2001):
            store.submit(Batch((happened(seq, f"sw1:{seq % 40}"),), (replace(CALL, id=f"sw1:{seq % 40}"),)))
        await until(lambda: not store.status().pending)
        heard = [one.seq for one in await store.events_since(0, 5000)]

    assert heard == list(range(1, 2001))


async def test_whoever_publishes_is_told_after_the_commit_and_in_order(
    url: str, tmp_path: Path, until: Until
) -> None:
    store = await Store.open(url, clock=lambda: T0)
    told: list[Batch] = []
    in_database: list[int] = []

    def on_committed(batches) -> None:
        told.extend(batches)
        with sqlite3.connect(tmp_path / "ctid.db") as spy:
            in_database.append(spy.execute("SELECT count(*) FROM events").fetchone()[0])
        spy.close()

    writer = asyncio.create_task(store.run(on_committed=on_committed))
    sent = [Batch((happened(seq),)) for seq in (1, 2, 3)]
    for batch in sent:
        store.submit(batch)
    await until(lambda: len(told) == 3)
    await store.close()
    await writer

    assert told == sent
    assert in_database == [3]  # one transaction for what came together


async def test_a_number_that_was_given_before_is_refused_at_once(running) -> None:
    async with running() as store:
        store.submit(Batch((happened(5),)))
        with pytest.raises(ValueError, match="event 5"):
            store.submit(Batch((happened(5),)))

    async with running() as store:
        with pytest.raises(ValueError, match="after event 5"):
            store.submit(Batch((happened(4),)))


async def test_a_row_the_database_refuses_does_not_hold_up_the_others(
    store: Store, spool: Path, caplog: pytest.LogCaptureFixture, until: Until
) -> None:
    naive = replace(CALL, id="sw1:bad", arrived_at=T0.replace(tzinfo=None))
    for batch in (Batch((happened(1),)), Batch(records=(naive,)), Batch((happened(2),))):
        store.submit(batch)
    await until(lambda: not store.status().pending)

    assert await store.last_seq() == 2
    assert store.status().refused == 1 and not store.status().problem
    assert "sw1:bad" in (spool.parent / "spool.jsonl.refused").read_text()
    assert "refused batch 2" in caplog.text


async def test_a_name_that_no_database_takes_is_mended_not_refused(
    store: Store, committed: Committed
) -> None:
    await committed(Batch(records=(replace(CALL, ani_name="M\udcfcller\0"),)))

    found = await store.interaction("sw1:1")

    assert found is not None and found.ani_name == "M\ufffdller\ufffd"


async def test_a_talk_that_ended_is_the_customers_last_contact(store: Store, committed: Committed) -> None:
    await store.add_customer(Customer("cus_1", "Demo Customer One"))
    talked = replace(
        CALL,
        customer="cus_1",
        answered_at=T0,
        ended_at=T0 + timedelta(minutes=3),
        outcome=Outcome.ANSWERED,
    )
    await committed(Batch(records=(talked, replace(talked, id="sw1:0", ended_at=T0))))

    found = await store.customer("cus_1")

    assert found is not None and found.last_contact_at == T0 + timedelta(minutes=3)


async def test_what_was_submitted_before_the_writer_ran_is_flushed_by_close(url: str) -> None:
    store = await Store.open(url, clock=lambda: T0)
    store.submit(Batch((happened(1),)))
    await store.close()

    again = await Store.open(url, clock=lambda: T0)
    assert await again.last_seq() == 1
    await again.close()


async def test_a_writer_that_was_cancelled_loses_nothing_on_close(url: str) -> None:
    store = await Store.open(url, clock=lambda: T0)
    writer = asyncio.create_task(store.run())
    for seq in range(1, 200):
        store.submit(Batch((happened(seq),)))
    await asyncio.sleep(0.01)
    writer.cancel()
    await asyncio.wait([writer])
    await store.close()

    again = await Store.open(url, clock=lambda: T0)
    assert [one.seq for one in await again.events_since(0, 500)] == list(range(1, 200))
    await again.close()


@pytest.mark.parametrize("after_ms", [5.5, 6, 6.5, 7, 7.5, 8, 9, 10])
async def test_a_commit_that_is_cancelled_half_way_leaves_no_lock_behind(
    url: str, tmp_path: Path, after_ms: float
) -> None:
    store = await Store.open(url, clock=lambda: T0)
    writer = asyncio.create_task(store.run())
    for seq in range(1, 200):
        store.submit(Batch((happened(seq),)))
    await asyncio.sleep(after_ms / 1000)
    writer.cancel()
    await asyncio.wait([writer])

    other = sqlite3.connect(tmp_path / "ctid.db", timeout=0, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    other.execute("ROLLBACK")
    other.close()
    await store.close()


async def test_a_query_whose_asker_went_away_does_not_spoil_the_next(store: Store) -> None:
    for n in range(40):
        asking = asyncio.create_task(store.issue_ticket("agent", "amy", T0))
        await asyncio.sleep(n / 10_000)
        asking.cancel()
        await asyncio.wait([asking])
        assert (await store.remembered()).agents == ()
