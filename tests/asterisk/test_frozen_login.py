"""A daemon that is frozen keeps its logins at Asterisk; another gets rid of it, but never of a living one."""

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager

import pytest

from ctid.lab.house import House
from ctid.lab.ports import free_port

pytestmark = pytest.mark.asterisk


@contextmanager
def frozen(house: House) -> Iterator[None]:
    """Freeze the house's daemon."""
    assert house._daemon is not None
    os.kill(house._daemon.pid, signal.SIGSTOP)
    try:
        yield
    finally:
        os.kill(house._daemon.pid, signal.SIGCONT)


@asynccontextmanager
async def another(house: House, **changes: str) -> AsyncIterator[tuple[str, subprocess.Popen[bytes]]]:
    """Start a second daemon at the same Asterisk, with ports and a database of its own."""
    url = f"http://127.0.0.1:{(port := free_port())}"
    store = f"sqlite:///{house.folder}/second.db"
    daemon = house._launch({"http__port": str(port), "agi__port": "0", "store__url": store, **changes})
    try:
        yield url, daemon
    finally:
        daemon.kill()
        await asyncio.to_thread(daemon.wait)


def control(house: House) -> str:
    return " ".join(house.switch._argv("-rx"))


async def connected(house: House, url: str, *, within: float = 40.0) -> None:
    """Wait until the daemon at `url` says that it has its switch."""
    own, house.url = house.url, url
    try:
        async with asyncio.timeout(within):
            while not (health := await house.health()) or not health["switch"]["connected"]:
                await asyncio.sleep(0.1)
    finally:
        house.url = own


async def test_a_frozen_holder_is_thrown_out_and_stays_out_when_it_thaws(house: House) -> None:
    await house.start()
    async with another(house, switch__control=control(house)) as (url, second):
        with frozen(house):
            await connected(house, url)
            sessions = (await house.switch.cli("manager show connected")).splitlines()
            assert sum("127.0.0.1" in line for line in sessions) == 2
        async with asyncio.timeout(30):  # it thaws, finds its connections gone, and is refused
            while not (health := await house.health()) or health["switch"]["connected"]:
                await asyncio.sleep(0.1)
        await asyncio.sleep(8.0)  # longer than a fence's patience
        await connected(house, url)
        assert second.poll() is None
        assert (await house.health() or {})["switch"]["connected"] is False
    words = house.log.read_text()
    assert words.count("its session is ended") == 2
    assert "Traceback" not in words


async def test_a_living_holder_is_not_thrown_out(house: House) -> None:
    await house.start()
    async with another(house, switch__control=control(house)) as (_, second):
        assert await asyncio.to_thread(second.wait, 40) == 1
    words = house.log.read_text()
    assert "R404 another ctid is connected" in words.splitlines()[-1]
    assert "its session is ended" not in words
    health = await house.health()
    assert health is not None
    assert health["switch"]["losses"] == 0


async def test_without_the_console_a_person_is_told_how_to_mend_it(house: House) -> None:
    await house.start()
    with frozen(house):
        async with another(house) as (_, second):
            assert await asyncio.to_thread(second.wait, 40) == 1
    assert any("R404" in line and "switch.control" in line for line in house.log.read_text().splitlines())
