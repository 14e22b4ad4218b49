"""What was learnt of handle times and patience outlives a restart: it is learnt again from the log."""

import asyncio
import random
from datetime import UTC, datetime, timedelta

import pytest

from ctid.centre.centre import Centre
from ctid.model.effects import Keep
from ctid.model.ids import OfferId
from ctid.model.interactions import Interaction
from ctid.model.reports import Remembered
from ctid.runtime.experience import remembered_experience
from ctid.sim.day import Day
from ctid.sim.models import lively, one_queue
from ctid.sim.plan import Callers, Plan
from ctid.store.encoding import Batch
from ctid.store.store import Store

START = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)


@pytest.fixture
async def store(tmp_path):
    store = await Store.open(f"sqlite:///{tmp_path / 'ctid.db'}", clock=lambda: START)
    writer = asyncio.create_task(store.run())
    yield store
    await store.close()
    await writer


async def played(store: Store) -> Day:
    """Play an hour of an overworked centre, and write its calls down."""
    plan = lively(Plan(one_queue(4), 1.0, START, Callers(calls=80)), handle=200, patience=90)
    closed: dict[str, Interaction] = {}

    def watch(now, item, said) -> None:
        records = (one.record for one in said if isinstance(one, Keep))
        closed.update({it.id: it for it in records if isinstance(it, Interaction) and it.closed_at})

    day = Day(plan, random.Random(5), watch=watch)
    day.play()
    store.submit(Batch(records=tuple(closed.values())))
    async with asyncio.timeout(10):
        while store.status().pending:
            await asyncio.sleep(0.005)
    return day


async def test_a_restarted_centre_knows_what_the_one_before_had_learnt(store: Store) -> None:
    day = await played(store)
    learnt = await remembered_experience(store, START + timedelta(hours=2))
    assert learnt
    assert learnt == day.centre._learnt
    again = Centre(day.centre.site, new_offer_id=lambda: OfferId("off_1"))
    again.handle(Remembered((), (), (), experience=learnt), now=START)
    assert again._learnt == learnt


async def test_calls_of_the_day_before_are_forgotten(store: Store) -> None:
    await played(store)
    assert await remembered_experience(store, START + timedelta(hours=30)) == {}
