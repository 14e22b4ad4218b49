"""Which lead is next, for every campaign: the one door to selection.

    candidate = book.next(campaign, now, free)     a Candidate, or Nothing and when to look again
    ├─ the rules refuse it  → lead = book.refused(candidate, reason, not_before, now)     keep it
    ├─ nothing comes of it  → book.unused(candidate, now)
    └─ it is to be dialled  → lead = book.dialled(candidate)   keep it *with the attempt*, in one batch;
                              send nothing before that batch is committed
         the attempt ends   → lead = book.ended(lead, number, outcome, now)     keep it
         a call-back is asked → lead = book.asked_back(lead, at, agent, now)     keep it

Each returned lead is the newest value of its record (`Keep(lead)`): the store writes it over the last one.

**Reading.** The book is a window on a list that may hold millions. After anything was said to it, and at
least each minute, ask `wanted(now)`; whatever it returns goes to `Store.find_leads`, and the answer to
`found`. Until then the campaign goes on with what it has. `lost(campaign)` says that no answer will come.

**After a crash** there is nothing to restore but this: attempts that had not ended are resolved by looking,
and each of them ends in `ended` (with `NOT_DIALLED` or `UNKNOWN` where that is what was found). All other
leads are in the store as they were last committed; `open` begins to read them anew.

A list is dialled from by one campaign at a time.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from ctid.dialer.selection import recycle
from ctid.dialer.selection.quotas import reached
from ctid.dialer.selection.shelf import Shelf
from ctid.dialer.selection.terms import Candidate, Nothing
from ctid.model.attempts import AttemptOutcome
from ctid.model.campaigns import Campaign
from ctid.model.ids import AgentId
from ctid.model.lead_queries import LeadBatch, LeadsFound, LeadsWanted
from ctid.model.leads import Lead, LeadState
from ctid.model.reasons import Reason


class LeadBook:
    """The leads of all campaigns that dial."""

    def __init__(self) -> None:
        self._shelves: dict[str, Shelf] = {}
        self._given: dict[str, dict[str, int]] = {}  # dispositions, by campaign

    def open(
        self,
        campaign: Campaign,
        batches: Sequence[LeadBatch],
        given: Mapping[str, int] | None = None,
        looks_back: timedelta | None = None,
    ) -> None:
        """Begin (or begin anew, when lists or the campaign have changed) to choose for a campaign.

        `batches` are `Store.lead_batches(campaign.lists)`, `given` are `Store.dispositions(campaign.name)`,
        `looks_back` is how far the rules look at earlier attempts, which then come with the leads.
        """
        self._shelves[campaign.name] = Shelf(campaign, batches, looks_back)
        self._given[campaign.name] = dict(given or {})

    def close(self, campaign: str) -> None:
        """Choose for it no more. Attempts under way may still end."""
        self._shelves.pop(campaign, None)

    def is_open(self, campaign: str) -> bool:
        """Say whether it is chosen for."""
        return campaign in self._shelves

    def next(self, campaign: str, now: datetime, free: Collection[AgentId] = ()) -> Candidate | Nothing:
        """Take the next lead. `free` are the agents who could be given their own call-backs."""
        shelf = self._shelves[campaign]
        over = reached(shelf.campaign.quota, self._given[campaign])
        return shelf.next(now, free) if over is None else Nothing(over)

    def refused(
        self, candidate: Candidate, reason: Reason, not_before: datetime | None, now: datetime
    ) -> Lead:
        """Put a lead aside until it may be called, or (None) for good."""
        state = LeadState.OPEN if not_before is not None else LeadState.DONE
        lead = replace(candidate.lead, state=state, due_at=not_before, reason=reason)
        return self._back(candidate.campaign, lead, now)

    def zone_refused(self, candidate: Candidate, not_before: datetime, now: datetime) -> None:
        """Put all of a lead's zone aside: by its clock nobody may be called now. There is nothing to keep."""
        self._shelves[candidate.campaign].close_zone(candidate.lead.zone, not_before)
        self.unused(candidate, now)

    def unused(self, candidate: Candidate, now: datetime) -> None:
        """Put a lead back as it was: nothing came of it, and it is the next again."""
        self._back(candidate.campaign, candidate.lead, now)

    def dialled(self, candidate: Candidate) -> Lead:
        """Return the lead as it is kept with the attempt, before anything is sent."""
        lead = candidate.lead
        return replace(lead, state=LeadState.CALLING, attempts=lead.attempts + 1, reason=candidate.reason)

    def ended(
        self, campaign: Campaign, lead: Lead, number: str, outcome: AttemptOutcome, now: datetime
    ) -> Lead:
        """Return what becomes of a lead whose attempt has ended."""
        return self._back(campaign.name, recycle.after(lead, number, outcome, campaign, now), now)

    def asked_back(
        self, campaign: str, lead: Lead, at: datetime, agent: AgentId | None, now: datetime
    ) -> Lead:
        """Return a lead whose owner asked to be called at an instant."""
        return self._back(campaign, recycle.asked_back(lead, at, agent), now)

    def disposed(self, campaign: str, disposition: str) -> None:
        """Count a disposition for the campaign's quotas."""
        given = self._given.setdefault(campaign, {})
        given[disposition] = given.get(disposition, 0) + 1

    def wanted(self, now: datetime) -> Iterator[LeadsWanted]:
        """Yield what is to be read; each is yielded once, until it is answered or lost."""
        for shelf in self._shelves.values():
            wanted = shelf.wanted(now)
            if wanted is not None:
                yield wanted

    def found(self, answer: LeadsFound) -> None:
        """Take in what was read; an answer to what nobody asked (any more) is left alone."""
        shelf = self._shelves.get(answer.wanted.campaign)
        if shelf is not None:
            shelf.found(answer)

    def lost(self, campaign: str) -> None:
        """Ask again: the store was away."""
        if campaign in self._shelves:
            self._shelves[campaign].unanswered()

    def _back(self, campaign: str, lead: Lead, now: datetime) -> Lead:
        if lead.state is LeadState.OPEN and campaign in self._shelves:
            self._shelves[campaign].put_back(lead, now)
        return lead
