"""What the api asks about what was dialled. `ctid.runtime.dialled.Dialled` fits it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from aiohttp import web

from ctid.model.attempts import Attempt
from ctid.model.dialled import CampaignDay, ConsentLedger, LeadExplained, ListProgress
from ctid.model.leads import Lead


class Dialled(Protocol):
    """The attempts, which are the evidence, and the rules by which they were made."""

    async def attempts_of_campaign(self, campaign: str, since: datetime) -> Sequence[Attempt]:
        """Return the dials of a campaign since then, the first one first."""
        ...

    async def attempts_of_lead(self, lead: str) -> Sequence[Attempt]:
        """Return all dials of a lead, the first one first."""
        ...

    async def leads_with_number(self, number: str) -> Sequence[Lead]:
        """Return the leads of all lists that have a number (E.164)."""
        ...

    async def progress(self, campaign: str) -> Sequence[ListProgress]:
        """Say how far each list of a campaign has come."""
        ...

    async def day(self, campaign: str, day: date) -> CampaignDay:
        """Report a campaign's day."""
        ...

    async def ledger(self, number: str) -> ConsentLedger | None:
        """Return what the owner of a number, as people write it, has said; None where it is no number."""
        ...

    async def explain(self, lead: str) -> LeadExplained | None:
        """Say why a lead was, or was not, called; None where there is no such lead."""
        ...


DIALLED = web.AppKey("dialled", Dialled)
