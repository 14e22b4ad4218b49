"""What onlookers are told, and when: after it is durable, and so that a killed daemon took nothing back."""

import asyncio
import sqlite3
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from ctid.model.effects import AnswerCommand, Keep
from ctid.model.events import Event, EventKind, Published
from ctid.model.interactions import Interaction
from ctid.runtime.answers import Answers
from ctid.runtime.dispatch import Dispatch, events_in
from ctid.runtime.numbering import numbering_of
from ctid.store.store import Store

NOW = datetime(2026, 5, 1, 9, 0, tzinfo=UTC)
CALL = Interaction("sw1:1", "1", "8000", NOW)


class Deaf:
    """A port that does nothing of what it is asked."""

    def perform(self, effect: Any) -> None:
        """Do nothing."""

    begin = show = show_record = publish = perform


@pytest.fixture
async def opened(tmp_path: Path):
    store = await Store.open(
        f"sqlite:///{tmp_path}/ctid.db", clock=lambda: NOW, spool=tmp_path / "ctid.spool"
    )
    dispatch = await dispatch_on(store)
    told: list[Published] = []
    dispatch.onlookers = [told.extend]
    writing = asyncio.create_task(
        store.run(dispatch.tell, lambda done: dispatch.log_rows(events_in(done), NOW))
    )
    yield store, dispatch, told
    await store.close()
    await writing


async def dispatch_on(store: Store) -> Dispatch:
    deaf: Any = Deaf()
    return Dispatch(
        store=store,
        switch=deaf,
        pages=deaf,
        lookups=deaf,
        reader=deaf,
        answers=Answers(),
        numbering=await numbering_of(store, lambda _: False),
        clock=lambda: datetime.now(UTC),
    )


async def until(true: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not true():
            await asyncio.sleep(0.002)


def rows(tmp_path: Path) -> list[tuple[int, int, str]]:
    with closing(sqlite3.connect(tmp_path / "ctid.db")) as spy:
        return spy.execute("SELECT seq, call_seq, kind FROM events ORDER BY seq").fetchall()


async def test_an_event_is_told_only_when_it_is_in_the_database(opened, tmp_path: Path) -> None:
    _, dispatch, told = opened
    seen: list[int] = []
    dispatch.onlookers.append(lambda events: seen.append(len(rows(tmp_path)) - len(events)))
    dispatch([Event(EventKind.CALL_ARRIVED, NOW, CALL.id), Keep(CALL)])
    assert not told
    await until(lambda: bool(told))
    assert [(one.seq, one.call_seq) for one in told] == [(1, 1)]
    assert seen == [0]


async def test_a_commands_answer_does_not_wait_for_the_database(opened) -> None:
    _, dispatch, told = opened
    answer = dispatch._addressees[AnswerCommand].__self__.expect("cmd_1")
    dispatch([Event(EventKind.CALL_ARRIVED, NOW, CALL.id), AnswerCommand("cmd_1", None)])
    assert answer.done() and not told


async def test_a_closed_interaction_is_said_to_be_logged_after_its_commit(opened, tmp_path: Path) -> None:
    _, dispatch, told = opened
    dispatch([Event(EventKind.CALL_ARRIVED, NOW, CALL.id), Event(EventKind.INTERACTION_CLOSED, NOW, CALL.id)])
    await until(lambda: len(told) == 3)
    assert rows(tmp_path)[2] == (3, 3, "interaction.logged")


async def test_while_the_database_is_away_the_spool_makes_events_durable_but_nothing_is_logged(
    monkeypatch, tmp_path: Path, opened
) -> None:
    store, dispatch, told = opened
    await store.last_seq()
    with closing(sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        dispatch([Event(EventKind.INTERACTION_CLOSED, NOW, CALL.id)])
        await until(lambda: bool(told))
        assert store.status().spooled == 1
        await asyncio.sleep(0.05)
        assert [one.event.kind for one in told] == [EventKind.INTERACTION_CLOSED]
        other.execute("ROLLBACK")
    await until(lambda: len(told) == 2)
    assert [(one.seq, one.call_seq) for one in told] == [(1, 1), (2, 2)], "each is told once"
    assert [seq for seq, _, _ in rows(tmp_path)] == [1, 2]


DAEMON = """
import asyncio, sys
from datetime import UTC, datetime
from pathlib import Path
from ctid.model.events import Event, EventKind
from test_dispatch import dispatch_on
from ctid.store.store import Store
async def main():
    store = await Store.open(sys.argv[1], clock=lambda: datetime.now(UTC), spool=Path(sys.argv[2]))
    dispatch = await dispatch_on(store)
    dispatch.onlookers = [lambda events: print(*(
        f"{e.seq}:{e.call_seq}:{e.event.interaction}:{e.event.facts['who']}" for e in events), flush=True)]
    writer = asyncio.create_task(store.run(dispatch.tell))
    n = 0
    while True:
        n += 1
        call = f"sw1:{n % 5}"
        dispatch([Event(EventKind.IVR_STEPPED, datetime.now(UTC), call, facts={"who": f"{sys.argv[3]}-{n}"})])
        await asyncio.sleep(0.001)
asyncio.run(main())
"""


async def _told_before_kill(url: str, spool: Path, run: int) -> list[str]:
    daemon = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", DAEMON, url, str(spool), str(run)),
        stdout=asyncio.subprocess.PIPE,
        cwd=Path(__file__).parent,
    )
    assert daemon.stdout is not None
    told: list[str] = []
    try:
        async with asyncio.timeout(30):
            while len(told) < 60:
                line = await daemon.stdout.readline()
                assert line, "the daemon died by itself"
                told += line.decode().split()
    finally:
        daemon.kill()
        rest = await daemon.stdout.read()
        await daemon.wait()
    return told + rest.decode().rpartition("\n")[0].split()


@pytest.mark.slow
@pytest.mark.parametrize("away", [False, True])
async def test_daemons_killed_at_any_moment_take_nothing_back_and_leave_no_gap(
    tmp_path: Path, away: bool
) -> None:
    """What two daemons told before each was killed -9 is what the log holds, number by number."""
    url, spool = f"sqlite:///{tmp_path}/ctid.db", tmp_path / "ctid.spool"
    told: list[str] = []
    for run in range(2):
        if away:
            store = await Store.open(url, clock=lambda: NOW, spool=spool)
            await store.close()
        with closing(sqlite3.connect(tmp_path / "ctid.db", isolation_level=None)) as other:
            killing = asyncio.create_task(_told_before_kill(url, spool, run))
            if away:
                await asyncio.sleep(0.8)
                other.execute("BEGIN IMMEDIATE")
            told += await killing
    store = await Store.open(url, clock=lambda: NOW, spool=spool)
    log = await store.events_since(0, 1_000_000)
    await store.close()
    kept = {f"{e.seq}:{e.call_seq}:{e.event.interaction}:{e.event.facts['who']}" for e in log}
    assert len(told) == len(set(told)) >= 120
    assert set(told) <= kept
    assert [e.seq for e in log] == list(range(1, len(log) + 1))
    for call in {e.event.interaction for e in log}:
        of_call = [e.call_seq for e in log if e.event.interaction == call]
        assert of_call == list(range(1, len(of_call) + 1))
