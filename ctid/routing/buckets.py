"""Who waits: entries that are alike to every agent stand in one bucket, and only its head is looked at.

**Lemma.** The entries of a bucket have the same workflow, priority, pace and exclusions. So the one that has
waited longest comes first in routing order (the cap changes nothing: the longest wait passes it first) and
has the most steps open. Whom the head may not take, none of them may; who may take one of them takes the
head. Therefore an agent who becomes free compares heads alone; and when an agent-less head's step opens in
vain, nothing is due for those behind it.

The heads lie in arrays, one number per *slot*. A slot belongs to one workflow for as long as that lives, and
to one of its buckets at a time, so the slots that a profile may ever serve change only with the workflows.

A bucket is a sorted list, not a heap with the dead left in it: what is taken out is out, and nothing is ever
rebuilt. Its worst is a move of 8 bytes per entry behind the one that goes; heads go without one.
"""

from bisect import bisect_left, bisect_right, insort
from collections.abc import Callable, Collection, Iterator
from operator import itemgetter
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from ctid.routing.columns import NEVER, Columns, Numbers, grown
from ctid.routing.schedule import Pace

if TYPE_CHECKING:
    from ctid.routing.kinds import Kind


class Alike(NamedTuple):
    """What the entries of a bucket have in common beside the workflow."""

    priority: int
    pace: Pace
    excluded: frozenset[str]
    prefers: str | None  # the only agent who may take them, if there is one


Place = tuple[int, str]  # entered_at, entry id
Order = tuple[int, int, str]  # 0 beyond the cap, else 1; then the urgency; then the entry id
PASSED = (-NEVER, "")


class Bucket:
    """Entries alike, the longest wait first. Those who wait for one agent alone need no slot."""

    __slots__ = ("_gone", "_places", "alike", "kind", "slot")

    def __init__(self, kind: "Kind", alike: Alike, slot: int | None) -> None:
        self.kind, self.alike, self.slot = kind, alike, slot
        self._places: list[Place] = []
        self._gone = 0  # so many at the beginning have passed

    def add(self, place: Place) -> None:
        """Let an entry in."""
        insort(self._places, place, lo=self._gone)

    def remove(self, place: Place) -> None:
        """Let an entry out, which must be here."""
        at = bisect_left(self._places, place, lo=self._gone)
        if at > self._gone:
            del self._places[at]
            return
        self._places[at] = PASSED
        self._gone += 1
        if 2 * self._gone > len(self._places):
            del self._places[: self._gone]
            self._gone = 0

    def before(self, order: Callable[[Place], Order], other: Order) -> int:
        """How many stand before another in routing order, which is the order of the places here."""
        return bisect_left(self._places, other, lo=self._gone, key=order) - self._gone

    def since(self, moment: int, most: int) -> int:
        """How many of the first `most` have waited since this moment or longer."""
        hi = self._gone + most
        return bisect_right(self._places, moment, lo=self._gone, hi=hi, key=itemgetter(0)) - self._gone

    @property
    def head(self) -> Place:
        """The entry that comes first; there must be one."""
        return self._places[self._gone]

    def __len__(self) -> int:
        return len(self._places) - self._gone

    def __iter__(self) -> Iterator[Place]:
        return iter(self._places[self._gone :])


