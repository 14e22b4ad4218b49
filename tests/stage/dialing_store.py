"""The store of a town that dials: what was kept, and the answers to what a dialer asks."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from ctid.model.agents import AgentStatus
from ctid.model.attempts import Attempt, AttemptState
from ctid.model.dialing import CampaignStatus, KillSwitch
from ctid.model.do_not_call import DoNotCall
from ctid.model.do_not_call_lists import DoNotCallList, Listing, ListKind
from ctid.model.interactions import Interaction, OfferRecord
from ctid.model.lead_queries import Answered, CampaignOpened, FindLeads, LeadsFound, OpenCampaign
from ctid.model.leads import Lead
from ctid.model.reports import Remembered
from ctid.store.openings import COUNTED
from lead_world import PretendStore

T = TypeVar("T")
UNDER_WAY = frozenset(AttemptState) - {AttemptState.ENDED, AttemptState.UNKNOWN}


@dataclass
class Rows:
    """The newest value of each record."""

    of: dict[tuple[type, str], Any] = field(default_factory=dict)

    def keep(self, record: Any) -> None:
        name = record.agent if isinstance(record, AgentStatus) else record.id
        self.of[type(record), str(name)] = record

    def all(self, kind: type[T]) -> list[T]:
        return [record for (of, _), record in self.of.items() if of is kind]

    def lead(self, id: str) -> Lead:
        return self.of[Lead, id]


@dataclass
class TownStore(Rows):
    """Rows that are durable; `listed` are numbers by the do-not-call list on which they stand."""

    listed: dict[str, set[str]] = field(default_factory=dict)
    imports: Counter[str] = field(default_factory=Counter)

    def takes_in(self, list: str, number: str) -> None:
        """A list comes in, in place of the last of its name."""
        self.listed[list] = {number}
        self.imports[list] += 1

    def answer(self, ask: OpenCampaign | FindLeads) -> CampaignOpened | LeadsFound:
        return self._opening(ask) if isinstance(ask, OpenCampaign) else self._find(ask)

    @property
    def lists(self) -> tuple[DoNotCallList, ...]:
        return tuple(
            DoNotCallList(name, ListKind.INTERNAL, date(2026, 11, 1), len(numbers), self.imports[name])
            for name, numbers in sorted(self.listed.items())
        )

    def _leads(self) -> PretendStore:
        return PretendStore(self.all(Lead))

    def _find(self, ask: FindLeads) -> LeadsFound:
        wanted = ask.wanted
        found = self._leads().find(wanted)
        leads = (*found.fresh, *found.due, *found.callbacks)
        numbers = {one.number for lead in leads for one in lead.numbers}
        ids, since = {lead.id for lead in leads}, wanted.past_since
        assert since is not None
        past = [
            one
            for one in self.all(Attempt)
            if (one.number in numbers or one.lead in ids)
            and (one.committed_at >= since or one.state is AttemptState.UNKNOWN)
        ]
        listed = {
            number: tuple(
                Listing(name, ListKind.INTERNAL, date(2026, 11, 1))
                for name, on in self.listed.items()
                if number in on
            )
            for number in numbers
        }
        batches = tuple(batch.id for batch in self._leads().batches() if batch.list in wanted.lists)
        return replace(found, listed=listed, past=tuple(past), asked=self.lists, batches=batches)

    def _opening(self, ask: OpenCampaign) -> CampaignOpened:
        mine = [one for one in self.all(Attempt) if one.campaign == ask.campaign]
        counted = Counter(
            ((one.answered_at or one.committed_at).replace(second=0, microsecond=0), one.outcome)
            for one in mine
            if one.outcome in COUNTED and one.id not in ask.under_way
        )
        answered = tuple(Answered(at, outcome, many) for (at, outcome), many in counted.items())
        batches = tuple(batch for batch in self._leads().batches() if batch.list in ask.lists)
        given = Counter(one.disposition for one in mine if one.disposition)
        return CampaignOpened(ask.campaign, ask.until, batches, given, answered, self.lists)

    def remembered(self) -> Remembered:
        """What a daemon that starts is told."""
        attempts = tuple(one for one in self.all(Attempt) if one.state in UNDER_WAY)
        calls = self.all(Interaction)
        return Remembered(
            tuple(self.all(AgentStatus)),
            tuple(one for one in calls if one.closed_at is None),
            tuple(one for one in self.all(OfferRecord) if one.ended_at is None),
            closed={one.id: one.closed_at for one in calls if one.closed_at is not None},
            do_not_call=tuple(one for one in self.all(DoNotCall) if one.listed),
            campaigns=tuple(self.all(CampaignStatus)),
            kill_switch=next(iter(self.all(KillSwitch)), None),
            attempts=attempts,
            leads=tuple(self.lead(id) for id in sorted({one.lead for one in attempts})),
        )
