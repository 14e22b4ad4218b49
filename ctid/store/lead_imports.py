"""Writing lists of leads: a little at a time, unseen, and then all of it at once.

One transaction for a million rows would keep the daemon's own writer waiting for a minute. So an import
writes some thousand rows at a time under a number of its own, which nobody can see; one last short
transaction makes that number visible. A process that was killed on the way leaves rows that nobody will ever
see, and the next import clears them away: it has the lock, so whatever is unfinished is nobody's.

Everything here blocks: it runs in a thread of `ctid leads`, on the connection that writes.
"""

import asyncio
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy import Column, Connection, Integer, MetaData, Table, bindparam, delete, insert, select, update

from ctid.model.do_not_call_lists import Listing
from ctid.model.ids import LEAD_PREFIX
from ctid.model.leads import Lead
from ctid.store.columns import Sequence as Long
from ctid.store.engine import Database
from ctid.store.importing import alone
from ctid.store.lead_rows import NewLeadRows
from ctid.store.lead_tables import do_not_call_lists, lead_batches, lead_consents, lead_numbers, leads
from ctid.store.leads import VISIBLE, listings_of
from ctid.store.rows import add_written
from ctid.store.undisturbed import undisturbed

CLEARED_AT_A_TIME = 5000  # rows

# The numbers that this import has seen. SQLite keeps what does not fit its cache in a temporary file.
_seen = Table(
    "leads_seen",
    MetaData(),
    Column("number", Long, primary_key=True, autoincrement=False),
    Column("row", Integer, nullable=False),
    prefixes=["TEMPORARY"],
)
_consents = Table(  # without the number that the database gives
    "lead_consents", MetaData(), *(column._copy() for column in lead_consents.c if column.name != "seq")
)


_forget_lead = delete(leads).where(leads.c.id == bindparam("lead"))
_forget_number = delete(lead_numbers).where(
    lead_numbers.c.number == bindparam("of"), lead_numbers.c.lead == bindparam("lead")
)


class Staging:
    """An import under way. `batch` is its number; nothing of it is seen before `publish`.

    A rehearsal (`dry`) looks at everything and writes nothing.
    """

    def __init__(self, connection: Connection, list: str, *, dry: bool) -> None:
        self._connection = connection
        self._list = list
        self._dry = dry
        self._rows = NewLeadRows(connection)
        self._rows = NewLeadRows(connection)
        self._alone = self._unlisted = False  # nothing is in the list yet; no number is not to be called
        self._lanes: Counter[tuple[str, int]] = Counter()
        self.batch = 0

    def begin(self, file: str, now: datetime) -> None:
        """Clear away what a killed import left, and take a number."""
        with self._connection.begin():
            _seen.create(self._connection)
            unfinished = select(lead_batches.c.id).where(lead_batches.c.ended_at.is_(None))
            left = self._connection.scalars(unfinished).all()
            here = select(lead_batches.c.id).where(lead_batches.c.list == self._list, VISIBLE).limit(1)
            self._alone = self._connection.scalar(here) is None
            self._unlisted = self._connection.scalar(select(do_not_call_lists.c.id).limit(1)) is None
        if self._dry:
            return
        for batch in left:
            clear(self._connection, batch)
        row = {"list": self._list, "file": file, "began_at": now, "lanes": []}
        with self._connection.begin():
            key = self._connection.execute(insert(lead_batches).values(row)).inserted_primary_key
        assert key is not None
        self.batch = key[0]

    def known(self, numbers: Sequence[int]) -> dict[int, int | str]:
        """Say which numbers (E.164 without plus) came before: in which row, or as which lead of the list."""
        here = select(_seen.c.number, _seen.c.row).where(_seen.c.number.in_(numbers))
        there = (
            select(lead_numbers.c.number, lead_numbers.c.lead)
            .join(lead_batches, lead_batches.c.id == lead_numbers.c.batch)
            .where(lead_numbers.c.number.in_(numbers), lead_batches.c.list == self._list, VISIBLE)
        )
        with self._connection.begin():
            found: dict[int, int | str] = dict(self._connection.execute(here).all())
            return found if self._alone else found | dict(self._connection.execute(there).all())

    def listed(self, numbers: Sequence[int]) -> Mapping[str, Sequence[Listing]]:
        """Say which numbers stand on do-not-call lists."""
        if self._unlisted:
            return {}
        with self._connection.begin():
            return listings_of(self._connection, numbers)

    def write(self, rows: Iterable[tuple[int, Lead]], now: datetime) -> None:
        """Write leads with the row that each came from, in one transaction."""
        kept = list(rows)
        new = [lead for _, lead in kept]
        numbers = [(int(one.number), lead.id, row) for row, lead in kept for one in lead.numbers]
        with self._connection.begin():
            add_written(self._connection, _seen, [(number, row) for number, _, row in numbers])
            if self._dry:
                return
            add_written(self._connection, leads, self._rows.leads(new))
            found = [(number, id, self.batch) for number, id, _ in numbers]
            add_written(self._connection, lead_numbers, found)
            add_written(self._connection, _consents, self._rows.consents(new, now))
        self._lanes.update((lead.zone, lead.priority) for lead in new)

    def publish(self, now: datetime) -> None:
        """Make all of it visible."""
        lanes = [(zone, priority, size) for (zone, priority), size in sorted(self._lanes.items())]
        done = update(lead_batches).where(lead_batches.c.id == self.batch)
        if not self._dry:
            with self._connection.begin():
                self._connection.execute(done.values(ended_at=now, lanes=lanes))

    def discard(self) -> None:
        """Take back what was written."""
        if not self._dry and self.batch:
            clear(self._connection, self.batch)


class LeadImports:
    """Lists come and go."""

    _database: Database

    @contextmanager
    def staging(self, list: str, *, dry: bool) -> Iterator[Staging]:
        """Begin an import into a list; only one runs at a time (`Mistaken`, R216). Blocks."""
        with alone(self._database) as connection:
            yield Staging(connection, list, dry=dry)

    @undisturbed
    async def remove_leads(self, list: str, now: datetime) -> int:
        """Take a list out: at once nobody sees it, then its rows go; attempts stay. Return its imports."""
        return await asyncio.to_thread(self._remove, list, now)

    def _remove(self, list: str, now: datetime) -> int:
        mine = (lead_batches.c.list == list) & VISIBLE
        with alone(self._database) as connection:
            with connection.begin():
                batches = connection.scalars(select(lead_batches.c.id).where(mine)).all()
                gone = update(lead_batches).where(lead_batches.c.id.in_(batches))
                connection.execute(gone.values(removed_at=now))
            for batch in batches:
                clear(connection, batch, keep=True)
        return len(batches)


def clear(connection: Connection, batch: int, *, keep: bool = False) -> None:
    """Delete an import's leads a little at a time, and then its row unless that is to be kept."""
    ids = leads.c.id.between(f"{LEAD_PREFIX}{batch}-", f"{LEAD_PREFIX}{batch}.")
    some = select(leads.c.id, leads.c.numbers).where(ids).limit(CLEARED_AT_A_TIME)
    while True:
        with connection.begin():
            rows = connection.execute(some).all()
            if not rows:
                break
            of_lead = [{"of": int(one.number), "lead": id} for id, numbers in rows for one in numbers]
            connection.execute(_forget_number, of_lead)
            connection.execute(_forget_lead, [{"lead": id} for id, _ in rows])
            if not keep:
                connection.execute(delete(lead_consents).where(lead_consents.c.batch == batch))
    if not keep:
        with connection.begin():
            connection.execute(delete(lead_batches).where(lead_batches.c.id == batch))
