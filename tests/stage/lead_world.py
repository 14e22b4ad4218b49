"""A list in memory for the tests of selection: it answers a book as the store does."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime

from ctid.dialer.selection.book import LeadBook
from ctid.dialer.selection.filters import fits
from ctid.model.campaigns import Campaign
from ctid.model.lead_queries import Due, LeadBatch, LeadsFound, LeadsWanted, lane_of
from ctid.model.leads import Lead, LeadState


class PretendStore:
    """Leads by id, and the questions of a book."""

    def __init__(self, leads: Iterable[Lead]) -> None:
        self.leads = {lead.id: lead for lead in leads}

    def keep(self, lead: Lead) -> None:
        self.leads[lead.id] = lead

    def batches(self) -> list[LeadBatch]:
        lists = {lead.batch: lead.list for lead in self.leads.values()}
        sizes = Counter(map(lane_of, self.leads.values()))
        return [
            LeadBatch(batch, name, tuple(each for each in sizes.items() if each[0].batch == batch))
            for batch, name in sorted(lists.items())
        ]

    def find(self, wanted: LeadsWanted) -> LeadsFound:
        line = sorted(
            (one for one in self.leads.values() if one.state is LeadState.OPEN and fits(one, wanted.only)),
            key=lambda one: one.id,
        )
        asked = [one for one in line if one.callback and one.batch in wanted.batches]
        fresh, due = [], []
        for want in wanted.lanes:
            mine = [one for one in line if lane_of(one) == want.lane and not one.callback]
            if want.fresh is not None:
                new = [one for one in mine if one.due_at is None and one.id > want.fresh]
                fresh += new[: wanted.limit]
            due += _due(mine, want.due, wanted.due_by)[: wanted.limit]
        back = _due(asked, wanted.callbacks, wanted.due_by)[: wanted.most_callbacks]
        return LeadsFound(wanted, tuple(fresh), tuple(due), tuple(back), left=bool(line))


def _due(leads: list[Lead], after: Due, by: datetime) -> list[Lead]:
    timed = [(one.due_at, one.id, one) for one in leads if one.due_at is not None and one.due_at <= by]
    return [one for due_at, id, one in sorted(timed) if (due_at, id) > after]


def read_all(book: LeadBook, store: PretendStore, now: datetime) -> None:
    """Answer a book until it asks nothing."""
    while asked := list(book.wanted(now)):
        for wanted in asked:
            book.found(store.find(wanted))


def brute(campaign: Campaign, **fields: object) -> Campaign:
    return replace(campaign, **fields)  # type: ignore[arg-type]
