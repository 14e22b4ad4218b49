"""Reading what is known of recordings; the writer writes it with the events that led to it."""

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.ids import InteractionId, OfferId
from ctid.model.interactions import OfferRecord
from ctid.model.recordings import Recording
from ctid.store.engine import Database
from ctid.store.recording_tables import recordings
from ctid.store.tables import interactions, offers
from ctid.store.undisturbed import undisturbed


class Recordings:
    """Queries on recordings. They raise SQLAlchemy's errors when the database is away."""

    _database: Database

    @undisturbed
    async def recording(self, id: str) -> Recording | None:
        """Return one."""
        async with self._database.reading.begin() as connection:
            row = (
                (await connection.execute(select(recordings).where(recordings.c.id == id))).mappings().first()
            )
        return Recording(**row) if row is not None else None

    @undisturbed
    async def recordings_of(self, interaction: InteractionId) -> list[Recording]:
        """Return an interaction's recordings, in the order of its talks."""
        wanted = select(recordings).where(recordings.c.interaction == interaction)
        async with self._database.reading.begin() as connection:
            rows = await connection.execute(wanted.order_by(recordings.c.started_at, recordings.c.id))
            return [Recording(**row) for row in rows.mappings()]

    @undisturbed
    async def offer(self, id: OfferId) -> OfferRecord | None:
        """Return the offer that a leg was rung for."""
        async with self._database.reading.begin() as connection:
            row = (await connection.execute(select(offers).where(offers.c.id == id))).mappings().first()
        return OfferRecord(**row) if row is not None else None


async def open_recordings(connection: AsyncConnection) -> tuple[Recording, ...]:
    """Return those that are not handed over, and those of calls that go on."""
    going_on = select(interactions.c.id).where(interactions.c.closed_at.is_(None))
    wanted = or_(recordings.c.kept_at.is_(None), recordings.c.interaction.in_(going_on))
    rows = await connection.execute(select(recordings).where(wanted).order_by(recordings.c.started_at))
    return tuple(Recording(**row) for row in rows.mappings())
