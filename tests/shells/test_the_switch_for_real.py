"""The daemon as a process beside a real Asterisk that refuses it, dies, or comes late."""

import asyncio
import time
from typing import Any

import pytest

from ctid.lab.house import House

pytestmark = pytest.mark.asterisk


async def healthy(house: House, within: float = 20.0, **facts: Any) -> dict[str, Any]:
    """Wait until the health endpoint says these things, those of the switch included."""
    health: dict[str, Any] = {}
    async with asyncio.timeout(within):
        while not facts.items() <= (health | health.get("switch", {})).items():
            await asyncio.sleep(0.1)
            health = await house.health() or {}
    return health


async def trouble(house: House, words: str, within: float = 20.0) -> None:
    """Wait until the health endpoint says that it is degraded, and these words for why."""
    error = ""
    async with asyncio.timeout(within):
        while words not in error:
            await asyncio.sleep(0.1)
            health = await house.health() or {"switch": {}}
            error = health["switch"].get("last_error") or ""
    assert health["status"] == "degraded"


async def ends_quietly(house: House) -> None:
    """Ask the daemon to end: it does so at once, with code 0 and nothing dropped on the way."""
    began = time.monotonic()
    assert await house.stop_daemon() == 0
    assert time.monotonic() - began < 5
    log = house.log.read_text()
    for word in ("ERROR", "Traceback", "Exception", "never retrieved"):
        assert word not in log, log


async def refused(house: House, **changes: str) -> str:
    """Start a daemon that is to end by itself with exit code 1; return the last line it says."""
    daemon = house._launch(changes)
    try:
        assert await asyncio.to_thread(daemon.wait, 15) == 1
    finally:
        daemon.kill()
        daemon.wait()
    log = house.log.read_text()
    assert "Traceback" not in log
    return log.splitlines()[-1]


@pytest.mark.parametrize("user", ["events", "actions"])
async def test_a_wrong_secret_ends_the_start(house: House, user: str) -> None:
    await house.switch.start()
    words = await refused(house, **{f"switch__{user}_secret": "wrong"})
    assert words.startswith(f"switch.{user}_secret: R402 ")


async def test_a_second_daemon_is_told_that_another_is_connected(house: House) -> None:
    await house.start()
    words = await refused(
        house, http__port="0", agi__port="0", store__url=f"sqlite:///{house.folder}/second.db"
    )
    assert "R404 another ctid is connected" in words
    assert (await healthy(house, status="ok"))["switch"]["losses"] == 0


async def test_a_daemon_that_was_killed_starts_again_at_once_however_often(house: House) -> None:
    await house.start()
    for _ in range(10):
        house.kill_daemon()
        await house.start_daemon()
    await ends_quietly(house)


async def test_an_asterisk_that_dies_is_told_waited_for_and_found_again(house: House) -> None:
    await house.start()
    house.switch.kill()
    await trouble(house, "is not reached: [Errno 111]")
    await house.switch.start()
    health = await healthy(house, status="ok", last_error=None)
    assert health["switch"]["losses"] == 1
    assert "R403" in house.log.read_text()
    await ends_quietly(house)


async def test_a_login_that_is_refused_later_is_told_and_tried_again(house: House) -> None:
    await house.start()
    manager = house.switch.run / "etc/manager.conf"
    right = manager.read_text()
    house.switch.kill()
    manager.write_text(right.replace(house.switch.plan.events_secret, "changed"))
    await house.switch.start()
    await trouble(house, "login refused")
    manager.write_text(right)
    await house.switch.cli("manager reload")
    await healthy(house, status="ok", last_error=None)
    await ends_quietly(house)


async def test_an_asterisk_that_comes_late_is_found(house: House) -> None:
    await house.start_daemon(whole=False)
    await trouble(house, "is not reached")
    await house.switch.start()
    await healthy(house, status="ok", last_error=None)
    await ends_quietly(house)
