"""Leads as the driver takes them, by hand: an import writes a million, and asking each column's type costs
more than all the rest of it. What is rare (consent, a time) is still written by its type.

It holds for leads that are new and whose text has been looked at (no NUL, no lone surrogate).
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache

from pydantic_core import to_json
from sqlalchemy import Connection

from ctid.model.leads import Lead, LeadState
from ctid.store.lead_tables import leads
from ctid.store.rows import Row, writes

_NUMBER = '{{"number":"{}","kind":"{}","dead":false}}'  # digits and words of ours: nothing to escape


class NewLeadRows:
    """Writes leads of one import, and what the ledger of consent has of them.

    Those of a list mostly consented on few days in few ways, so each consent is written once.
    """

    def __init__(self, connection: Connection) -> None:
        how = writes(connection, leads)
        self._consent = lru_cache(4096)(how["consent"])
        self._instant = how["due_at"]

    def leads(self, new: Iterable[Lead]) -> Iterator[Row]:
        """Yield rows in the order of the columns of `leads`."""
        for lead in new:
            numbers = ",".join([_NUMBER.format(one.number, one.kind) for one in lead.numbers])
            yield (
                lead.id, lead.batch, lead.list, f"[{numbers}]", lead.name, lead.language.value, lead.region,
                lead.postcode, lead.customer, lead.priority, to_json(lead.facts).decode(),
                None if lead.consent is None else self._consent(lead.consent), LeadState.OPEN.value,
                None if lead.due_at is None else self._instant(lead.due_at), lead.callback, None, 0, None,
                lead.zone, 0, "{}",
            )  # fmt: skip

    def consents(self, new: Iterable[Lead], noted_at: datetime) -> Iterator[Row]:
        """Yield rows in the order of the columns of `lead_consents`, for each number of those who agreed."""
        at = self._instant(noted_at)
        for lead in new:
            if lead.consent is not None:
                for one in lead.numbers:
                    yield int(one.number), lead.id, lead.batch, at, self._consent(lead.consent)
