"""Reading the law's ledgers: what people said about being called, how often each rule refused."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from sqlalchemy import JSON, Connection, bindparam, delete, func, select, type_coerce, update
from sqlalchemy.ext.asyncio import AsyncConnection

from ctid.model.consents import Word
from ctid.model.lead_queries import AHEAD
from ctid.model.leads import LeadState
from ctid.model.reasons import Reason
from ctid.model.refusals import RefusalCount
from ctid.store.engine import Database
from ctid.store.lead_tables import lead_numbers, leads
from ctid.store.ledger_tables import consent_words, refusal_counts
from ctid.store.undisturbed import undisturbed

AGAIN_AFTER = 2 * AHEAD  # what is due sooner may have been read already
_no_consent = type_coerce(leads.c.reason, JSON)["code"].as_string().in_(("no_consent", "consent_revoked"))
_theirs = select(lead_numbers.c.lead).where(lead_numbers.c.number == bindparam("of"))
_reopened = (
    update(leads)
    .where(leads.c.id.in_(_theirs), leads.c.state == LeadState.DONE, _no_consent)
    .values(state=LeadState.OPEN, due_at=bindparam("again"), reason=Reason("agreed_since"))
)


class Ledgers:
    """Queries on what is only ever added to. What is submitted appears here once it is committed."""

    _database: Database

    @undisturbed
    async def words(self, numbers: Iterable[str]) -> Sequence[Word]:
        """Return what was said about numbers (E.164) since they were imported, the first one first."""
        async with self._database.reading.begin() as connection:
            return await connection.run_sync(words_about, list(numbers))

    @undisturbed
    async def refusals(self, campaign: str, day: date) -> Mapping[str, int]:
        """Return how often calls of a campaign were refused on a day, by the code of the reason."""
        of = (refusal_counts.c.campaign == campaign) & (refusal_counts.c.day == day)
        query = select(refusal_counts.c.code, refusal_counts.c.many).where(of).order_by(refusal_counts.c.code)
        async with self._database.reading.begin() as connection:
            return {row.code: row.many for row in await connection.execute(query)}

    @undisturbed
    async def prune_refusals(self, before: date) -> int:
        """Delete counts of days before one; return how many went."""
        async with self._database.writing.begin() as connection:
            old = delete(refusal_counts).where(refusal_counts.c.day < before)
            return (await connection.execute(old)).rowcount


def reopen(connection: Connection, words: Iterable[Word]) -> None:
    """Open leads again that were done with for want of the consent that their owners have given now."""
    for word in words:
        if word.given and word.noted_at is not None:
            again = word.noted_at + AGAIN_AFTER
            connection.execute(_reopened, {"of": int(word.number), "again": again})


def words_about(connection: Connection, numbers: Iterable[str]) -> list[Word]:
    """Return what was said about numbers (E.164), the first one first."""
    query = select(consent_words).where(consent_words.c.number.in_(numbers))
    found = connection.execute(query.order_by(consent_words.c.at, consent_words.c.id))
    return [Word(**row) for row in found.mappings()]


async def refusals_lately(connection: AsyncConnection) -> tuple[RefusalCount, ...]:
    """Return the counts of the last days on which anything was refused: today's go on, by any clock."""
    last = await connection.scalar(select(func.max(refusal_counts.c.day)))
    if last is None:
        return ()
    lately = refusal_counts.c.day >= last - timedelta(days=1)
    rows = await connection.execute(select(refusal_counts).where(lately).order_by(refusal_counts.c.day))
    return tuple(RefusalCount(**row) for row in rows.mappings())
