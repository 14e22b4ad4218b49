"""Leads out of the book, as whoever dials asks for them.

A lead that was taken is *out* until it is dialled or put back, or until its campaign begins anew: then it
will be read again, and what was known of it holds no more. One that is dialled is *up* until its attempt has
ended. A value of it that the store read before that was committed may still come back to the shelf; it
is passed over, for its newest value comes with the end.
"""

from collections import Counter
from collections.abc import Collection
from datetime import datetime, timedelta

from ctid.dialer.compliance.where import whereabouts
from ctid.dialer.selection import terms
from ctid.dialer.selection.book import LeadBook
from ctid.dialer.sources import Candidate, Refused
from ctid.model.attempts import Attempt
from ctid.model.campaigns import Campaign
from ctid.model.ids import AgentId
from ctid.model.leads import AskedBack, Lead
from ctid.model.reasons import Reason

SOON = timedelta(minutes=1)  # until what was refused for a passing reason is asked about again
OF_THE_ZONE = frozenset({"outside_hours", "public_holiday"})


class BookLeads:
    """Chooses leads from a book. `changes` counts, by campaign, how often one came back or went."""

    def __init__(self, book: LeadBook) -> None:
        self.book = book
        self.over: dict[str, Reason] = {}  # campaigns that have what they were for
        self.changes: Counter[str] = Counter()
        self._out: dict[str, terms.Candidate] = {}
        self._up: set[str] = set()
        self._rests: dict[str, datetime] = {}  # campaigns that may call nobody, until then

    def next(self, campaign: Campaign, now: datetime, free: Collection[AgentId]) -> Candidate | None:
        """Take the next one; nobody where the campaign is not open or rests."""
        if not self.book.is_open(campaign.name) or self._rests.get(campaign.name, now) > now:
            return None
        while True:
            found = self.book.next(campaign.name, now, free)
            if isinstance(found, terms.Nothing):
                if found.reason.code == "quota_reached":
                    self.over[campaign.name] = found.reason
                return None
            if found.lead.id not in self._up:
                self._out[found.lead.id] = found
                return Candidate(found.lead, found.number, found.agent)

    def refused(
        self, campaign: Campaign, candidate: Candidate, refusal: Refused, now: datetime
    ) -> Lead | None:
        """Put one aside: a person, everybody by their clock, or (what is not about them) the campaign."""
        out = self._take_back(campaign, candidate.lead)
        if out is None:
            return None
        if refusal.reason.code == "attempt_under_way":  # at a number that two leads have
            return self.book.refused(out, refusal.reason, now + SOON, now)
        if not refusal.about_lead:
            self._rests[campaign.name] = min(refusal.not_before or now + SOON, now + SOON)
            self.book.unused(out, now)
            return None
        if refusal.not_before is not None and _of_their_zone(candidate, refusal):
            self.book.zone_refused(out, refusal.not_before, now)
            return None
        return self.book.refused(out, refusal.reason, refusal.not_before, now)

    def is_out(self, lead: Lead) -> bool:
        """Say whether a lead that was taken still is for whoever took it."""
        return lead.id in self._out

    def unused(self, campaign: Campaign, lead: Lead, now: datetime) -> None:
        """Put one back of which nothing came."""
        out = self._take_back(campaign, lead)
        if out is not None:
            self.book.unused(out, now)

    def dialled(self, campaign: Campaign, candidate: Candidate) -> Lead:
        """Return the lead as it is kept with the attempt."""
        out = self._take_back(campaign, candidate.lead)
        assert out is not None
        self._up.add(candidate.lead.id)
        return self.book.dialled(out)

    def ended(self, campaign: Campaign, lead: Lead, attempt: Attempt, now: datetime) -> Lead | None:
        """Return what becomes of it."""
        assert attempt.outcome is not None
        self._up.discard(lead.id)
        self.changes[campaign.name] += 1
        return self.book.ended(campaign, lead, attempt.number, attempt.outcome, now)

    def asked_back(self, campaign: str, lead: Lead, back: AskedBack, now: datetime) -> Lead:
        """Return it as it is called when its owner wants it."""
        self.changes[campaign] += 1
        return self.book.asked_back(campaign, lead, back.at, back.agent, now)

    def disposed(self, campaign: str, disposition: str) -> None:
        """Count what an agent said came of a call, for quotas."""
        self.book.disposed(campaign, disposition)

    def begins(self, campaign: str) -> None:
        """Let a campaign call again that rested or was over. What it had out will be read anew."""
        self.over.pop(campaign, None)
        self._rests.pop(campaign, None)
        self._out = {id: out for id, out in self._out.items() if out.campaign != campaign}

    def _take_back(self, campaign: Campaign, lead: Lead) -> terms.Candidate | None:
        self.changes[campaign.name] += 1
        return self._out.pop(lead.id, None)


def _of_their_zone(candidate: Candidate, refusal: Refused) -> bool:
    """Say whether a refusal is one of all who stand in a lead's zone.

    A zone is that of the first number and of the region; a postcode may say more of one person.
    """
    lead = candidate.lead
    first = lead.numbers[0].number
    known = whereabouts(first, lead.region, lead.postcode) == whereabouts(first, lead.region)
    return refusal.reason.code in OF_THE_ZONE and candidate.number == first and known
