"""Values of the model as rows of a table, by statements that are made once.

The writer commits tens of times a second, a row or two of each table at a time. What SQLAlchemy does anew for
every statement (look it up, bind names, ask each type how it is written) costs several times what SQLite does
with it. So the statement of a table is compiled at its first row and remembered, with how each column is
written; a row is a tuple in the order of the columns, and the rows go straight to the driver.
"""

from collections.abc import Callable, Iterable
from functools import cache
from operator import attrgetter
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, Table, insert
from sqlalchemy.exc import DBAPIError

from ctid.store.engine import insert_new, upsert

Row = tuple[Any, ...]
Make = Callable[[Table], Insert]
Write = Callable[[Any], Any]


def row_of(table: Table, value: Any, *before: Any) -> Row:
    """Read the columns off a value that has fields of their names; it lacks the first, which are `before`."""
    return (*before, *_fields(table, len(before))(value))


def add(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows that are new."""
    _execute(connection, insert, table, rows)


def add_new(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows, but for those that have the primary key of one that is there."""
    _execute(connection, insert_new, table, rows)


def add_written(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert new rows whose values are written already as the driver takes them."""
    written = list(rows)
    if written:
        _to_driver(connection, _compiled(insert, table, connection.dialect)[0], written)


def writes(connection: Connection, table: Table) -> dict[str, Write]:
    """Say how each column of a table is written; those that are written as they are, are left out."""
    found = _compiled(insert, table, connection.dialect)[1]
    named = zip(table.c.keys(), found, strict=True)
    return {name: write for name, write in named if write is not None}


def put(connection: Connection, table: Table, rows: Iterable[Row]) -> None:
    """Insert rows, or write them over those that have their primary keys."""
    _execute(connection, upsert, table, rows)


def _execute(connection: Connection, make: Make, table: Table, rows: Iterable[Row]) -> None:
    sql, writes = _compiled(make, table, connection.dialect)
    written = [
        tuple([value if write is None else write(value) for write, value in zip(writes, row, strict=True)])
        for row in rows
    ]
    if written:
        _to_driver(connection, sql, written)


def _to_driver(connection: Connection, sql: str, rows: list[Row]) -> None:
    """Execute; a refusal looks like any other of SQLAlchemy's."""
    refused: type[Exception] = connection.dialect.loaded_dbapi.Error
    cursor = connection.connection.cursor()
    try:
        cursor.executemany(sql, rows)
    except refused as error:
        raise DBAPIError.instance(sql, rows, error, refused, dialect=connection.dialect) from error
    finally:
        cursor.close()


@cache
def _fields(table: Table, lacking: int) -> Callable[[Any], Row]:
    return attrgetter(*[column.name for column in table.c][lacking:])


@cache
def _compiled(make: Make, table: Table, dialect: Dialect) -> tuple[str, tuple[Write | None, ...]]:
    compiled = make(table).compile(dialect=dialect)
    assert compiled.positiontup == [column.name for column in table.c]
    types = [column.type.dialect_impl(dialect) for column in table.c]
    return str(compiled), tuple(type.bind_processor(dialect) for type in types)
