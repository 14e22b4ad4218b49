"""Leads as the driver takes them, by hand: an import writes a million, and asking each column's type costs
more than all the rest of it. What is rare (consent, a time) is still written by its type.

It holds for leads that are new and whose text has been looked at (no NUL, no lone surrogate).
"""

from collections.abc import Iterable, Iterator

from pydantic_core import to_json

from ctid.model.leads import Lead, LeadState
from ctid.store.rows import Row, Write

_NUMBER = '{{"number":"{}","kind":"{}","dead":false}}'  # digits and words of ours: nothing to escape


def rows_of_new(leads: Iterable[Lead], consent: Write, due_at: Write) -> Iterator[Row]:
    """Yield rows in the order of the table's columns; `consent` and `due_at` write those."""
    for lead in leads:
        numbers = ",".join([_NUMBER.format(one.number, one.kind) for one in lead.numbers])
        yield (
            lead.id, lead.batch, lead.list, f"[{numbers}]", lead.name, lead.language.value, lead.region,
            lead.postcode, lead.customer, lead.priority, to_json(lead.facts).decode(),
            None if lead.consent is None else consent(lead.consent), LeadState.OPEN.value,
            None if lead.due_at is None else due_at(lead.due_at), lead.callback, None, 0, None, lead.zone, 0,
            "{}",
        )  # fmt: skip
