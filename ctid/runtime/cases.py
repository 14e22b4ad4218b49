"""What the rules of the law are asked about a call, gathered from what is written down.

A case is made of the store alone: the attempts of the number and of the lead, the do-not-call lists with the
day of their data, the campaign's books. Whoever asks why somebody was not called gets it anew each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from ctid.dialer.compliance.asked import Known, asked_of, case_of
from ctid.dialer.compliance.books import books_of
from ctid.dialer.compliance.ledger import consent_at
from ctid.dialer.compliance.terms import Asked, Case
from ctid.dialer.known_law import since_when
from ctid.model.attempts import Attempt
from ctid.model.calling_rules import Profile
from ctid.model.campaigns import Campaign
from ctid.model.leads import Lead, LeadNumber
from ctid.model.site import Site
from ctid.store.store import Store

LOOKED_BACK = timedelta(days=366)  # longer than any rest or cap


@dataclass(frozen=True, slots=True)
class Cases:
    """Makes cases; `site` is what the centre runs on now, `forbidden` its own do-not-call numbers."""

    store: Store
    site: Site
    forbidden: Mapping[str, object]
    now: datetime

    async def case(self, campaign: Campaign, profile: Profile, lead: Lead, number: LeadNumber) -> Case:
        """Gather all that the rules may know of a call to one number of a lead."""
        since = self.now - LOOKED_BACK
        said = await self.store.words([one.number for one in lead.numbers])
        consent = consent_at(lead, number.number, lambda of: [word for word in said if word.number == of])
        made = [*await self.store.attempts_of_lead(lead.id)]
        made += await self.store.attempts_of_number(number.number, since)
        books = books_of(await self._counted(campaign, profile), profile.abandonment)
        known = Known(
            {one.id: one for one in made}.values(),
            await self._lists(number.number),
            books.tallies(self.now, campaign.false_positives or 0.0),
        )
        return case_of(campaign, replace(lead, consent=consent), number, known, self.site)

    async def _counted(self, campaign: Campaign, profile: Profile) -> Iterable[Attempt]:
        """Return the attempts that the longest window of the law looks back on."""
        since = since_when(profile, self.now) or datetime.min.replace(tzinfo=UTC)
        return await self.store.attempts_of_campaign(campaign.name, since)

    async def _lists(self, number: str) -> dict[str, Asked]:
        """Ask every list that is kept; the centre's own is as new as this moment."""
        on = {each.list for each in (await self.store.listings([number])).get(number, ())}
        kept = await self.store.do_not_call_lists()
        return asked_of(kept, on, self.now, forbidden=number in self.forbidden)
