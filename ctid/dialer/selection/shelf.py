"""The leads of one campaign, in order: call-backs first, then lists by their shares, then lanes in turn.

Of a list, only the lanes of the highest priority that has somebody to call take part; among those each zone
has its turn as often as it has leads, so none is used up before the others. A zone in which nobody may be
called now stands aside as a whole. Within a lane those due again come before those never called.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from ctid.dialer.selection.lane_stock import DueLeads, LaneStock
from ctid.dialer.selection.recycle import number_of
from ctid.dialer.selection.terms import Candidate, Nothing
from ctid.dialer.selection.turns import Turns
from ctid.model.campaigns import Campaign
from ctid.model.ids import AgentId
from ctid.model.lead_queries import AHEAD, Lane, LeadBatch, LeadsFound, LeadsWanted, lane_of
from ctid.model.leads import Lead
from ctid.model.reasons import Reason

HELD = 1024  # leads at most that are asked for at once: to read more would take a thread too long
FEW, MANY = 8, 128  # bounds of how many are asked for of one lane
OWN_AGENT_FOR = timedelta(
    minutes=15
)  # so long after its time a call-back waits for the agent it was asked of


class Shelf:
    """One campaign's leads."""

    def __init__(
        self, campaign: Campaign, batches: Sequence[LeadBatch], looks_back: timedelta | None = None
    ) -> None:
        self.campaign = campaign
        self._looks_back = looks_back
        self._batches = tuple(batch.id for batch in batches)
        self._lanes: dict[Lane, LaneStock] = {}
        self._of_list: dict[str, list[Lane]] = {name: [] for name in campaign.lists}
        sizes: dict[Lane, int] = {}
        for batch in batches:
            sizes |= batch.lanes
            self._of_list[batch.list] += [lane for lane, _ in batch.lanes]
        for lanes in self._of_list.values():
            lanes.sort(key=lambda lane: (-lane.priority, lane))
            self._lanes |= {lane: LaneStock() for lane in lanes}
        self._list_turns: Turns[str] = Turns(campaign.lists)
        self._lane_turns: defaultdict[tuple[str, int], Turns[Lane]] = defaultdict(lambda: Turns(sizes))
        self._callbacks = DueLeads()
        self._closed: dict[str, datetime] = {}  # zones, and until when nobody there may be called
        self._asked: LeadsWanted | None = None

    def next(self, now: datetime, free: Collection[AgentId]) -> Candidate | Nothing:
        """Take the next lead out."""
        self._reopen(now)
        lead = self._callback(now, free)
        if lead is not None:
            at = f"{lead.due_at:%Y-%m-%d %H:%M}"
            return self._candidate(lead, Reason("callback_due", {"at": at}), lead.callback_agent)
        best = {name: lanes for name, lanes in self._best(now) if lanes}
        if not best:
            return self._nothing(now)
        name = self._list_turns.take(best)
        lane = self._lane_turns[name, best[name][0].priority].take(best[name])
        lead = self._lanes[lane].pop(now)
        return self._candidate(lead, _why(lead))

    def put_back(self, lead: Lead, now: datetime) -> None:
        """Take a lead back, to be called at its time; one without a time is the next of its lane again."""
        stock = self._lanes.get(lane_of(lead))
        self._callbacks.take(lead)
        if stock is not None:
            stock.due.take(lead)
        if lead.callback:
            self._callbacks.put_back(lead, now)
        elif stock is not None and lead.due_at is not None:
            stock.due.put_back(lead, now)
        elif stock is not None:
            stock.fresh.appendleft(lead)

    def close_zone(self, zone: str, until: datetime) -> None:
        """Have a zone stand aside."""
        self._closed[zone] = until

    def wanted(self, now: datetime) -> LeadsWanted | None:
        """Say what is to be read, if anything is and nothing is being read already."""
        if self._asked is not None:
            return None
        self._reopen(now)
        lanes = [lane for name in self._of_list for lane in self._in_reach(name, now)]
        limit = min(MANY, max(FEW, HELD // (2 * len(lanes) or 1)))
        lacks = (self._lanes[lane].lacks(lane, now, limit // 4) for lane in lanes)
        lacking = tuple(want for want in lacks if want is not None)
        if not lacking and self._callbacks.read[0] >= now + AHEAD / 2:
            return None
        self._asked = LeadsWanted(
            self.campaign.name,
            lacking,
            now + AHEAD,
            limit,
            self.campaign.only,
            tuple(self.campaign.lists),
            self._batches,
            self._callbacks.read,
            past_since=now - self._looks_back if self._looks_back is not None else None,
        )
        return self._asked

    def found(self, answer: LeadsFound) -> None:
        """Take in what was read, if it was this that was asked for."""
        wanted = answer.wanted
        if wanted != self._asked:
            return
        self._asked = None
        self._callbacks.read_on(answer.callbacks, wanted.most_callbacks, wanted.due_by)
        fresh, due = _by_lane(answer.fresh), _by_lane(answer.due)
        for want in wanted.lanes:
            stock = self._lanes[want.lane]
            if want.fresh is not None:
                stock.read_on(fresh[want.lane], wanted.limit)
            stock.due.read_on(due[want.lane], wanted.limit, wanted.due_by)

    def unanswered(self) -> None:
        """Have what was asked for asked again: the answer was lost."""
        self._asked = None

    def _reopen(self, now: datetime) -> None:
        self._closed = {zone: until for zone, until in self._closed.items() if until > now}

    def _callback(self, now: datetime, free: Collection[AgentId]) -> Lead | None:
        for due_at, lead in self._callbacks.all_due(now):
            own = lead.callback_agent
            waits = own is not None and own not in free and due_at > now - OWN_AGENT_FOR
            if not waits and lead.zone not in self._closed:
                self._callbacks.take(lead)
                return lead
        return None

    def _by_priority(self, name: str) -> Iterator[list[Lane]]:
        """Yield the lanes of a list whose zones are open, those of the highest priority first."""
        open_lanes = (lane for lane in self._of_list[name] if lane.zone not in self._closed)
        for _, lanes in groupby(open_lanes, key=lambda lane: lane.priority):
            yield list(lanes)

    def _best(self, now: datetime) -> Iterator[tuple[str, list[Lane]]]:
        """Yield the lanes of each list that take part; none where a better one is yet to be read."""
        for name in self._of_list:
            for lanes in self._by_priority(name):
                ready = [lane for lane in lanes if self._lanes[lane].ready(now)]
                if ready or any(self._lanes[lane].unread(now) for lane in lanes):
                    yield name, ready
                    break

    def _in_reach(self, name: str, now: datetime) -> Iterator[Lane]:
        """Yield the lanes that may be next: of all priorities down to one that has leads to call."""
        for lanes in self._by_priority(name):
            yield from lanes
            if any(self._lanes[lane].ready(now) for lane in lanes):
                return

    def _candidate(self, lead: Lead, reason: Reason, agent: AgentId | None = None) -> Candidate:
        return Candidate(self.campaign.name, lead, number_of(lead), reason, agent)

    def _nothing(self, now: datetime) -> Nothing:
        lanes = [lane for name in self._of_list for group in self._by_priority(name) for lane in group]
        if any(self._lanes[lane].unread(now) for lane in lanes):
            return Nothing(Reason("leads_being_read"))
        known = (self._lanes[lane].due.first_at() for lane in lanes)
        later: Iterable[datetime | None] = (*known, *self._closed.values(), self._callbacks.first_at())
        times = [at for at in later if at is not None and at > now]
        return Nothing(Reason("leads_not_due"), min(times, default=now + AHEAD))


def _by_lane(leads: Iterable[Lead]) -> Mapping[Lane, Sequence[Lead]]:
    lanes: defaultdict[Lane, list[Lead]] = defaultdict(list)
    for lead in leads:
        lanes[lane_of(lead)].append(lead)
    return lanes


def _why(lead: Lead) -> Reason:
    if lead.due_at is None:
        return Reason("first_call", {"list": lead.list})
    return Reason("due_again", {"at": f"{lead.due_at:%Y-%m-%d %H:%M}", "attempt": lead.attempts + 1})
