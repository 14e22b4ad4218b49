"""What else breaks: the database locked or its disk full, and phones that are gone."""

import asyncio
import random
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from crowd import Phones
from faults_kill import begun, offered_after
from faults_sitting import Sitting, until

LOCKED_S, FULL_S = 20.0, 8.0
_CAUGHT_UP = "SELECT max(at) AS at FROM events"


@contextmanager
def locked(database: Path) -> Iterator[None]:
    """Hold the database as another process would."""
    with closing(sqlite3.connect(database, timeout=5, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        yield


async def db_locked(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Another process holds the database for twenty seconds: calls go on as ever."""
    stage = await begun(sitting, chance)
    began_at = datetime.now(UTC)
    with locked(sitting.hall.database):
        await asyncio.sleep(LOCKED_S)
        rung = [ring for ring in sitting.rings if ring.invited_at > began_at]
    return {"stage": stage, "rung_calls": len(rung), **await _healed(sitting, len(rung))}


async def db_full(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """The database's disk is full for eight seconds."""
    stage = await begun(sitting, chance)
    began_at, disk = datetime.now(UTC), sitting.hall.database.parent
    filler = disk / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (1 << 16, 1 << 10, 1):
            try:
                while file.write(b"\0" * size):
                    pass
            except OSError:
                continue
        await asyncio.sleep(FULL_S)
    rung = [ring for ring in sitting.rings if ring.invited_at > began_at]
    filler.unlink()
    return {"stage": stage, "rung_calls": len(rung), **await _healed(sitting, len(rung))}


async def _healed(sitting: Sitting, rung: int) -> dict[str, Any]:
    """Wait until the database has caught up with what happened while it was away."""
    healed_at = datetime.now(UTC).replace(tzinfo=None).isoformat(" ")
    caught_up = await until(lambda: (sitting.hall.rows(_CAUGHT_UP)[0]["at"] or "") > healed_at, 20)
    figures = await offered_after(sitting, datetime.now(UTC))
    figures.setdefault("found", [])
    if not rung:
        figures["found"].append("no phone rang while the database was away")
    if not caught_up:
        figures["found"].append("nothing was written within 20 s after the database was back")
    return figures


async def phone_gone(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """A group of phones dies while one of them rings or talks, and is back some seconds later.

    Nobody tells Asterisk that a phone is dead. A leg that talks to one is ended here as an operator would: by
    the control socket. The caller then goes on as after any talk.
    """
    stage = await begun(sitting, chance)
    talks = chance.random() < 0.5
    group: Phones = sitting.hall.phones[0 if talks else 1]

    def busy() -> bool:
        up = [ring for ring in group.stories if ring.ended_at is None]
        return any((ring.answered_at is not None) == talks for ring in up)

    if not await until(busy, 20):
        raise RuntimeError("no phone was in that state")
    gone_at = datetime.now(UTC)
    group.die()
    await asyncio.sleep(chance.uniform(1, 3))
    for name in group.names:
        await _end_legs(sitting, name)
    await asyncio.sleep(chance.uniform(1, 3))
    await group.restart()
    return {"stage": stage, "mid": "talk" if talks else "ring", **await offered_after(sitting, gone_at)}


async def _end_legs(sitting: Sitting, phone: str) -> None:
    for line in (await sitting.hall.switch.cli("core show channels concise")).splitlines():
        channel = line.partition("!")[0]
        if channel.startswith(f"PJSIP/{phone}-") and "!Up!" in line:
            await sitting.hall.switch.cli(f"channel request hangup {channel}")
