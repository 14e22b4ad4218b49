"""What the loop does when the process stood still."""

import asyncio
from contextlib import suppress
from datetime import UTC, datetime, timedelta

from ctid.centre.rules import Tick
from ctid.model.reports import StoodStill
from ctid.runtime.loop import Loop
from ctid.runtime.recorder import Recorder

START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


class Listening:
    """A centre that only writes down what it was told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def handle(self, item, *, now):
        self.told.append(item)
        return []

    def next_deadline(self):
        return None


async def told_after(pause: timedelta) -> list[object]:
    """Return what a loop tells its centre first when its clock has moved on by `pause`."""
    times = [START]
    centre = Listening()
    loop = Loop(centre, lambda: times[-1], Recorder({}))
    times.append(START + pause)
    loop.report(Tick())
    running = asyncio.create_task(loop.run(lambda *_: None))
    async with asyncio.timeout(5):
        while Tick() not in centre.told:
            await asyncio.sleep(0)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    return centre.told


async def test_the_centre_is_told_of_a_standstill_before_anything_else() -> None:
    assert await told_after(timedelta(seconds=10)) == [StoodStill(timedelta(seconds=10)), Tick()]


async def test_a_loop_that_beats_as_ever_says_nothing() -> None:
    assert await told_after(timedelta(seconds=1.5)) == [Tick()]
