"""What is known of lists: before anybody of them is called, and how far they have come."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import ColumnElement, Connection, TextClause, func, select

from ctid.model.dialing import ListSeen
from ctid.model.dialled import ListProgress
from ctid.store.attempt_tables import UNDER_WAY, attempts
from ctid.store.engine import Database
from ctid.store.lead_tables import ASKED_BACK, IN_LINE, lead_batches, leads
from ctid.store.leads import VISIBLE, batches_of
from ctid.store.undisturbed import undisturbed


class ListsSeen:
    """Queries on lists."""

    _database: Database

    @undisturbed
    async def lists_seen(self) -> Mapping[str, ListSeen]:
        """Count the leads of each list, and those of whom nobody says how they agreed. Reads all of them."""
        query = (
            select(leads.c.list, func.count(), func.count(leads.c.consent))
            .join(lead_batches, lead_batches.c.id == leads.c.batch)
            .where(VISIBLE)
            .group_by(leads.c.list)
        )
        async with self._database.reading.begin() as connection:
            return {name: ListSeen(n, n - agreed) for name, n, agreed in await connection.execute(query)}

    @undisturbed
    async def lists_progress(self, lists: Iterable[str]) -> Sequence[ListProgress]:
        """Say how far each of some lists has come. Reads all who are still to be called."""
        async with self._database.reading.begin() as connection:
            return await connection.run_sync(_progress, list(lists))


def _progress(connection: Connection, lists: Sequence[str]) -> list[ListProgress]:
    of_batch: dict[int, str] = {}
    whole: Counter[str] = Counter()
    for batch in batches_of(connection, lists):
        of_batch[batch.id] = batch.list
        whole[batch.list] += sum(size for _, size in batch.lanes)
    fresh = _counted(connection, of_batch, IN_LINE, leads.c.due_at.is_(None))
    again = _counted(connection, of_batch, IN_LINE, leads.c.due_at.is_not(None))
    back = _counted(connection, of_batch, ASKED_BACK)
    calling = _counted(connection, of_batch, leads.c.id.in_(select(attempts.c.lead).where(UNDER_WAY)))
    return [
        ListProgress(name, whole[name], fresh[name], calling[name], again[name], back[name]) for name in lists
    ]


def _counted(
    connection: Connection, of_batch: Mapping[int, str], *those: TextClause | ColumnElement[bool]
) -> Counter[str]:
    """Count leads by their list."""
    query = select(leads.c.batch, func.count()).where(*those, leads.c.batch.in_(of_batch))
    counted: Counter[str] = Counter()
    for batch, many in connection.execute(query.group_by(leads.c.batch)):
        counted[of_batch[batch]] += many
    return counted
