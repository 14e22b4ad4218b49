"""What a book holds of one lane: a few leads never called, those soon due again, and how far it has read.

Both cursors only go forward. A lead that comes back to be called within `NEAR` stays here, for the store may
not know of it yet; one that comes back later is dropped, and read again when its time is near. So what is
held is bounded by what is asked for at once and by the calls of some minutes, not by the list's length.
"""

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from ctid.model.lead_queries import AHEAD, NOTHING_READ, Due, Lane, LaneWanted
from ctid.model.leads import Lead

NEAR = 2 * AHEAD
LAST_ID = "\U0010ffff"  # after every id


class DueLeads:
    """Leads by the time when they are due, read so far as `read` says.

    What is taken out of the middle stays in the heap as a shell until it comes up.
    """

    def __init__(self) -> None:
        self.read: Due = NOTHING_READ
        self._heap: list[tuple[datetime, str, Lead]] = []
        self._held: dict[str, Lead] = {}

    def known(self) -> int:
        """Count those held before which none is unread: one that came back for later says nothing of them."""
        return sum(one[:2] <= self.read and self._is_held(one) for one in self._heap)

    def add(self, lead: Lead) -> None:
        """Hold a lead, once."""
        if lead.due_at is not None and lead.id not in self._held:
            self._held[lead.id] = lead
            heappush(self._heap, (lead.due_at, lead.id, lead))

    def read_on(self, leads: Sequence[Lead], limit: int, by: datetime) -> None:
        """Take in what was read: all until `by`, or as many as were asked for."""
        for lead in leads:
            self.add(lead)
        last = leads[-1] if len(leads) >= limit else None
        read = (by, LAST_ID) if last is None or last.due_at is None else (last.due_at, last.id)
        self.read = max(self.read, read)

    def put_back(self, lead: Lead, now: datetime) -> None:
        """Hold a lead that came back, if it is due before the store is surely asked again."""
        if lead.due_at is not None and (lead.due_at <= now + NEAR or (lead.due_at, lead.id) <= self.read):
            self.add(lead)

    def take(self, lead: Lead) -> None:
        """Hold a lead no longer."""
        self._held.pop(lead.id, None)

    def first_at(self) -> datetime | None:
        """Say when the first is due."""
        while self._heap and not self._is_held(self._heap[0]):
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def all_due(self, now: datetime) -> Sequence[tuple[datetime, Lead]]:
        """Return those that are due and since when, the first one first."""
        first = self.first_at()
        if first is None or first > now:
            return ()
        due = sorted(one for one in self._heap if one[0] <= now and self._is_held(one))
        return [(due_at, lead) for due_at, _, lead in due]

    def pop(self) -> Lead:
        """Take the first one of those that `first_at` has looked at."""
        lead = heappop(self._heap)[2]
        self.take(lead)
        return lead

    def _is_held(self, entry: tuple[datetime, str, Lead]) -> bool:
        return self._held.get(entry[1]) is entry[2]


@dataclass(slots=True)
class LaneStock:
    """The leads held of one lane."""

    fresh: deque[Lead] = field(default_factory=deque)
    after: str | None = ""  # the last of those never called that was read; None: there are no more
    due: DueLeads = field(default_factory=DueLeads)

    def ready(self, now: datetime) -> bool:
        """Say whether there is a lead to call."""
        return bool(self.fresh) or self._due(now)

    def unread(self, now: datetime) -> bool:
        """Say whether there may be more to call now than is held."""
        return self.after is not None or self.due.read[0] < now

    def pop(self, now: datetime) -> Lead:
        """Take the next: those due again before those never called."""
        return self.due.pop() if self._due(now) else self.fresh.popleft()

    def lacks(self, lane: Lane, now: datetime, low: int) -> LaneWanted | None:
        """Say what is to be read, if fewer than `low` are left or the time read for is nearly over."""
        fresh = self.after is not None and len(self.fresh) < low
        again = self.due.read[0] < now + AHEAD / 2 and self.due.known() < low
        return LaneWanted(lane, self.after if fresh else None, self.due.read) if fresh or again else None

    def read_on(self, fresh: Sequence[Lead], limit: int) -> None:
        """Take in those never called that were read: as many as were asked for, or all that are left."""
        self.fresh.extend(fresh)
        self.after = fresh[-1].id if len(fresh) >= limit else None

    def _due(self, now: datetime) -> bool:
        first = self.due.first_at()
        return first is not None and first <= now
