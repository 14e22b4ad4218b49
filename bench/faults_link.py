"""The link to the switch's manager: cut, half open, flooded, sliced, its events doubled and out of order."""

import asyncio
import random
from datetime import UTC, datetime
from typing import Any

from chaos import Chaos, Mode
from faults_hall import SPARE
from faults_kill import begun, ms, offered_after
from faults_sitting import Sitting, until

BUSY = 409
FLOOD_S, PER_SECOND, PER_WRITE = 10, 10_000, 100
_NOISE = (
    b"Event: UserEvent\r\nPrivilege: user,all\r\nTimestamp: 1.0\r\nChannel: PJSIP/noise-00000001\r\n"
    b"ChannelState: 6\r\nUniqueid: 1.1\r\nLinkedid: 1.1\r\nUserEvent: Noise\r\nSaid: nothing\r\n\r\n"
)


def link_of(sitting: Sitting) -> Chaos:
    """Return the proxy through which this sitting's daemon speaks to the switch."""
    assert sitting.link is not None
    return sitting.link


async def cut(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Both connections are reset and stay away for up to eight seconds."""
    stage = await begun(sitting, chance)
    link = link_of(sitting)
    link.mode = Mode.CUT
    await asyncio.sleep(chance.uniform(0.05, 8))
    link.mode = Mode.PASS
    return {"stage": stage, **await offered_after(sitting, datetime.now(UTC))}


async def half_open(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Both connections stand and carry nothing; an Originate is on its way, and may not be sent again."""
    stage = await begun(sitting, chance)
    link, lost, began_at = link_of(sitting), sitting.count("switch.lost"), datetime.now(UTC)
    spare = sitting.hall.desks[SPARE]
    link.mode = Mode.BLACKHOLE
    await spare.ready()
    noticed = await until(lambda: sitting.count("switch.lost") > lost, 12)
    noticed_at = datetime.now(UTC)
    await asyncio.sleep(chance.uniform(0, 4))
    link.mode = Mode.CUT
    link.mode = Mode.PASS
    figures = {"stage": stage, **await offered_after(sitting, datetime.now(UTC))}
    while await spare.rest() == BUSY:
        await asyncio.sleep(0.1)
    if not noticed:
        return {**figures, "found": ["a half-open link was not noticed within 12 s"]}
    return {**figures, "noticed_ms": ms(noticed_at - began_at)}


async def doubled(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Every event comes twice, and neighbours of different calls change places."""
    link = link_of(sitting)
    link.doubles = link.swaps = True
    doubled, swapped = link.doubled, link.swapped
    stage = await begun(sitting, chance)
    await asyncio.sleep(6)
    figures = {
        "stage": stage,
        "doubled_events": link.doubled - doubled,
        "swapped_events": link.swapped - swapped,
    }
    return {**figures, **await offered_after(sitting, datetime.now(UTC))}


async def sliced(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """What the switch says comes byte by byte."""
    link_of(sitting).slices = True
    stage = await begun(sitting, chance)
    await asyncio.sleep(4)
    return {"stage": stage, **await offered_after(sitting, datetime.now(UTC))}


async def flood(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Ten thousand user events a second for ten seconds, put into the stream of events by the proxy."""
    stage = await begun(sitting, chance)
    link, began_at = link_of(sitting), datetime.now(UTC)
    loop = asyncio.get_running_loop()
    start, sent = loop.time(), 0
    while (passed := loop.time() - start) < FLOOD_S:
        while sent < passed * PER_SECOND:
            sent += PER_WRITE * bool(link.inject(_NOISE * PER_WRITE)) or PER_WRITE
        await asyncio.sleep(PER_WRITE / PER_SECOND)
    rung = [ring for ring in sitting.rings if ring.invited_at > began_at]
    lasted = loop.time() - start
    figures = {"stage": stage, "rate_events": round(sent / lasted), "rung_calls": len(rung)}
    if not rung:
        return {**figures, "found": ["no phone rang during the flood"]}
    return {**figures, **await offered_after(sitting, datetime.now(UTC))}
