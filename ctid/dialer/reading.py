"""What the dialer asks of the store, and what becomes of the answers: all of it comes as inputs.

    asks(running, now) → OpenCampaign ─ CampaignOpened → opened
                       → FindLeads    ─ LeadsFound     → found
                                      ─ LeadsLost      → lost

A question is put to the store once all that was said before it is durable. So an answer knows of every lead
and attempt that was kept before it was asked for; what has happened since is here.

With each answer come the do-not-call lists in force and the imports there are. Where they are other ones
than before, the campaign begins anew, and calls nobody until it has: a list that was imported this minute
holds for leads that were read before it. So does an edition of the law that comes into force: it may look
further back, and count by other windows.
"""

from collections.abc import Iterator, Mapping
from datetime import date, datetime

from ctid.dialer.answering.chances import KnownChances
from ctid.dialer.book_leads import BookLeads
from ctid.dialer.compliance.history import looks_back
from ctid.dialer.compliance.rulebook import Rulebook, days_of
from ctid.dialer.known_law import KnownLaw, since_when
from ctid.model.calling_rules import Law, Profile
from ctid.model.campaigns import Campaign
from ctid.model.lead_queries import CampaignOpened, FindLeads, LeadsFound, LeadsLost, OpenCampaign
from ctid.model.reasons import Reason
from ctid.model.site import Site


class StoreReading:
    """Fills the book, the law and the chances. A campaign is open while it runs, or has calls that go on."""

    def __init__(self, leads: BookLeads, law: KnownLaw, chances: KnownChances) -> None:
        self._leads, self._law, self._chances = leads, law, chances
        self._open: dict[str, tuple[Campaign, Profile]] = {}
        self._asked: dict[str, tuple[OpenCampaign, Campaign, Profile]] = {}
        self._days: tuple[date, date] | None = None  # of which the open campaigns' rules are
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
        self._look_for_new_editions(now)
        for name, (campaign, _) in list(self._open.items()):
            if running.get(name) != campaign:
                self._close(name)
        for name, campaign in running.items():
            if name not in self._open and name not in self._asked:
                yield from self._opening(campaign, now)
        for wanted in self._leads.book.wanted(now):
            self._changes[wanted.campaign] = self._leads.changes[wanted.campaign]
            yield FindLeads(wanted)

    def opened(self, told: CampaignOpened, now: datetime) -> None:
        """Begin a campaign, if it still is what was asked for."""
        if told.campaign not in self._asked:
            return
        asked, campaign, profile = self._asked.pop(told.campaign)
        if asked.until != told.until or self._law.profile(campaign, now) != profile:
            return
        if told.asked != self._law.lists:
            self._begin_anew()
        self._open[campaign.name] = campaign, profile
        self._law.opened(campaign, profile, told)
        self._chances.opened(told)
        self._law.forget(now - 2 * max(looks_back(each) for _, each in self._open.values()))
        self._leads.begins(campaign.name)
        self._leads.book.open(campaign, told.batches, told.given, looks_back(profile))

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
            since, under_way = since_when(profile, now), self._law.asking(campaign.name)
            latest = self._chances.lacks(campaign.name)
            ask = OpenCampaign(campaign.name, tuple(campaign.lists), since, now, latest, under_way)
            self._asked[campaign.name] = ask, campaign, profile
            yield ask

    def _look_for_new_editions(self, now: datetime) -> None:
        days = days_of(now)
        if days == self._days:
            return
        self._days = days
        for name, (campaign, profile) in list(self._open.items()):
            if self._law.profile(campaign, now) != profile:
                self._close(name)

    def _begin_anew(self) -> None:
        for name in list(self._open):
            self._close(name)

    def _close(self, campaign: str) -> None:
        self._open.pop(campaign, None)
        self._leads.book.close(campaign)
        self._leads.begins(campaign)
