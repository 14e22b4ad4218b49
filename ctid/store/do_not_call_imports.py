"""Writing do-not-call lists, as leads are: a little at a time, unseen, and then in place of the old."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from ctid.model.do_not_call_lists import ListKind
from ctid.store.engine import Database
from ctid.store.importing import alone
from ctid.store.lead_tables import do_not_call_lists, do_not_call_numbers
from ctid.store.rows import add_new

AT_A_TIME = 20_000  # rows
_lists, _numbers = do_not_call_lists.c, do_not_call_numbers.c


class ListStaging:
    """A list that is being written. Nothing of it is seen before `publish`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._id = 0
        self._name = ""

    def begin(self, name: str, kind: ListKind, of: date, now: datetime) -> None:
        """Clear away what a killed import left, and take a number."""
        with self._connection.begin():
            left = self._connection.scalars(select(_lists.id).where(_lists.ended_at.is_(None))).all()
        for unfinished in left:
            self._clear(unfinished)
        row = {"name": name, "kind": kind, "of": of, "began_at": now, "numbers": 0}
        with self._connection.begin():
            key = self._connection.execute(insert(do_not_call_lists).values(row)).inserted_primary_key
        assert key is not None
        self._id, self._name = key[0], name

    def write(self, numbers: Sequence[str]) -> None:
        """Write numbers (E.164) in one transaction; one that is there already stays as it is."""
        with self._connection.begin():
            add_new(self._connection, do_not_call_numbers, [(int(number), self._id) for number in numbers])

    def publish(self, now: datetime) -> int:
        """Put it in force in place of the last of its name; return how many numbers it has."""
        count = select(func.count()).where(_numbers.list == self._id)
        earlier = (_lists.name == self._name) & (_lists.id != self._id) & _lists.removed_at.is_(None)
        with self._connection.begin():
            many = self._connection.scalar(count) or 0
        with self._connection.begin():
            old = self._connection.scalars(select(_lists.id).where(earlier)).all()
            self._connection.execute(update(do_not_call_lists).where(earlier).values(removed_at=now))
            mine = update(do_not_call_lists).where(_lists.id == self._id)
            self._connection.execute(mine.values(ended_at=now, numbers=many))
        for id in old:
            self._clear(id, keep=True)
        return many

    def discard(self) -> None:
        """Take back what was written."""
        self._clear(self._id)

    def _clear(self, list: int, *, keep: bool = False) -> None:
        first = 0
        while True:
            some = (
                select(_numbers.number)
                .where(_numbers.number > first)
                .order_by(_numbers.number)
                .limit(AT_A_TIME)
            )
            with self._connection.begin():
                last = self._connection.scalar(select(func.max(some.subquery().c.number)))
                if last is None:
                    break
                those = (_numbers.number > first) & (_numbers.number <= last) & (_numbers.list == list)
                self._connection.execute(delete(do_not_call_numbers).where(those))
            first = last
        if not keep:
            with self._connection.begin():
                self._connection.execute(delete(do_not_call_lists).where(_lists.id == list))


class DoNotCallImports:
    """Do-not-call lists come, each in place of the last of its name."""

    _database: Database

    @contextmanager
    def list_staging(self) -> Iterator[ListStaging]:
        """Begin an import; only one runs at a time (`Mistaken`, R216). Blocks."""
        with alone(self._database) as connection:
            yield ListStaging(connection)
