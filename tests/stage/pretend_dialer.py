"""A dialer as a running daemon has it, and a store that answers what it asks."""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta

from ctid.config.compliance import read_law
from ctid.dialer.sources import Allowed, Candidate, Refused, Sources
from ctid.dialer.wiring import sources_of
from ctid.model.attempts import Attempt, AttemptOutcome, AttemptState, Mode
from ctid.model.campaigns import Campaign
from ctid.model.consents import Word
from ctid.model.do_not_call_lists import DoNotCallList, Listing, ListKind
from ctid.model.ids import QueueName, lead_id
from ctid.model.lead_queries import Answered, CampaignOpened, FindLeads, OpenCampaign
from ctid.model.leads import Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.tried import Tried
from ctid.store.inputs import line_of, read_line
from lead_world import PretendStore
from town_site import SITE

NOON = datetime(2026, 11, 18, 17, tzinfo=UTC)  # a Wednesday, in New York
MINUTE = timedelta(minutes=1)
LAW = """\
title: {en: Test, zh: 测试}
countries: [US]
editions:
  - valid_from: "2026-01-01"
    keep: 5 years
    abandonment:
      at_most: {24h: 3%}
      counts_false_positives: true
      alert_at: 80%
      connect_within: 2s
      message: true
    hours: {weekly: {mon-sun: ["08:00-21:00"]}, holidays: true}
"""
CAMPAIGN = Campaign(
    "spring", Text("Spring", "春季"), Mode.PREDICTIVE, "test", {"all": 1}, {"": "+12025550199"}, "Seller",
    queue=QueueName("support"),
)  # fmt: skip
FEDERAL = DoNotCallList("US:national", ListKind.NATIONAL, date(2026, 11, 17), 1)
ON_IT = {"+12125550001": (Listing(FEDERAL.name, FEDERAL.kind, FEDERAL.of),)}


def lead(n: int, number: str = "", **facts: object) -> Lead:
    numbers = (LeadNumber(number or f"+1212555{n:04d}"),)
    return replace(Lead(lead_id(1, n), "all", numbers, batch=1, zone="America/New_York"), **facts)  # type: ignore[arg-type]


@dataclass
class Daemon:
    """A dialer, and a store that answers what it asks."""

    store: PretendStore
    sources: Sources = field(default_factory=lambda: sources_of(SITE, [read_law(LAW, "test.yaml")]))
    campaign: Campaign = CAMPAIGN
    now: datetime = NOON
    answered: tuple[Answered, ...] = ()
    given: dict[str, int] = field(default_factory=dict)
    tried: tuple[Tried, ...] = ()
    lists: tuple[DoNotCallList, ...] = ()
    words: tuple[Word, ...] = ()
    listed: dict[str, tuple[Listing, ...]] = field(default_factory=dict)

    @property
    def reading(self):
        assert self.sources.reading is not None
        return self.sources.reading

    def asks(self) -> list[OpenCampaign | FindLeads]:
        return list(self.reading.asks({self.campaign.name: self.campaign}, self.now))

    def answers(self, ask: OpenCampaign | FindLeads) -> None:
        """Answer, by way of the journal."""
        if isinstance(ask, OpenCampaign):
            said = self.opening(ask)
            self.reading.opened(read_line(line_of(self.now, said, (), ()).text).item, self.now)
        else:
            found = replace(self.store.find(ask.wanted), listed=self.listed, asked=self.lists)
            found = replace(found, batches=ask.wanted.batches, words=self.words)
            self.reading.found(read_line(line_of(self.now, found, (), ()).text).item)

    def opening(self, ask: OpenCampaign) -> CampaignOpened:
        batches = tuple(each for each in self.store.batches() if each.list in ask.lists)
        return CampaignOpened(
            ask.campaign, ask.until, batches, self.given, self.answered, self.lists, self.tried
        )

    def reads(self) -> "Daemon":
        """Ask and answer until nothing is asked."""
        while asked := self.asks():
            for ask in asked:
                self.answers(ask)
        return self

    def next(self) -> Candidate | None:
        return self.sources.leads.next(self.campaign, self.now, ())

    def judged(self) -> tuple[Candidate, Allowed | Refused]:
        candidate = self.next()
        assert candidate is not None
        return candidate, self.sources.law.judge(self.campaign, candidate, self.now)

    def refused(self) -> tuple[str, Lead | None]:
        """Take the next lead, which the law refuses; say why, and what is kept of it."""
        candidate, judged = self.judged()
        assert isinstance(judged, Refused)
        kept = self.sources.leads.refused(self.campaign, candidate, judged, self.now)
        return judged.reason.code, kept

    def dials(self) -> tuple[Lead, Attempt]:
        candidate, judged = self.judged()
        assert isinstance(judged, Allowed)
        kept = self.sources.leads.dialled(self.campaign, candidate)
        attempt = Attempt(
            f"att_{kept.id}", "spring", kept.id, candidate.number, judged.shown, self.campaign.mode,
            judged.evidence, self.now,
        )  # fmt: skip
        self.sources.law.note(attempt)
        return kept, attempt

    def ends(self, dialled: tuple[Lead, Attempt], outcome: AttemptOutcome) -> Lead | None:
        kept, attempt = dialled
        over = replace(attempt, state=AttemptState.ENDED, outcome=outcome, ended_at=self.now)
        self.sources.law.note(over)
        return self.sources.leads.ended(self.campaign, kept, over, self.now)

    def passes(self, span: timedelta) -> None:
        self.now += span
