"""What would harm if repeated or lost is done after it is written, and not at all where nothing can be."""

import asyncio
import sqlite3
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.callback_effects import CallBack, Promise
from ctid.model.effects import ClearLeg, DialOut
from ctid.model.events import Event, EventKind
from ctid.model.languages import Language
from ctid.model.reasons import Reason
from ctid.model.reports import LegFailed, Report, StoreAble
from ctid.runtime.answers import Answers
from ctid.runtime.dispatch import Dispatch
from ctid.runtime.numbering import Numbering
from ctid.store import engine
from ctid.store import writer as writing
from ctid.store.encoding import Batch
from ctid.store.store import Store

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL_BACK = CallBack(
    "sw1:back_1", "+12025550100", "", timedelta(30), Language.EN, "support", {}, 0, NOW
)  # fmt: skip

ATTEMPT = PlaceAttempt(
    "sw1:att_1", "+12025550100", "", timedelta(seconds=22), timedelta(seconds=2), Language.EN,
    "campaign-message", NOW.date(),
)  # fmt: skip


def dial(number: int) -> DialOut:
    return DialOut(f"sw1:dial_{number}", "1001", "1001", "+12025550100", "", timedelta(30), Language.EN)


class Port:
    """A port that remembers what it was asked, and what was durable then."""

    def __init__(self) -> None:
        self.done: list[Any] = []

    def perform(self, effect: Any) -> None:
        self.done.append(effect)

    begin = show = show_record = publish = perform


class Paper:
    """A store that takes batches; the test says what becomes of them."""

    def __init__(self) -> None:
        self.batches: list[Batch] = []

    def submit(self, batch: Batch, *, awaited: bool) -> None:
        self.batches.append(batch)


def dispatching(store: Any) -> tuple[Dispatch, Port, list[Report]]:
    port, reports = Port(), []
    deaf: Any = port
    dispatch = Dispatch(
        store=store, switch=deaf, pages=deaf, lookups=deaf, reader=deaf, answers=Answers(),
        numbering=Numbering(0, {}), clock=lambda: NOW, report=reports.append,
    )  # fmt: skip
    dispatch.onlookers = []
    return dispatch, port, reports


@settings(max_examples=200)
@given(
    said=st.lists(st.lists(st.sampled_from(["dial", "clear", "event"]), max_size=4), max_size=12),
    chance=st.randoms(use_true_random=False),
)
def test_nothing_is_dialled_before_its_batch_is_durable_and_nothing_else_waits(said, chance) -> None:
    paper = Paper()
    dispatch, port, reports = dispatching(paper)
    written = 0
    dials: dict[int, list[DialOut]] = {}
    for number, words in enumerate(said):
        ours = {"dial": dial(number), "clear": ClearLeg(f"sw1:{number}", Reason("asked"))}
        dispatch([ours.get(word) or Event(EventKind.SWITCH_UP, NOW) for word in words])
        assert port.done.count(ours["clear"]) == words.count("clear")
        assert ours["dial"] not in port.done
        if words:
            dials[len(paper.batches) - 1] = [ours["dial"]] * words.count("dial") if "dial" in words else []
        while written < len(paper.batches) and chance.random() < 0.5:
            batch = paper.batches[written]
            refused = chance.random() < 0.3
            (dispatch.give_up if refused else dispatch.tell)([batch])
            for one in dials.get(written, []):
                assert (one in port.done) is not refused
                assert (LegFailed(one.leg, Reason("not_written")) in reports) is refused
            written += 1


def test_a_dial_that_was_written_too_late_is_not_done_and_the_centre_hears_of_it() -> None:
    paper = Paper()
    dispatch, port, reports = dispatching(paper)
    for late in (False, True):
        dispatch([replace(ATTEMPT, not_after=NOW - timedelta(seconds=late))])
    dispatch.tell(paper.batches)
    assert port.done == [replace(ATTEMPT, not_after=NOW)]
    assert reports == [LegFailed(ATTEMPT.line, Reason("written_too_late"))]


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PRAGMAS", ("PRAGMA busy_timeout = 20", *engine._PRAGMAS[1:]))
    monkeypatch.setattr(writing, "FIRST_RETRY", 0.05)
    monkeypatch.setattr(writing, "LAST_RETRY", 0.1)


@asynccontextmanager
async def at_work(folder: Path, spool: Path) -> AsyncIterator[tuple[Dispatch, Port, list[Report], Store]]:
    store = await Store.open(f"sqlite:///{folder}/ctid.db", clock=lambda: NOW, spool=spool)
    dispatch, port, reports = dispatching(store)
    task = asyncio.create_task(store.run(dispatch.tell, on_refused=dispatch.give_up, on_able=dispatch.able))
    yield dispatch, port, reports, store
    await store.close()
    await task


async def until(true) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.005)


async def test_with_the_database_away_the_spool_is_enough_to_dial(tmp_path: Path, impatient: None) -> None:
    async with at_work(tmp_path, tmp_path / "ctid.spool") as (dispatch, port, reports, store):
        with closing(sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            dispatch([Event(EventKind.CALL_ORIGINATED, NOW), dial(1)])
            await until(lambda: port.done)
            assert store.status().spooled == 1
            other.execute("ROLLBACK")
        assert reports == []


async def test_with_the_spool_away_too_nothing_is_dialled_and_the_centre_hears_of_it(
    tmp_path: Path, impatient: None
) -> None:
    (tmp_path / "file").touch()
    async with at_work(tmp_path, tmp_path / "file" / "ctid.spool") as (dispatch, port, reports, _):
        with closing(sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            dispatch([Event(EventKind.CALL_ORIGINATED, NOW), dial(1)])
            await until(lambda: len(reports) == 2)
            assert reports == [StoreAble(False), LegFailed("sw1:dial_1", Reason("not_written"))]
            other.execute("ROLLBACK")
        await until(lambda: StoreAble(True) in reports)
        assert port.done == []


@pytest.mark.parametrize(
    "effect", [Promise("sw1:1.1", kept=True), CALL_BACK, ATTEMPT], ids=lambda e: type(e).__name__
)
def test_a_promise_a_call_back_and_an_attempt_wait_for_the_commit_or_are_not_made(effect) -> None:
    paper = Paper()
    dispatch, port, reports = dispatching(paper)
    dispatch([effect])
    assert port.done == []
    dispatch.tell(paper.batches)
    assert port.done == [effect]
    dispatch([effect])
    dispatch.give_up(paper.batches[1:])
    assert port.done == [effect]
    assert reports == [LegFailed(effect.leg, Reason("not_written"))]
