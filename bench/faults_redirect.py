"""Callers are moved at random instants of every stage, and nothing may cut them later.

The danger is a watchdog that survives its move: an AGI session arms TIMEOUT(absolute), the caller is taken
out of it by a Redirect or a Bridge, and is cut minutes later in mid-sentence. So every dialplan that a caller
can be moved to must disarm it first. Here callers stand in an AGI session, in a lap, between laps, in a
whisper, in a talk or on hold; each is moved (to the laps, to hold, or into a phone's bridge), and then all
are watched for longer than any watchdog of an arrival is.
"""

import asyncio
import random
from collections import Counter
from typing import Any

from faults_hall import LONG
from faults_sitting import Sitting, until

WATCHED_S = 12.0  # the arrival's watchdog barks after eight
MOVES_AT_ONCE = 50
_TARGETS = {"lap": "ctid-do,wait,1", "hold": "ctid-held,s,1"}


async def redirect(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Move fifty callers, some of them while others are being moved, and watch them all."""
    await sitting.hall.switch.cli("module load res_clioriginate.so")  # the bench's own hand on the calls
    await until(lambda: sitting.stage()["waiting"] >= 15, 60)
    done: Counter[str] = Counter()
    spans = [chance.uniform(0, 8) for _ in range(MOVES_AT_ONCE)]
    moved: set[str] = set()
    await asyncio.gather(*(_move(sitting, chance, span, done, moved) for span in sorted(spans)))
    await asyncio.sleep(WATCHED_S)
    armed = await _armed(sitting, moved)
    found = [f"{channel}: its watchdog is still armed" for channel in armed]
    return {"moved_calls": sum(done.values()), "moves": dict(done), "found": found}


async def _move(
    sitting: Sitting, chance: random.Random, after: float, done: Counter[str], moved: set[str]
) -> None:
    await asyncio.sleep(after)
    callers = await _callers(sitting)
    if not callers:
        return
    channel, where = chance.choice(callers)
    how = chance.choice([*_TARGETS, "bridge"])
    if how == "bridge":
        phone = chance.choice(LONG)
        told = await sitting.hall.switch.cli(f"channel originate PJSIP/{phone} application Bridge {channel}")
    else:
        told = await sitting.hall.switch.cli(f"channel redirect {channel} {_TARGETS[how]}")
    if "does not exist" not in told and "failed" not in told:
        done[f"{where} to {how}"] += 1
        moved.add(channel)


async def _callers(sitting: Sitting) -> list[tuple[str, str]]:
    """List the callers' channels and what each is doing."""
    found = []
    for line in (await sitting.hall.switch.cli("core show channels concise")).splitlines():
        parts = line.split("!")
        if len(parts) > 6 and parts[0].startswith("PJSIP/trunk-") and parts[4] == "Up":
            found.append((parts[0], f"{parts[1]} {parts[5]}".strip()))
    return found


async def _armed(sitting: Sitting, moved: set[str]) -> list[str]:
    """Return the moved callers that live and whose channel is to be cut at some time."""
    armed = []
    for channel in sorted(moved):
        told = await sitting.hall.switch.cli(f"core show channel {channel}")
        hours = [line for line in told.splitlines() if "Time to Hangup" in line]
        if hours and hours[0].split(":")[1].strip() not in ("0", ""):
            armed.append(channel)
    return armed
