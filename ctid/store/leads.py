"""Reading leads: what the dialer's book asks for by index, and what people look up.

Each query of a lane is two seeks into `leads_in_line`: those never called are its rows without `due_at`, in
the order of their file; those to be called again are its rows up to a time. The rest of the table is not
touched, so a lane of a million costs what a lane of ten does.
"""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import partial
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    RowMapping,
    Select,
    and_,
    func,
    literal,
    select,
    tuple_,
    type_coerce,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.do_not_call_lists import DoNotCallList, Listing
from ctid.model.lead_queries import Due, Lane, LeadBatch, LeadsFound, LeadsWanted
from ctid.model.leads import Consent, Lead, LeadState
from ctid.store.attempts import attempts_before
from ctid.store.columns import Instant, Words
from ctid.store.engine import Database
from ctid.store.lead_tables import (
    ASKED_BACK,
    IN_LINE,
    do_not_call_lists,
    do_not_call_numbers,
    lead_batches,
    lead_consents,
    lead_numbers,
    leads,
)
from ctid.store.ledgers import words_about
from ctid.store.undisturbed import undisturbed

T = TypeVar("T")
VISIBLE = and_(lead_batches.c.ended_at.is_not(None), lead_batches.c.removed_at.is_(None))
_IN_FORCE = and_(do_not_call_lists.c.ended_at.is_not(None), do_not_call_lists.c.removed_at.is_(None))
_BY_TIME = (leads.c.due_at, leads.c.id)


class Leads:
    """Queries on leads. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def lead(self, id: str) -> Lead | None:
        """Return one lead."""
        async with self._database.reading.begin() as connection:
            row = (await connection.execute(select(leads).where(leads.c.id == id))).mappings().one_or_none()
        return Lead(**row) if row is not None else None

    @undisturbed
    async def leads_with_number(self, number: str) -> Sequence[Lead]:
        """Return the leads of all lists that have a number (E.164)."""
        those = lead_numbers.c.number == int(number)
        found = select(lead_numbers.c.lead).join(lead_batches, lead_batches.c.id == lead_numbers.c.batch)
        query = select(leads).where(leads.c.id.in_(found.where(those, VISIBLE))).order_by(leads.c.id)
        async with self._database.reading.begin() as connection:
            return [Lead(**row) for row in (await connection.execute(query)).mappings()]

    @undisturbed
    async def lead_batches(self, lists: Iterable[str] | None = None) -> Sequence[LeadBatch]:
        """Return the imports that may be dialled from; of all lists if none are named."""
        async with self._database.reading.begin() as connection:
            return await connection.run_sync(batches_of, lists)

    @undisturbed
    async def do_not_call_lists(self) -> Sequence[DoNotCallList]:
        """Return the lists in force, with the day that their data is of."""
        async with self._database.reading.begin() as connection:
            return await connection.run_sync(lists_in_force)

    async def listings(self, numbers: Iterable[str]) -> Mapping[str, Sequence[Listing]]:
        """Return the do-not-call lists on which numbers (E.164) stand; those on none are left out."""
        wanted = [int(number) for number in numbers]
        return await asyncio.to_thread(self._asked, partial(listings_of, wanted=wanted))

    async def find_leads(self, wanted: LeadsWanted) -> LeadsFound:
        """Answer a campaign's book. Takes one turn of a thread."""
        return await asyncio.to_thread(self._asked, partial(_find, wanted))

    @undisturbed
    async def consents(self, number: str) -> Sequence[Consent]:
        """Return the ledger of a number (E.164): each consent given or revoked, the first one first."""
        begun = select(lead_batches.c.id).where(lead_batches.c.ended_at.is_(None))
        query = select(lead_consents.c.consent).where(
            lead_consents.c.number == int(number), lead_consents.c.batch.not_in(begun)
        )
        async with self._database.reading.begin() as connection:
            return list((await connection.execute(query.order_by(lead_consents.c.seq))).scalars())

    @undisturbed
    async def leads_of_list(self, name: str, after: str, limit: int) -> Sequence[Lead]:
        """Return a list's leads in the order of their ids, those after the given one."""
        seen = select(lead_batches.c.id).where(VISIBLE, lead_batches.c.list == name)
        query = select(leads).where(leads.c.batch.in_(seen), leads.c.id > after).order_by(leads.c.id)
        async with self._database.reading.begin() as connection:
            return [Lead(**row) for row in (await connection.execute(query.limit(limit))).mappings()]

    @undisturbed
    async def lead_states(self, name: str) -> Mapping[LeadState, int]:
        """Count the leads of a list by their state; none if there is no such list."""
        seen = select(lead_batches.c.id).where(VISIBLE, lead_batches.c.list == name)
        count = select(leads.c.state, func.count()).where(leads.c.batch.in_(seen)).group_by(leads.c.state)
        async with self._database.reading.begin() as connection:
            return dict((await connection.execute(count)).all())

    def _asked(self, ask: Callable[[Connection], T]) -> T:
        with self._database.asking.begin() as connection:
            return ask(connection)


