"""What the rules of the law are asked about a call, gathered from what is written down.

A case is made of the store alone: the attempts of the number and of the lead, the do-not-call lists with the
day of their data, the campaign's books. Whoever asks why somebody was not called gets it anew each time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from ctid.dialer.compliance.books import books_of
from ctid.dialer.compliance.history import past_of
from ctid.dialer.compliance.terms import Asked, Case
from ctid.dialer.selection.caller_id import shown_to
from ctid.model.attempts import Attempt
from ctid.model.calling_rules import INTERNAL, Profile, Window
from ctid.model.campaigns import Campaign
from ctid.model.do_not_call_lists import ListKind
from ctid.model.leads import Lead, LeadNumber
from ctid.model.phone import read_number
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
        made = [*await self.store.attempts_of_lead(lead.id)]
        made += await self.store.attempts_of_number(number.number, since)
        shown = shown_to(number.number, campaign.shows) or ""
        return Case(
            campaign=campaign,
            lead=lead,
            number=number,
            shown=shown,
            home=self.site.region,
            past=[past_of(each, campaign.refusals) for each in {one.id: one for one in made}.values()],
            lists=await self._lists(number.number),
            tallies=books_of(await self._counted(campaign, profile), profile.abandonment).tallies(
                self.now, campaign.false_positives or 0.0
            ),
            returnable=shown in set(_own_numbers(self.site)),
            calendar=self.site.calendars.get(campaign.hours or ""),
        )

    async def _counted(self, campaign: Campaign, profile: Profile) -> Iterable[Attempt]:
        """Return the attempts that the longest window of the law looks back on."""
        since = _since(profile.abandonment.windows, self.now)
        return await self.store.attempts_of_campaign(campaign.name, since)

    async def _lists(self, number: str) -> dict[str, Asked]:
        """Ask every list that is kept; the centre's own is as new as this moment."""
        on = {each.list for each in (await self.store.listings([number])).get(number, ())}
        kept = await self.store.do_not_call_lists()
        own = number in self.forbidden or any(
            each.name in on for each in kept if each.kind is ListKind.INTERNAL
        )
        asked = {
            each.name: Asked(datetime.combine(each.of, time(0), UTC), each.name in on)
            for each in kept
            if each.kind is not ListKind.INTERNAL
        }
        return asked | {INTERNAL: Asked(self.now, own)}


def _since(windows: Iterable[Window], now: datetime) -> datetime:
    spans = [window.span for window in windows]
    if None in spans:
        return datetime.min.replace(tzinfo=UTC)
    return now - max((span for span in spans if span is not None), default=timedelta())


def _own_numbers(site: Site) -> Iterable[str]:
    """Yield the numbers (E.164) at which the centre answers."""
    read = (read_number(raw, site.region) for raw in (*site.numbers, site.outbound.show_number))
    return (number.e164 for number in read if number is not None)
