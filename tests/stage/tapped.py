"""The stories that are recorded, and a tap on everything a daemon and its switch say to each other."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from ctid.lab.ports import free_port
from ctid.lab.record import Recording, Tap

STORIES = ("answered", "no_answer", "busy", "unreachable", "abandoned", "restarted")


@asynccontextmanager
async def tapped(house) -> AsyncIterator[tuple[Recording, Callable[[], Awaitable[None]]]]:
    """Start the daemon of a house whose switch runs, with both wires tapped; the function restarts it."""
    recording, ours = Recording(), free_port()
    described = house.switch.describe()
    async with (
        Tap(int(described["switch"]["ami_port"]), recording.manager) as manager,
        Tap(ours, recording.gateway, port=int(described["agi"]["port"])),
    ):

        async def start() -> None:
            house.kill_daemon()
            await house.start_daemon(switch__ami_port=str(manager.port), agi__port=str(ours))

        await start()
        yield recording, start
        await asyncio.sleep(0.2)
        await house.stop_daemon()
