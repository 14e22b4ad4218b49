"""A centre that dials: leads that never end, a law that allows, a pacing that says what the test says."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from ctid.centre.centre import Centre
from ctid.dialer.pacing.terms import Decision, Observation, Tally
from ctid.dialer.selection.recycle import asked_back
from ctid.dialer.sources import Allowed, Candidate, Refused, Sources
from ctid.model.attempt_effects import PlaceAttempt, StandBy
from ctid.model.attempts import Attempt, Evidence, Mode
from ctid.model.campaigns import Campaign
from ctid.model.commands import StartCampaign
from ctid.model.consents import Word
from ctid.model.dialing import WindowTally
from ctid.model.effects import Keep
from ctid.model.ids import AgentId, LegId, QueueName
from ctid.model.leads import AskedBack, Lead, LeadNumber, LeadState
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.model.reports import AttemptTold, LegAlerting, LegAnswered, LegHeld, Sign, SwitchSeen

CAMPAIGN = Campaign(
    "spring", Text("Spring", "春季"), Mode.PREDICTIVE, "us", {"all": 1}, {"": "+12025550000"}, "Seller",
    queue=QueueName("support"), calls_per_second=100.0,
)  # fmt: skip


@dataclass
class Line:
    """Leads one after the other; `hits` are those given out, `put_aside` those refused."""

    hits: list[Candidate] = field(default_factory=list)
    put_aside: list[Candidate] = field(default_factory=list)
    ends: list[Attempt] = field(default_factory=list)
    returned: list[Lead] = field(default_factory=list)
    results: list[str] = field(default_factory=list)

    def next(self, campaign: Campaign, now: datetime, free: Collection[AgentId]) -> Candidate | None:
        n = len(self.hits)
        lead = Lead(f"lead_{n}", "all", (LeadNumber(f"+1202555{n:04}"),))
        self.hits.append(Candidate(lead, lead.numbers[0].number))
        return self.hits[-1]

    def refused(
        self, campaign: Campaign, candidate: Candidate, refusal: Refused, now: datetime
    ) -> Lead | None:
        self.put_aside.append(candidate)
        return replace(candidate.lead, due_at=refusal.not_before, reason=refusal.reason)

    def dialled(self, campaign: Campaign, candidate: Candidate) -> Lead:
        return replace(candidate.lead, state=LeadState.CALLING, attempts=candidate.lead.attempts + 1)

    def ended(self, campaign: Campaign, lead: Lead, attempt: Attempt, now: datetime) -> Lead | None:
        self.ends.append(attempt)
        return replace(lead, state=LeadState.DONE)

    def is_out(self, lead: Lead) -> bool:
        return True

    def unused(self, campaign: Campaign, lead: Lead, now: datetime) -> None:
        self.returned.append(lead)

    def asked_back(self, campaign: str, lead: Lead, back: AskedBack, now: datetime) -> Lead:
        return asked_back(lead, back.at, back.agent)

    def disposed(self, campaign: str, disposition: str) -> None:
        self.results.append(disposition)


@dataclass
class Indulgent:
    """A law that forbids only the leads it was told."""

    forbids: set[str] = field(default_factory=set)
    noted: list[Attempt] = field(default_factory=list)
    words: list[Word] = field(default_factory=list)
    standings: tuple[WindowTally, ...] = ()

    def judge(self, campaign: Campaign, candidate: Candidate, now: datetime) -> Allowed | Refused:
        if candidate.lead.id in self.forbids:
            return Refused(Reason("calling_hours"))
        return Allowed(Evidence("us", "2026-01-01", {"calling_hours": "09:00"}), "+12025550000")

    def tallies(self, campaign: Campaign, now: datetime) -> Sequence[Tally]:
        return ()

    def windows(self, campaign: Campaign, tallies: Sequence[Tally]) -> Sequence[WindowTally]:
        return self.standings

    def note(self, attempt: Attempt) -> None:
        self.noted.append(attempt)

    def said(self, word: Word) -> None:
        self.words.append(word)


@dataclass
class Told:
    """A pacing that starts `lines` calls once, and remembers what it saw."""

    lines: int = 0
    saw: list[Observation] = field(default_factory=list)

    def decide(self, observation: Observation, now: float) -> Decision:
        lines, self.lines = self.lines, 0
        self.saw.append(observation)
        return Decision(lines, Reason("told"))


class Floor:
    """The stage of a centre that dials, and short scripts of it."""

    def __init__(self, stage, campaign: Campaign = CAMPAIGN) -> None:
        self.leads, self.law, self.pacing = Line(), Indulgent(), Told()
        self.sources = Sources(self.leads, self.law, {mode: lambda _: self.pacing for mode in Mode})
        self.stage, self.campaign = stage, campaign
        self.starts()
        stage.happens(SwitchSeen("sw1", (), {"1001": True, "1002": True}))

    def starts(self) -> None:
        """A daemon starts: nothing is known but the site."""
        world, name = self.stage.centre._world, self.campaign.name
        site = replace(world.site, campaigns={name: self.campaign})
        self.stage.centre = Centre(site, new_offer_id=world.new_offer_id, dials=self.sources)
        self.stage.happens(StartCampaign("start", "boss", name))

    def stands_by(self, *ids: str) -> dict[str, LegId]:
        """Agents are ready, and their legs stand by."""
        self.stage.ready(*ids)
        legs = {it.agent: it.leg for it in self.stage.all(StandBy)}
        for id in ids:
            self.stage.happens(LegAlerting(legs[id]), LegAnswered(legs[id]), LegHeld(legs[id]))
        return {id: legs[id] for id in ids}

    def dials(self, lines: int = 1) -> list[PlaceAttempt]:
        """Pacing wants so many calls; return what the switch is asked."""
        self.pacing.lines = lines
        before = len(self.stage.all(PlaceAttempt))
        self.stage.passes(1.0)
        return self.stage.all(PlaceAttempt)[before:]

    def leg(self, placed: PlaceAttempt) -> LegId:
        return LegId(f"sw1:200.{placed.line[-6:]}")

    def told(self, placed: PlaceAttempt, *signs: Sign, **facts: object) -> None:
        """The switch says how far an attempt has come."""
        for sign in signs:
            self.stage.happens(AttemptTold(placed.line, self.leg(placed), sign, **facts))

    def answers(self, placed: PlaceAttempt) -> LegId:
        """A person answers and waits for an agent."""
        self.told(placed, Sign.DIALLING)
        self.stage.happens(LegAlerting(self.leg(placed)))
        self.told(placed, Sign.ANSWERED, Sign.WAITING)
        return self.leg(placed)

    def attempt(self, placed: PlaceAttempt) -> Attempt:
        """Return the newest value kept of an attempt."""
        kept = [it.record for it in self.stage.all(Keep) if isinstance(it.record, Attempt)]
        return [it for it in kept if placed.line == f"sw1:{it.id}"][-1]
