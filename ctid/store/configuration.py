"""What the centre ran on: the configurations that were applied last, and what was changed live."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.configuration import AppliedSite, LiveSkills
from ctid.store.configuration_tables import applied_sites, live_skills
from ctid.store.engine import Database
from ctid.store.undisturbed import undisturbed

KEPT = 10


class Configurations:
    """Queries on configurations. They raise SQLAlchemy's errors when the database is away."""

    _database: Database

    @undisturbed
    async def applied_sites(self) -> list[AppliedSite]:
        """Return the configurations that were applied last, newest first."""
        newest = select(applied_sites).order_by(applied_sites.c.at.desc()).limit(KEPT)
        async with self._database.reading.begin() as connection:
            return [AppliedSite(**row) for row in (await connection.execute(newest)).mappings()]

    @undisturbed
    async def changed_live(self) -> tuple[LiveSkills, ...]:
        """Return what supervisors changed live and the file does not say."""
        async with self._database.reading.begin() as connection:
            return await changed_live(connection)

    @undisturbed
    async def prune_applied_sites(self) -> int:
        """Delete configurations but for the last `KEPT`; return how many went."""
        kept = select(applied_sites.c.at).order_by(applied_sites.c.at.desc()).limit(KEPT)
        async with self._database.writing.begin() as connection:
            gone = await connection.execute(delete(applied_sites).where(applied_sites.c.at.not_in(kept)))
            return gone.rowcount


async def changed_live(connection: AsyncConnection) -> tuple[LiveSkills, ...]:
    """Return what is live, by agent."""
    rows = await connection.execute(select(live_skills).order_by(live_skills.c.agent))
    return tuple(live for row in rows.mappings() if (live := LiveSkills(**row)).levels)
