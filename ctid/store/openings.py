"""What a campaign begins with, as the store knows it."""

import asyncio
from collections import Counter
from collections.abc import Sequence

from sqlalchemy import Connection, select

from ctid.model.attempts import AttemptOutcome
from ctid.model.lead_queries import Answered, CampaignOpened, OpenCampaign
from ctid.store.attempt_tables import attempts
from ctid.store.attempts import dispositions_of
from ctid.store.engine import Database
from ctid.store.leads import batches_of, lists_in_force
from ctid.store.tried import tried_of
from ctid.store.undisturbed import undisturbed

COUNTED = (
    AttemptOutcome.CONNECTED,
    AttemptOutcome.HUNG_UP,
    AttemptOutcome.ABANDONED,
    AttemptOutcome.MACHINE,
)
"""What somebody or something answered."""


class Openings:
    """A query on all that a campaign needs at once."""

    _database: Database

    async def opening(self, ask: OpenCampaign) -> CampaignOpened:
        """Answer a campaign that begins, as of one instant. Takes one turn of a thread."""
        return await asyncio.to_thread(self._opening, ask)

    def _opening(self, ask: OpenCampaign) -> CampaignOpened:
        with self._database.asking.begin() as connection:
            return _opening(connection, ask)

    @undisturbed
    async def answered(self, ask: OpenCampaign) -> Sequence[Answered]:
        """Count what somebody or something answered, by the minute."""
        async with self._database.reading.begin() as connection:
            return await connection.run_sync(_answered, ask)


def _opening(connection: Connection, ask: OpenCampaign) -> CampaignOpened:
    return CampaignOpened(
        ask.campaign,
        ask.until,
        tuple(batches_of(connection, ask.lists)),
        dispositions_of(connection, ask.campaign),
        _answered(connection, ask),
        lists_in_force(connection),
        tried_of(connection, ask),
    )


def _answered(connection: Connection, ask: OpenCampaign) -> tuple[Answered, ...]:
    """Count answers by the minute."""
    a = attempts.c
    query = select(a.answered_at, a.committed_at, a.outcome).where(
        a.campaign == ask.campaign, a.outcome.in_(COUNTED), a.id.not_in(ask.under_way)
    )
    if ask.since is not None:
        query = query.where(a.committed_at >= ask.since)
    counted = Counter(
        ((row.answered_at or row.committed_at).replace(second=0, microsecond=0), row.outcome)
        for row in connection.execute(query)
    )
    return tuple(Answered(at, outcome, many) for (at, outcome), many in sorted(counted.items()))
