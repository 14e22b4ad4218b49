"""Reading attempts, the evidence of every dial; the writer writes them, before anything is dialled."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, Select, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.attempts import Attempt, AttemptState
from ctid.model.interactions import Interaction
from ctid.store.attempt_tables import UNDER_WAY, attempts
from ctid.store.engine import Database
from ctid.store.undisturbed import undisturbed

AT_A_TIME = 500  # rows


class Attempts:
    """Queries on attempts. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def attempts_of_lead(self, lead: str) -> Sequence[Attempt]:
        """Return all dials of a lead, the first one first."""
        return await self._attempts(select(attempts).where(attempts.c.lead == lead))

    @undisturbed
    async def attempts_of_number(self, number: str, since: datetime) -> Sequence[Attempt]:
        """Return the dials of a number (E.164) by any campaign since then, the first one first."""
        mine = (attempts.c.number == number) & (attempts.c.committed_at >= since)
        return await self._attempts(select(attempts).where(mine))

    @undisturbed
    async def attempts_of_campaign(
        self, campaign: str, since: datetime, until: datetime | None = None
    ) -> Sequence[Attempt]:
        """Return the dials of a campaign since then, and before `until`, the first one first."""
        mine = (attempts.c.campaign == campaign) & (attempts.c.committed_at >= since)
        if until is not None:
            mine &= attempts.c.committed_at < until
        return await self._attempts(select(attempts).where(mine))

    @undisturbed
    async def last_attempts(self, campaign: str, limit: int) -> Sequence[Attempt]:
        """Return the last dials of a campaign, the first one first."""
        newest = select(attempts.c.id).where(attempts.c.campaign == campaign)
        newest = newest.order_by(attempts.c.committed_at.desc()).limit(limit)
        return await self._attempts(select(attempts).where(attempts.c.id.in_(newest)))

    @undisturbed
    async def dispositions(self, campaign: str) -> Mapping[str, int]:
        """Count a campaign's dispositions, for its quotas."""
        async with self._database.reading.begin() as connection:
            return await connection.run_sync(dispositions_of, campaign)

    @undisturbed
    async def prune_attempts(self, before: datetime) -> int:
        """Delete some of those that were written down before an instant; return how many went."""
        old = attempts.c.committed_at < before
        some = select(attempts.c.id).where(old).order_by(attempts.c.committed_at).limit(AT_A_TIME)
        async with self._database.writing.begin() as connection:
            return (await connection.execute(delete(attempts).where(attempts.c.id.in_(some)))).rowcount

    async def _attempts(self, query: Select[tuple[object, ...]]) -> Sequence[Attempt]:
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(query.order_by(attempts.c.committed_at, attempts.c.id))
            return [Attempt(**row) for row in rows.mappings()]


def dispositions_of(connection: Connection, campaign: str) -> Mapping[str, int]:
    """Count a campaign's dispositions."""
    given = (attempts.c.campaign == campaign) & (attempts.c.disposition != "")
    many = func.count().label("many")
    query = select(attempts.c.disposition, many).where(given).group_by(attempts.c.disposition)
    return {row.disposition: row.many for row in connection.execute(query)}


def attempts_before(
    connection: Connection, leads: Collection[str], numbers: Collection[str], since: datetime
) -> list[Attempt]:
    """Return the dials of leads and of numbers (E.164) since then, the first one first.

    One of which nobody knows whether it was dialled is among them however long ago it was.
    """
    theirs = or_(attempts.c.number.in_(numbers), attempts.c.lead.in_(leads))
    still_asked_about = or_(attempts.c.committed_at >= since, attempts.c.state == AttemptState.UNKNOWN)
    query = select(attempts).where(theirs, still_asked_about).order_by(attempts.c.committed_at)
    return [Attempt(**row) for row in connection.execute(query).mappings()]


async def remembered_attempts(connection: AsyncConnection) -> tuple[Attempt, ...]:
    """Return those that have not ended: what a crash left, to be resolved by looking."""
    query = select(attempts).where(UNDER_WAY).order_by(attempts.c.committed_at)
    return tuple(Attempt(**row) for row in (await connection.execute(query)).mappings())


async def results_open(connection: AsyncConnection, calls: Iterable[Interaction]) -> tuple[Attempt, ...]:
    """Return those that have ended while their calls have not: agents may still say what came of them."""
    named = [call.attached["attempt"] for call in calls if "attempt" in call.attached]
    theirs = attempts.c.id.in_(named) & attempts.c.ended_at.is_not(None)
    query = select(attempts).where(theirs).order_by(attempts.c.committed_at)
    return tuple(Attempt(**row) for row in (await connection.execute(query)).mappings())