class Heads:
    """The first entry of every bucket that has a slot, as arrays over the slots; and how they are ordered."""

    def __init__(self, head_start: int, cap: int | None) -> None:
        self._head_start, self._cap = head_start, cap
        self.buckets: list[Bucket | None] = []
        self._free: list[int] = []
        self._urgency: Numbers = np.full(4, NEVER, np.int64)
        self._entered: Numbers = np.full(4, NEVER, np.int64)
        self._due: Numbers = np.full(4, NEVER, np.int64)  # when the head's next step opens
        self._openings: Numbers = np.full((2, 4), NEVER, np.int64)  # by ring, by slot
        self.earliest = NEVER  # no head's step opens before

    def new_slot(self, steps: int) -> int:
        """A slot that nobody has, for buckets with so many steps."""
        if steps > len(self._openings):
            more = np.full((steps - len(self._openings), self._due.size), NEVER, np.int64)
            self._openings = np.vstack([self._openings, more])
        if self._free:
            return self._free.pop()
        self.buckets.append(None)
        many = len(self.buckets)
        self._urgency, self._entered = grown(self._urgency, many), grown(self._entered, many)
        self._due, self._openings = grown(self._due, many), grown(self._openings, many)
        return many - 1

    def give_back(self, slot: int) -> None:
        """Nobody's view holds this empty slot any more."""
        self._free.append(slot)

    def order(self, bucket: Bucket, now: int) -> Order:
        """Where the head of a bucket stands in routing order."""
        return self.order_of(bucket.head, bucket.alike.priority, now)

    def order_of(self, place: Place, priority: int, now: int) -> Order:
        """Where a place stands in routing order."""
        entered, entry = place
        if self._cap is not None and now - entered >= self._cap:
            return 0, entered, entry
        return 1, self.urgency(entered, priority), entry

    def before(self, bucket: Bucket, other: Order, now: int) -> int:
        """How many of a bucket stand before another in routing order."""
        return bucket.before(lambda place: self.order_of(place, bucket.alike.priority, now), other)

    def urgency(self, entered: int, priority: int) -> int:
        """As in `terms`."""
        return entered - priority * self._head_start

    def show(self, bucket: Bucket, slot: int, now: int) -> None:
        """Write down who comes first in a bucket, or that nobody does."""
        if not bucket:
            self.buckets[slot] = None
            self._urgency[slot] = self._entered[slot] = self._due[slot] = NEVER
            return
        entered = bucket.head[0]
        self.buckets[slot] = bucket
        self._urgency[slot] = self.urgency(entered, bucket.alike.priority)
        self._entered[slot] = entered
        opening = bucket.alike.pace.next_opening(now - entered)
        due = NEVER if opening is None else entered + opening
        self._due[slot] = due
        self.earliest = min(self.earliest, due)

    def show_pace(self, pace: Pace, slot: int) -> None:
        """Write down when the steps open."""
        self._openings[:, slot] = NEVER  # whatever slot it was before
        self._openings[: len(pace.openings), slot] = pace.openings

    def crossed(self, now: int) -> list[int]:
        """The slots whose head has seen a step open since this was asked last."""
        if now < self.earliest:
            return []
        slots = (self._due <= now).nonzero()[0]
        openings = self._entered[slots] + self._openings[:, slots]
        openings[openings <= now] = NEVER
        self._due[slots] = np.minimum(openings.min(axis=0, initial=NEVER), NEVER)
        self.earliest = int(self._due.min())
        found: list[int] = slots.tolist()
        return found

    def admitting(self, slots: Columns, now: int) -> list[int]:
        """Of a profile's slots, those whose head admits it by now."""
        admit = self._entered[slots[0]] + self._openings[slots[1], slots[0]] <= now
        found: list[int] = slots[0][admit].tolist()
        return found

    def __getitem__(self, slot: int) -> Bucket:
        bucket = self.buckets[slot]
        assert bucket is not None  # only a slot with a head is ever found
        return bucket

    def first(self, slots: Columns, barred: Collection[int], now: int) -> tuple[Bucket, int] | None:
        """The first head in routing order that a profile may take, and its ring; not from `barred` slots."""
        mine, rings = slots[0], slots[1]
        if not mine.size:
            return None
        entered = self._entered[mine]
        keys = self._urgency[mine]
        if self._cap is not None:
            keys = np.where(entered <= now - self._cap, entered - NEVER, keys)
        keys[entered + self._openings[rings, mine] > now] = NEVER
        if barred:
            keys[np.isin(mine, list(barred))] = NEVER
        least = keys[keys.argmin()]
        if least == NEVER:
            return None
        at = (keys == least).nonzero()[0]
        found = zip(map(self.__getitem__, mine[at].tolist()), rings[at].tolist(), strict=True)
        return min(found, key=lambda pair: pair[0].head[1])
