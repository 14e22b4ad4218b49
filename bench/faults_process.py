"""Processes that are frozen, asked to end, doubled, or die at a chosen step; and the switch's own death."""

import asyncio
import os
import random
import signal
from datetime import UTC, datetime, timedelta
from typing import Any

from faults_kill import begun, both_in, ms, offered_after, relaunched
from faults_sitting import Sitting, until
from faults_world import locked

from ctid.lab.ports import free_port


async def freeze(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """The daemon stands still for some ten seconds (SIGSTOP), and goes on."""
    stage = await begun(sitting, chance)
    frozen_at = datetime.now(UTC)
    os.kill(sitting.hall.daemon.pid, signal.SIGSTOP)
    await asyncio.sleep(chance.uniform(8, 12))
    os.kill(sitting.hall.daemon.pid, signal.SIGCONT)
    thawed_at = datetime.now(UTC)
    sitting.misheard.append((frozen_at, thawed_at + timedelta(seconds=1)))
    return {"stage": stage, **await offered_after(sitting, thawed_at)}


async def asterisk_frozen(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Asterisk stands still: its manager's connections stay up and say nothing. Then it goes on."""
    stage = await begun(sitting, chance)
    pid = sitting.hall.switch.pid
    assert pid is not None
    frozen_at, lost = datetime.now(UTC), sitting.count("switch.lost")
    os.kill(pid, signal.SIGSTOP)
    try:
        noticed = await until(lambda: sitting.count("switch.lost") > lost, 12)
        noticed_at = datetime.now(UTC)
        await asyncio.sleep(max(0.0, chance.uniform(7, 12) - (noticed_at - frozen_at).total_seconds()))
    finally:
        os.kill(pid, signal.SIGCONT)
    thawed_at = datetime.now(UTC)
    sitting.blurred.append((frozen_at, thawed_at + timedelta(seconds=2)))
    figures = {"stage": stage, **await offered_after(sitting, thawed_at)}
    if not noticed:
        return {**figures, "found": ["a frozen Asterisk was not noticed within 12 s"]}
    return {**figures, "noticed_ms": ms(noticed_at - frozen_at)}


async def asterisk_killed(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Asterisk dies and is started again. Its calls are dead; each must be closed, each agent free again."""
    stage = await begun(sitting, chance)
    hall, killed_at = sitting.hall, datetime.now(UTC)
    hall.switch.kill()
    for party in (*hall.callers, *hall.phones):
        party.die()
    for group in hall.phones:
        await group.restart()
    await hall.switch.start()
    booted_at = datetime.now(UTC)
    sitting.excused.append((killed_at, booted_at + timedelta(seconds=3)))
    open_calls = "SELECT id FROM interactions WHERE ended_at IS NULL"
    busy = "SELECT agent FROM agents WHERE state IN ('talking', 'reserved', 'wrap_up')"
    closed = await until(lambda: not hall.rows(open_calls), 15)
    closed_at = datetime.now(UTC)
    freed = await until(lambda: not hall.rows(busy), 15)
    freed_at = datetime.now(UTC)
    for callers in hall.callers:
        await callers.restart()
    figures = {"stage": stage, "boot_ms": ms(booted_at - killed_at), "found": []}
    for name, well, at in (("closed", closed, closed_at), ("freed", freed, freed_at)):
        figures[f"{name}_ms"] = ms(at - booted_at)
        if not well:
            figures["found"].append(f"not all {name} 15 s after Asterisk was back")
    return {**figures, **await offered_after(sitting, freed_at)}


async def drain(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """The daemon is asked to end (SIGTERM) and another is started: nobody may notice."""
    stage = await begun(sitting, chance)
    logins, asked_at = len(sitting.logins()), datetime.now(UTC)
    code = await sitting.hall.stop_daemon()
    figures = {"stage": stage, "exit_ms": ms(datetime.now(UTC) - asked_at)}
    sitting.hall.launch()
    figures |= await relaunched(sitting, logins, asked_at)
    return figures if code == 0 else {**figures, "found": [f"the daemon ended with {code}"]}


async def two(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """A second daemon is started beside the first, on the same switch and database: it may do nothing."""
    stage = await begun(sitting, chance)
    hall = sitting.hall
    began_at = datetime.now(UTC)
    second = hall.launch_beside(http__port=str(free_port()), agi__port=str(free_port()))
    ended = await until(lambda: second.poll() is not None, chance.uniform(4, 8))
    figures: dict[str, Any] = {"stage": stage, "refused": int(bool(ended))}
    if not ended:
        second.kill()
        second.wait()
    return figures | await offered_after(sitting, began_at)


POINTS = (  # at the spool's, the database is locked until the daemon is dead, or for some seconds
    *(str(n) for n in range(1, 17)),
    "the spool is written, not synced",
    "the spool is synced",
    "before the spool is removed",
    "after the spool was removed",
)


async def crash(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """The daemon dies at a durable step (CTID_CRASH_AT): at its first ones in turn, then at the spool's."""
    stage = await begun(sitting, chance)
    hall, point = sitting.hall, POINTS[sitting.crashes % len(POINTS)]
    sitting.crashes += 1
    logins = len(sitting.logins())
    hall.kill_daemon()
    hall.launch(crash_at=point)

    def died() -> bool:
        return hall.daemon.poll() is not None

    if not point.isdecimal():
        await until(lambda: both_in(sitting.logins()[logins:]), 20)
        with locked(hall.database):
            await until(died, 4)
    if not await until(died, 20):
        return {"stage": stage, "found": [f"step {point} was not reached within 20 s"]}
    logins, died_at = len(sitting.logins()), datetime.now(UTC)
    said = hall.log.read_text(errors="replace").rpartition("crash point ")[2].strip()
    hall.launch()
    return {"stage": stage, "at": said, **await relaunched(sitting, logins, died_at)}
