"""The daemon is killed with -9 at a random instant and started again at once."""

import asyncio
import random
from datetime import UTC, datetime, timedelta
from typing import Any

from faults_sitting import Sitting, until

WAITING, TALKING = 10, 5
OFFER_WITHIN = 15.0


async def full_house(sitting: Sitting) -> dict[str, int]:
    """Wait until enough callers wait and talk; return who is where."""

    def enough() -> dict[str, int] | None:
        stage = sitting.stage()
        return stage if stage["waiting"] >= WAITING and stage["talking"] >= TALKING else None

    stage = await until(enough, 60)
    if stage is None:
        raise RuntimeError(f"the house does not fill: {sitting.stage()}")
    return stage


async def kill(sitting: Sitting, chance: random.Random) -> dict[str, Any]:
    """Kill, start again, and wait for the next offer."""
    await full_house(sitting)
    await asyncio.sleep(chance.uniform(0, 2.5))
    stage = await full_house(sitting)
    logins = len(sitting.logins())
    killed_at = datetime.now(UTC)
    sitting.hall.kill_daemon()
    sitting.hall.launch()
    login = await until(lambda: _both(sitting.logins()[logins:]), 20)
    if login is None:
        raise RuntimeError("the daemon did not come back")
    offer = await until(lambda: _next_ring(sitting, login), OFFER_WITHIN)
    figures = {"stage": stage, "start_ms": _ms(login - killed_at)}
    if offer is None:
        return {**figures, "found": [f"no offer within {OFFER_WITHIN} s of the login"]}
    since = max(login, _free_at(sitting, killed_at, offer))
    figures["offer_ms"] = _ms(offer - since)
    await asyncio.sleep(1.6)
    return figures


def _both(logins: list[tuple[datetime, str]]) -> datetime | None:
    """Return when both of the manager's users were in."""
    return max(at for at, _ in logins) if {who for _, who in logins} >= {"events", "actions"} else None


def _next_ring(sitting: Sitting, after: datetime) -> datetime | None:
    return min((ring.invited_at for ring in sitting.rings if ring.invited_at > after), default=None)


def _free_at(sitting: Sitting, killed_at: datetime, offer: datetime) -> datetime:
    """Return when, since the kill, the first agent hung up: before that nobody could be offered a call."""
    before = killed_at - timedelta(seconds=0.1)
    ended = [ring.ended_at for ring in sitting.rings if ring.ended_at and before < ring.ended_at < offer]
    return min(ended, default=killed_at)


def _ms(span: timedelta) -> int:
    return round(span / timedelta(milliseconds=1))
