"""Whom to call next and whether that is allowed, as far as whoever dials needs to know.

    candidate = leads.next(campaign, now, free)        None: nobody just now
    judged = law.judge(campaign, candidate, now)
    ├─ Refused → keep what leads.refused(…) returns, and ask for the next
    └─ Allowed → keep the attempt and leads.dialled(candidate), send nothing before both are written
         the attempt is placed, gets an agent, ends: each time → law.note(attempt)
         when it has ended: keep what leads.ended(…) returns

What is kept is the newest value of a lead; where nothing has changed of it, nothing is returned.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from ctid.dialer.pacing.terms import PacingController, Tally
from ctid.model.attempts import Attempt, Evidence, Mode
from ctid.model.calling_rules import Law as LawInData
from ctid.model.campaigns import Campaign
from ctid.model.consents import Word
from ctid.model.dialing import WindowTally
from ctid.model.ids import AgentId
from ctid.model.lead_queries import CampaignOpened, FindLeads, LeadsFound, LeadsLost, OpenCampaign
from ctid.model.leads import AskedBack, Lead
from ctid.model.reasons import Reason
from ctid.model.site import Site

ON_THE_WAY = timedelta(seconds=5)
"""How long what was decided may take until the switch is told; the law is asked about all that while."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A lead to call, and at which number (E.164); `agent` is who is asked for by name."""

    lead: Lead
    number: str
    agent: AgentId | None = None


@dataclass(frozen=True, slots=True)
class Allowed:
    """The call may be made now, showing `shown` (E.164)."""

    evidence: Evidence
    shown: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The call may not be made now; certainly not before an instant, or (None) not at all.

    `about_lead` is False where it is the campaign that must not call now: the lead stays as it is.
    """

    reason: Reason
    not_before: datetime | None = None
    about_lead: bool = True


class Leads(Protocol):
    """Chooses leads."""

    def next(self, campaign: Campaign, now: datetime, free: Collection[AgentId]) -> Candidate | None:
        """Take the next one; `free` are the agents who could be given their own call-backs."""
        ...

    def refused(
        self, campaign: Campaign, candidate: Candidate, refusal: Refused, now: datetime
    ) -> Lead | None:
        """Put one aside."""
        ...

    def dialled(self, campaign: Campaign, candidate: Candidate) -> Lead:
        """Return the lead as it is kept with the attempt."""
        ...

    def ended(self, campaign: Campaign, lead: Lead, attempt: Attempt, now: datetime) -> Lead | None:
        """Return what becomes of it."""
        ...

    def is_out(self, lead: Lead) -> bool:
        """Say whether one that was taken still is for whoever took it: lists may have changed meanwhile."""
        ...

    def unused(self, campaign: Campaign, lead: Lead, now: datetime) -> None:
        """Put one back of which nothing came."""
        ...

    def asked_back(self, campaign: str, lead: Lead, back: AskedBack, now: datetime) -> Lead:
        """Return a lead whose owner wants to be called then; one that is being called, once that is over."""
        ...

    def disposed(self, campaign: str, disposition: str) -> None:
        """Count what an agent said came of a call."""
        ...


class Law(Protocol):
    """Judges calls, and keeps the books."""

    def judge(self, campaign: Campaign, candidate: Candidate, now: datetime) -> Allowed | Refused:
        """Say whether a call may be made now."""
        ...

    def tallies(self, campaign: Campaign, now: datetime) -> Sequence[Tally]:
        """Read the books."""
        ...

    def windows(self, campaign: Campaign, tallies: Sequence[Tally]) -> Sequence[WindowTally]:
        """Say of what the books said how near it is to what the law allows."""
        ...

    def note(self, attempt: Attempt) -> None:
        """Write down that an attempt is under way, or what came of it."""
        ...

    def said(self, word: Word) -> None:
        """Write down what the owner of a number has said about being called."""
        ...


class Reading(Protocol):
    """Asks the store for what the others are to know, and tells them."""

    def sees(self, site: Site, forbidden: Mapping[str, object]) -> None:
        """Know the site, and the centre's own do-not-call numbers."""
        ...

    def applied(self, laws: tuple[LawInData, ...]) -> None:
        """Judge by these laws from now on."""
        ...

    def asks(self, running: Mapping[str, Campaign], now: datetime) -> Iterator[OpenCampaign | FindLeads]:
        """Yield what is to be read now."""
        ...

    def opened(self, told: CampaignOpened, now: datetime) -> None:
        """Take in what a campaign begins with."""
        ...

    def found(self, answer: LeadsFound) -> None:
        """Take in what was read."""
        ...

    def lost(self, report: LeadsLost) -> None:
        """Ask again."""
        ...

    def over(self, campaign: str) -> Reason | None:
        """Say why a campaign has nothing left to do, if so."""
        ...


class Chances(Protocol):
    """Knows who is likely to answer; leads are as they are kept with the attempt."""

    def of(self, lead: Lead, attempt: Attempt) -> float | None:
        """Return the chance that a person answers; None where nothing is known."""
        ...

    def learn(self, lead: Lead, attempt: Attempt, *, answered: bool) -> None:
        """Learn from an attempt whether a person answered."""
        ...


@dataclass(frozen=True, slots=True)
class Sources:
    """All that a dialer asks; without `reading` the others know of themselves what they are to know.

    Without `chances` all leads are taken for alike.
    """

    leads: Leads
    law: Law
    pacing: Mapping[Mode, Callable[[Campaign], PacingController]]
    reading: Reading | None = None
    chances: Chances | None = None
