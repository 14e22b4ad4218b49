"""What the dialer asks of the store, and what becomes of the answers: all of it comes as inputs.

    asks(running, now) → OpenCampaign ─ CampaignOpened → opened
                       → FindLeads    ─ LeadsFound     → found
                                      ─ LeadsLost      → lost

A question is put to the store once all that was said before it is durable. So an answer knows of every lead
and attempt that was kept before it was asked for; what has happened since is here.

With each answer come the do-not-call lists in force and the imports there are. Where they are other ones
than before, the campaign begins anew, and calls nobody until it has: a list that was imported this minute
holds for leads that were read before it.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime

from ctid.dialer.answering.chances import KnownChances
from ctid.dialer.book_leads import BookLeads
from ctid.dialer.compliance.history import looks_back
from ctid.dialer.compliance.rulebook import Rulebook
from ctid.dialer.known_law import KnownLaw, since_when
from ctid.model.calling_rules import Law
from ctid.model.campaigns import Campaign
from ctid.model.lead_queries import CampaignOpened, FindLeads, LeadsFound, LeadsLost, OpenCampaign
from ctid.model.reasons import Reason
from ctid.model.site import Site


class StoreReading:
    """Fills the book, the law and the chances. A campaign is open while it runs, or has calls that go on."""

    def __init__(self, leads: BookLeads, law: KnownLaw, chances: KnownChances) -> None:
        self._leads, self._law, self._chances = leads, law, chances
        self._open: dict[str, Campaign] = {}
        self._asked: dict[str, tuple[OpenCampaign, Campaign]] = {}
        self._changes: dict[str, int] = {}  # when leads were asked for last

    def sees(self, site: Site, forbidden: Mapping[str, object]) -> None:
        """Know the site, and the centre's own do-not-call numbers."""
        self._law.site, self._law.forbidden = site, forbidden

    def applied(self, laws: tuple[Law, ...]) -> None:
        """Judge by these laws from now on."""
        self._law.rulebook = Rulebook(laws)
        self._asked.clear()
        self._begin_anew()

    def asks(self, running: Mapping[str, Campaign], now: datetime) -> Iterator[OpenCampaign | FindLeads]:
        """Yield what is to be read now."""
        for name in [name for name in self._open if name not in running]:
            self._close(name)
        for name, campaign in running.items():
            if self._open.get(name) != campaign and name not in self._asked:
                self._close(name)
                yield from self._opening(campaign, now)
        for wanted in self._leads.book.wanted(now):
            self._changes[wanted.campaign] = self._leads.changes[wanted.campaign]
            yield FindLeads(wanted)

    def opened(self, told: CampaignOpened, now: datetime) -> None:
        """Begin a campaign, if it still is what was asked for."""
        asked, campaign = self._asked.pop(told.campaign, (None, None))
        profile = self._law.profile(campaign, now) if campaign is not None else None
        if asked is None or campaign is None or profile is None or asked.until != told.until:
            return
        if told.asked != self._law.lists:
            self._begin_anew()
        back = looks_back(profile)
        self._law.opened(campaign, profile, told)
        self._chances.opened(told)
        self._law.forget(now - 2 * back)
        self._leads.begins(campaign.name)
        self._leads.book.open(campaign, told.batches, told.given, back)
        self._open[campaign.name] = campaign

    def found(self, answer: LeadsFound) -> None:
        """Take in what was read; begin anew where lists have changed."""
        name = answer.wanted.campaign
        self._law.found(answer)
        if answer.asked != self._law.lists:
            self._begin_anew()
        elif answer.batches != answer.wanted.batches:
            self._close(name)
        else:
            self._leads.book.found(answer)
            if not answer.left and self._changes.get(name) == self._leads.changes[name]:
                self._leads.over.setdefault(name, Reason("leads_used_up"))

    def lost(self, report: LeadsLost) -> None:
        """Ask again: the store was away."""
        self._asked.pop(report.campaign, None)
        self._leads.book.lost(report.campaign)

    def over(self, campaign: str) -> Reason | None:
        """Say why a campaign has nothing left to do, if so."""
        return self._leads.over.get(campaign)

    def _opening(self, campaign: Campaign, now: datetime) -> Iterator[OpenCampaign]:
        profile = self._law.profile(campaign, now)
        if profile is not None:
            since, latest = since_when(profile, now), self._chances.lacks(campaign.name)
            ask = OpenCampaign(campaign.name, tuple(campaign.lists), since, now, latest)
            self._asked[campaign.name] = ask, campaign
            self._law.asking(campaign.name)
            yield ask

    def _begin_anew(self) -> None:
        for name in list(self._open):
            self._close(name)

    def _close(self, campaign: str) -> None:
        self._open.pop(campaign, None)
        self._leads.book.close(campaign)
        self._leads.begins(campaign)
