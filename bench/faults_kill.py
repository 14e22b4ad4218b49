"""The daemon is killed with -9 at a random instant and started again at once."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from faults_sitting import Sitting, until

WAITING, TALKING = 10, 5
OFFER_WITHIN = 15.0
AFTERMATH = 1.6  # seconds in which what went wrong shows


async def full_house(sitting: Sitting) -> dict[str, int]:
    """Wait until enough callers wait and talk; return who is where."""

    def enough() -> dict[str, int] | None:
        stage = sitting.stage()
        return stage if stage["waiting"] >= WAITING and stage["talking"] >= TALKING else None

    stage: dict[str, int] | None = await until(enough, 60)
    if stage is None:
        raise RuntimeError(f"the house does not fill: {sitting.stage()}")
    return stage


async def begun(sitting: Sitting, chance: random.Random) -> dict[str, int]:
    """Wait for a full house and then for a random instant."""
    await full_house(sitting)
    await asyncio.sleep(chance.uniform(0, 2.5))
    return await full_house(sitting)


async def kill(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Kill, start again, and wait for the next offer."""
    stage = await begun(sitting, chance)
    logins, killed_at = len(sitting.logins()), datetime.now(UTC)
    sitting.hall.kill_daemon()
    sitting.hall.launch()
    return {"stage": stage, **await relaunched(sitting, logins, killed_at)}


async def relaunched(sitting: Sitting, logins: int, gone_at: datetime) -> dict[str, Any]:
    """Wait until a daemon that was just started is in, and for its first offer."""
    login = await until(lambda: both_in(sitting.logins()[logins:]), 30)
    if login is None:
        raise RuntimeError("the daemon did not come back")
    return {"start_ms": ms(login - gone_at), **await offered_after(sitting, login, gone_at)}


async def offered_after(sitting: Sitting, at: datetime, gone_at: datetime | None = None) -> dict[str, Any]:
    """Wait for the first phone that rings after `at`; how long that took, since an agent was there for it."""
    offer = await until(lambda: _next_ring(sitting, at), OFFER_WITHIN)
    if offer is None:
        return {"found": [f"no offer within {OFFER_WITHIN} s"]}
    since = max(at, _free_at(sitting, gone_at or at, offer))
    await asyncio.sleep(AFTERMATH)
    return {"offer_ms": ms(offer - since)}


def ms(span: timedelta) -> int:
    """Write a span in milliseconds."""
    return round(span / timedelta(milliseconds=1))


def both_in(logins: list[tuple[datetime, str]]) -> datetime | None:
    """Return when both of the manager's users were in."""
    return max(at for at, _ in logins) if {who for _, who in logins} >= {"events", "actions"} else None


def _next_ring(sitting: Sitting, after: datetime) -> datetime | None:
    return min((ring.invited_at for ring in sitting.rings if ring.invited_at > after), default=None)


def _free_at(sitting: Sitting, gone_at: datetime, offer: datetime) -> datetime:
    """Return when, since the fault, the first agent hung up: before that nobody could be offered a call."""
    before = gone_at - timedelta(seconds=0.1)
    ended = [ring.ended_at for ring in sitting.rings if ring.ended_at and before < ring.ended_at < offer]
    return min(ended, default=gone_at)
