"""The loop's sense of time after the process stood still."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from ctid.centre.centre import Tick
from ctid.runtime.loop import CATCH_UP, Loop

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Listening:
    """A centre that only writes down by which time it was asked to judge."""

    def __init__(self) -> None:
        self.judged: list[datetime] = []

    def handle(self, item, *, now):
        self.judged.append(now)
        return []

    def next_deadline(self):
        return None


async def judged_at(*clock_says: datetime) -> list[datetime]:
    """Give a loop one input at each time of the clock; return the times by which they were judged."""
    times = [START]
    centre = Listening()
    loop = Loop(centre, lambda: times[-1])
    running = asyncio.create_task(loop.run(lambda *_: None))
    for n, at in enumerate(clock_says, start=1):
        times.append(at)
        loop.report(Tick())
        async with asyncio.timeout(5):
            while len(centre.judged) < n:
                await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return centre.judged


async def test_what_waited_while_we_stood_still_is_heard_before_any_deadline_is_judged() -> None:
    thawed = START + timedelta(seconds=10)
    at_once, soon = await judged_at(thawed, thawed + timedelta(milliseconds=20))
    assert at_once == START
    assert soon == START + timedelta(milliseconds=20)


async def test_time_is_put_right_when_all_has_been_heard() -> None:
    thawed = START + timedelta(seconds=10)
    later = thawed + CATCH_UP
    assert (await judged_at(thawed, later))[-1] == later


async def test_a_loop_that_did_not_stand_still_goes_by_its_clock() -> None:
    soon = START + timedelta(seconds=1.5)
    assert await judged_at(soon) == [soon]
