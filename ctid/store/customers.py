"""Customers and their numbers; who a caller may be."""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, insert, select

from ctid.crm.identity import identify
from ctid.model.customers import Customer
from ctid.model.ids import CustomerId, LegId
from ctid.model.phone import read_number
from ctid.model.reports import CallerIdentified
from ctid.store.engine import Database, insert_new
from ctid.store.tables import customer_numbers, customers, interactions
from ctid.store.undisturbed import undisturbed

_LAST_AGENT = (  # by the index of a customer's interactions, the newest first
    select(interactions.c.agent)
    .where(interactions.c.customer == customers.c.id, interactions.c.answered_at.is_not(None))
    .order_by(interactions.c.arrived_at.desc())
    .limit(1)
    .scalar_subquery()
    .label("last_agent")
)


class Customers:
    """The customers of the centre."""

    _database: Database

    async def identify(self, leg: LegId, ani: str, region: str, now: datetime) -> CallerIdentified:
        """Say who may be calling from `ani`, as seen from `region` (ISO 3166 alpha-2)."""
        number = read_number(ani, region)
        candidates = await self.customers_with(number.e164) if number is not None else []
        return CallerIdentified(leg, identify(ani, region, candidates, now))

    async def customers_with(self, e164: str) -> list[Customer]:
        """Return everybody who uses the number, in order of id."""
        sharers = select(customer_numbers.c.customer).where(customer_numbers.c.e164 == e164)
        return await self._customers(customers.c.id.in_(sharers))

    async def customer(self, id: CustomerId) -> Customer | None:
        """Return one customer."""
        found = await self._customers(customers.c.id == id)
        return found[0] if found else None

    @undisturbed
    async def add_customer(self, customer: Customer) -> bool:
        """Add a customer, with numbers in E.164; False (and no change) when the id is taken."""
        row = {column.name: getattr(customer, column.name) for column in customers.c}
        numbers = [
            {"customer": customer.id, "position": position, "e164": e164}
            for position, e164 in enumerate(customer.numbers)
        ]
        async with self._database.writing.begin() as connection:
            added = (await connection.execute(insert_new(customers).values(row))).rowcount == 1
            if added and numbers:
                await connection.execute(insert(customer_numbers), numbers)
        return added

    async def _customers(self, which: ColumnElement[bool]) -> list[Customer]:
        columns = select(customers, customer_numbers.c.e164, _LAST_AGENT)
        query = columns.outerjoin(customer_numbers).where(which)
        ordered = query.order_by(customers.c.id, customer_numbers.c.position)
        rows = await asyncio.to_thread(_ask, self._database, ordered)
        found: dict[str, Any] = {}
        numbers: defaultdict[str, list[str]] = defaultdict(list)
        for row in rows:
            fields = row._asdict()
            e164 = fields.pop("e164")
            found[fields["id"]] = fields
            if e164 is not None:
                numbers[fields["id"]].append(e164)
        return [Customer(**fields, numbers=tuple(numbers[id])) for id, fields in found.items()]


def _ask(database: Database, query: Select[Any]) -> Sequence[Row[Any]]:
    with database.asking.begin() as connection:
        return connection.execute(query).all()
