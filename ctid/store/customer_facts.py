"""What else is known of customers: birthdays, tickets, orders.

A ticket or an order belongs to one customer: whoever is given its number last.
"""

from dataclasses import asdict
from itertools import chain
from typing import Any

from sqlalchemy import Boolean, Column, Date, ForeignKey, Index, Integer, Row, Table, delete, insert, select

from ctid.model.customer_facts import KINDS, Case, CustomerFacts
from ctid.model.ids import CustomerId
from ctid.store.columns import Words
from ctid.store.engine import Database
from ctid.store.tables import customers, metadata
from ctid.store.undisturbed import undisturbed

birthdays = Table(
    "customer_birthdays",
    metadata,
    Column("customer", Words, ForeignKey("customers.id", ondelete="CASCADE"), primary_key=True),
    Column("birthday", Date, nullable=False),
)

cases = Table(
    "customer_cases",
    metadata,
    Column("kind", Words, primary_key=True),  # ticket or order
    Column("number", Words, primary_key=True),
    Column("customer", Words, ForeignKey("customers.id", ondelete="CASCADE"), nullable=False),
    Column("position", Integer, nullable=False),  # 0 is the newest
    Column("state", Words, nullable=False),
    Column("subject", Words, nullable=False),
    Column("items", Integer, nullable=False),
    Column("due", Date),
    Column("open", Boolean, nullable=False),
    Index("cases_of_customer", "customer"),
)


class FactsOfCustomers:
    """Facts beyond a customer's own row."""

    _database: Database

    async def facts_of(self, customer: CustomerId) -> CustomerFacts:
        """Return what is known; nothing of nobody."""
        whose = select(cases).where(cases.c.customer == customer).order_by(cases.c.position)
        async with self._database.reading.connect() as connection:
            birthday = await connection.scalar(
                select(birthdays.c.birthday).where(birthdays.c.customer == customer)
            )
            rows = (await connection.execute(whose)).all()
        tickets, orders = (tuple(_case(row) for row in rows if row.kind == kind) for kind in KINDS)
        return CustomerFacts(birthday, tickets, orders)

    async def case(self, kind: str, number: str) -> Case | None:
        """Return a ticket or an order."""
        query = select(cases).where(cases.c.kind == kind, cases.c.number == number)
        async with self._database.reading.connect() as connection:
            row = (await connection.execute(query)).one_or_none()
        return None if row is None else _case(row)

    @undisturbed
    async def put_facts(self, customer: CustomerId, facts: CustomerFacts) -> bool:
        """Have these facts known of a customer and no others; False if there is no such customer."""
        new = list(chain(_rows(customer, "ticket", facts.tickets), _rows(customer, "order", facts.orders)))
        async with self._database.writing.begin() as connection:
            if await connection.scalar(select(customers.c.id).where(customers.c.id == customer)) is None:
                return False
            await connection.execute(delete(birthdays).where(birthdays.c.customer == customer))
            await connection.execute(delete(cases).where(cases.c.customer == customer))
            for row in new:
                theirs = (cases.c.kind == row["kind"]) & (cases.c.number == row["number"])
                await connection.execute(delete(cases).where(theirs))
            if facts.birthday is not None:
                await connection.execute(insert(birthdays).values(customer=customer, birthday=facts.birthday))
            if new:
                await connection.execute(insert(cases), new)
        return True


def _rows(customer: CustomerId, kind: str, of_kind: tuple[Case, ...]) -> list[dict[str, Any]]:
    """Write cases as rows; of one number the first counts."""
    by_number = {case.number: case for case in reversed(of_kind)}
    ordered = [case for case in of_kind if by_number[case.number] is case]
    return [
        {"kind": kind, "customer": customer, "position": position, **asdict(case)}
        for position, case in enumerate(ordered)
    ]


def _case(row: Row[Any]) -> Case:
    return Case(row.number, row.state, row.subject, row.items, row.due, row.open)