def listings_of(connection: Connection, wanted: Sequence[int]) -> Mapping[str, tuple[Listing, ...]]:
    """Return the lists in force on which numbers stand, by number (E.164)."""
    columns = select(do_not_call_numbers.c.number, do_not_call_lists).join_from(
        do_not_call_numbers, do_not_call_lists, do_not_call_lists.c.id == do_not_call_numbers.c.list
    )
    found: dict[str, tuple[Listing, ...]] = {}
    for row in connection.execute(columns.where(do_not_call_numbers.c.number.in_(wanted), _IN_FORCE)):
        found[f"+{row.number}"] = (*found.get(f"+{row.number}", ()), Listing(row.name, row.kind, row.of))
    return found


def _find(wanted: LeadsWanted, connection: Connection) -> LeadsFound:
    fits = _fits(wanted.only)
    new = [_fresh(want.lane, want.fresh, fits) for want in wanted.lanes if want.fresh is not None]
    again = [_due(want.lane, want.due, wanted.due_by, fits) for want in wanted.lanes]
    fresh, due = (
        [lead for query in queries for lead in _leads(connection, query, wanted.limit)]
        for queries in (new, again)
    )
    back = _leads(connection, _asked_back(wanted, fits), wanted.most_callbacks)
    found = [*fresh, *due, *back]
    numbers = [one.number for lead in found for one in lead.numbers]
    listed = listings_of(connection, [int(number) for number in numbers])
    ids, since = [lead.id for lead in found], wanted.past_since
    past = attempts_before(connection, ids, numbers, since) if since is not None else ()
    return LeadsFound(
        wanted, tuple(fresh), tuple(due), tuple(back), listed, tuple(past),
        lists_in_force(connection), _batches_now(connection, wanted.lists),
        bool(found) or _any_left(connection, wanted, fits), tuple(words_about(connection, numbers)),
    )  # fmt: skip


async def leads_then(connection: AsyncConnection, ids: Iterable[str]) -> tuple[Lead, ...]:
    """Return some leads."""
    rows = await connection.execute(select(leads).where(leads.c.id.in_(ids)).order_by(leads.c.id))
    return tuple(Lead(**row) for row in rows.mappings())


def batches_of(connection: Connection, lists: Iterable[str] | None) -> list[LeadBatch]:
    """Return the imports of lists that may be dialled from; of all lists if none are named."""
    query = select(lead_batches).where(VISIBLE).order_by(lead_batches.c.id)
    if lists is not None:
        query = query.where(lead_batches.c.list.in_(lists))
    return [_batch(row) for row in connection.execute(query).mappings()]


def lists_in_force(connection: Connection) -> tuple[DoNotCallList, ...]:
    """Return the do-not-call lists in force, with the day that their data is of."""
    query = select(do_not_call_lists).where(_IN_FORCE).order_by(do_not_call_lists.c.name)
    return tuple(
        DoNotCallList(row["name"], row["kind"], row["of"], row["numbers"], row["id"])
        for row in connection.execute(query).mappings()
    )


def _batches_now(connection: Connection, lists: Sequence[str]) -> tuple[int, ...]:
    query = select(lead_batches.c.id).where(VISIBLE, lead_batches.c.list.in_(lists))
    return tuple(connection.execute(query.order_by(lead_batches.c.id)).scalars())


def _any_left(connection: Connection, wanted: LeadsWanted, fits: ColumnElement[bool]) -> bool:
    mine = and_(leads.c.batch.in_(wanted.batches), fits)
    queries = (select(leads.c.id).where(those, mine).limit(1) for those in (IN_LINE, ASKED_BACK))
    return any(connection.execute(query).first() is not None for query in queries)


def _leads(connection: Connection, query: Select[Any], limit: int) -> Sequence[Lead]:
    return [Lead(**row) for row in connection.execute(query.limit(limit)).mappings()]


def _in_lane(lane: Lane) -> ColumnElement[bool]:
    mine = and_(leads.c.batch == lane.batch, leads.c.zone == lane.zone, leads.c.priority == lane.priority)
    return and_(IN_LINE, mine)


def _fresh(lane: Lane, after: str, fits: ColumnElement[bool]) -> Select[Any]:
    new = and_(_in_lane(lane), leads.c.due_at.is_(None), leads.c.id > after, fits)
    return select(leads).where(new).order_by(*_BY_TIME)  # by id, which PostgreSQL sees in the index only so


def _due(lane: Lane, after: Due, by: datetime, fits: ColumnElement[bool]) -> Select[Any]:
    return select(leads).where(_in_lane(lane), _after(after), leads.c.due_at <= by, fits).order_by(*_BY_TIME)


def _asked_back(wanted: LeadsWanted, fits: ColumnElement[bool]) -> Select[Any]:
    mine = and_(ASKED_BACK, leads.c.batch.in_(wanted.batches), leads.c.due_at <= wanted.due_by)
    return select(leads).where(mine, _after(wanted.callbacks), fits).order_by(*_BY_TIME)


def _after(due: Due) -> ColumnElement[bool]:
    return tuple_(*_BY_TIME) > tuple_(literal(due[0], Instant()), literal(due[1], Words()))


def _fits(only: Mapping[str, tuple[str, ...]]) -> ColumnElement[bool]:
    """Say a campaign's filters in SQL: facts are JSON, whose members every database can compare as text."""
    facts = type_coerce(leads.c.facts, JSON)
    return and_(literal(True), *(facts[name].as_string().in_(values) for name, values in only.items()))


def _batch(row: RowMapping) -> LeadBatch:
    lanes = tuple((Lane(row["id"], zone, priority), size) for zone, priority, size in row["lanes"])
    return LeadBatch(row["id"], row["list"], lanes)
