"""What is known of lists before anybody of them is called."""

from datetime import UTC, datetime

from sqlalchemy import insert

from ctid.model.dialing import ListSeen
from ctid.model.leads import Consent, Lead, LeadNumber
from ctid.store.encoding import Batch
from ctid.store.lead_tables import lead_batches

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def lead(n: int, batch: int, list: str, consent: Consent | None) -> Lead:
    number = LeadNumber(f"+1202555014{n}")
    return Lead(f"lead_{batch}-{n:08d}", list, (number,), consent=consent, batch=batch)


async def test_leads_without_a_consent_are_counted_and_those_that_cannot_be_seen_are_not(store, committed):
    async with store._database.writing.begin() as connection:
        for id, name, ended in ((1, "expiring", AT), (2, "bought", AT), (3, "bought", None)):
            row = {"id": id, "list": name, "file": "f", "began_at": AT, "ended_at": ended, "lanes": []}
            await connection.execute(insert(lead_batches), row)
    agreed = Consent(AT, "form")
    made = (
        lead(1, 1, "expiring", agreed), lead(2, 1, "expiring", agreed),
        lead(3, 2, "bought", None), lead(4, 2, "bought", agreed), lead(5, 3, "bought", None),
    )  # fmt: skip
    await committed(Batch(records=made))
    assert await store.lists_seen() == {"expiring": ListSeen(2, 0), "bought": ListSeen(2, 1)}
