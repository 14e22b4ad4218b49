"""The line: every waiting entry in its bucket, and when it must change to another.

An entry stands with those that exclude the same agents and wait for the same one; when an exclusion or a
preference ends it moves. Each has an alarm for that. An alarm is not taken back when its entry goes: one that
rings for nobody, or too soon, is nothing but a look.
"""

from collections.abc import Collection, Container, Iterator, Mapping
from dataclasses import dataclass
from heapq import heappop, heappush
from itertools import pairwise

from ctid.routing.buckets import Alike, Bucket, Heads
from ctid.routing.columns import NEVER
from ctid.routing.kinds import Kind, Kinds
from ctid.routing.profiles import Profile
from ctid.routing.schedule import Pace
from ctid.routing.terms import NOBODY, Ahead, Entry, Standing


@dataclass(slots=True)
class Waiting:
    """An entry, where it stands, and until when whom it excludes."""

    entry: Entry
    bucket: Bucket
    excluded: Mapping[str, int]


class Line:
    """All who wait. `fresh` are the buckets whose head somebody free may take since the last look."""

    def __init__(self, kinds: Kinds, heads: Heads, present: Container[str]) -> None:
        self._kinds, self._heads, self._present = kinds, heads, present
        self.entries: dict[str, Waiting] = {}
        self.fresh: dict[Bucket, None] = {}
        self._barring: dict[str, set[int]] = {}  # agent → slots of those that exclude them
        self._favouring: dict[str, dict[Bucket, None]] = {}  # agent → those who wait for them alone
        self._alarms: list[tuple[int, str]] = []

    def arrive(self, entry: Entry, now: int) -> None:
        """Somebody waits, of whom it did not know."""
        kind = self._kinds.of(entry.workflow)
        excluded = {agent: until for agent, until in entry.excluded.items() if until > now} or NOBODY
        prefers = entry.prefers.agent if entry.prefers and self._lasts(entry, excluded, now) else None
        if entry.prefers and prefers:
            heappush(self._alarms, (entry.entered_at + entry.prefers.until_waited, entry.id))
        for until in excluded.values():
            heappush(self._alarms, (until, entry.id))
        self._put(entry, kind, kind.pace(entry.opened), excluded, prefers, now)

    def leave(self, entry: str, now: int) -> None:
        """Somebody waits no more."""
        waiting = self.entries[entry]
        self._take(waiting, now)
        self._kinds.done(waiting.bucket.kind)

    def exclude(self, entry: str, agent: str, until: int, now: int) -> None:
        """An entry is not for this agent for a while; if that is over already, it is nothing."""
        if until <= now:
            return
        waiting = self.entries[entry]
        until = max(until, waiting.excluded.get(agent, until))
        waiting.excluded = {**waiting.excluded, agent: until}
        heappush(self._alarms, (until, entry))
        self._review(waiting, now)

    def forget(self, agent: str, now: int) -> None:
        """Nobody waits for this agent any more."""
        for bucket in tuple(self._favouring.get(agent, ())):
            for _, entry in bucket:
                self._review(self.entries[entry], now)

    def part(self, profile: Profile, now: int) -> None:
        """Nobody has this profile any more: steps are skipped that only it met."""
        for bucket in self._kinds.part(profile):
            self.fresh[bucket] = None
            if bucket.slot is not None:
                self._heads.show_pace(bucket.alike.pace, bucket.slot)
                self._heads.show(bucket, bucket.slot, now)

    def ring_alarms(self, now: int) -> None:
        """Move those whose exclusion or preference is over."""
        while self._alarms and self._alarms[0][0] <= now:
            waiting = self.entries.get(heappop(self._alarms)[1])
            if waiting:
                self._review(waiting, now)

    def next_change(self) -> int | None:
        """The time at which somebody may move or a step may open; it may turn out that none does."""
        alarm = self._alarms[0][0] if self._alarms else NEVER
        soonest = min(self._heads.earliest, alarm)
        return None if soonest == NEVER else soonest

    def barring(self, agent: str) -> Collection[int]:
        """The slots whose entries exclude this agent."""
        return self._barring.get(agent, ())

    def favouring(self, agent: str) -> Iterator[Bucket]:
        """The buckets of those who wait for this agent alone."""
        return iter(self._favouring.get(agent, ()))

    def standing(self, id: str, now: int) -> Standing:
        """How an entry stands."""
        waiting = self.entries[id]
        entry, alike = waiting.entry, waiting.bucket.alike
        excluded = {agent: until for agent, until in waiting.excluded.items() if until > now}
        prefers = alike.prefers if self._lasts(entry, excluded, now) else None
        openings = tuple(entry.entered_at + opening for opening in alike.pace.openings)
        return Standing(openings, prefers, excluded)

    def ahead(self, id: str, now: int) -> Iterator[Ahead]:
        """Who stand before an entry: of each bucket a beginning, and of that ever less with one more step."""
        entry = self.entries[id].entry
        mine = self._heads.order_of((entry.entered_at, id), entry.priority, now)
        for bucket in self._kinds.buckets():
            alike, many = bucket.alike, self._heads.before(bucket, mine, now)
            opened = (bucket.since(now - opening, many) for opening in alike.pace.openings)
            for steps, (more, fewer) in enumerate(pairwise((many, *opened, 0))):
                if more > fewer:
                    yield Ahead(bucket.kind.workflow, steps, alike.prefers, more - fewer)

    def _review(self, waiting: Waiting, now: int) -> None:
        entry, bucket = waiting.entry, waiting.bucket
        excluded = {agent: until for agent, until in waiting.excluded.items() if until > now} or NOBODY
        prefers = bucket.alike.prefers if self._lasts(entry, excluded, now) else None
        if prefers != bucket.alike.prefers or frozenset(excluded) != bucket.alike.excluded:
            self._take(waiting, now)
            self._put(entry, bucket.kind, bucket.alike.pace, excluded, prefers, now)

    def _lasts(self, entry: Entry, excluded: Mapping[str, int], now: int) -> bool:
        wish = entry.prefers
        if wish is None or wish.agent in excluded or wish.agent not in self._present:
            return False
        return now - entry.entered_at < wish.until_waited

    def _put(
        self, entry: Entry, kind: Kind, pace: Pace, excluded: Mapping[str, int], prefers: str | None, now: int
    ) -> None:
        alike = Alike(entry.priority, pace, frozenset(excluded), prefers)
        bucket = kind.buckets.get(alike) or self._open(kind, alike)
        bucket.add((entry.entered_at, entry.id))
        self.entries[entry.id] = Waiting(entry, bucket, excluded)
        if bucket.head[1] == entry.id:
            self.fresh[bucket] = None
            if bucket.slot is not None:
                self._heads.show(bucket, bucket.slot, now)

    def _take(self, waiting: Waiting, now: int) -> None:
        entry, bucket = waiting.entry, waiting.bucket
        del self.entries[entry.id]
        first = bucket.head[1] == entry.id
        bucket.remove((entry.entered_at, entry.id))
        if first and bucket.slot is not None:
            self._heads.show(bucket, bucket.slot, now)
        if not bucket:
            self._close(bucket)

    def _open(self, kind: Kind, alike: Alike) -> Bucket:
        slot = self._kinds.slot(kind) if alike.prefers is None else None
        bucket = kind.buckets[alike] = Bucket(kind, alike, slot)
        if slot is None:
            self._favouring.setdefault(alike.prefers or "", {})[bucket] = None
            return bucket
        self._heads.show_pace(alike.pace, slot)
        for agent in alike.excluded:
            self._barring.setdefault(agent, set()).add(slot)
        return bucket

    def _close(self, bucket: Bucket) -> None:
        kind, alike, slot = bucket.kind, bucket.alike, bucket.slot
        del kind.buckets[alike]
        self.fresh.pop(bucket, None)
        if slot is None:
            _discard(self._favouring, alike.prefers or "", bucket)
            return
        kind.spare.append(slot)
        for agent in alike.excluded:
            self._barring[agent].discard(slot)
            if not self._barring[agent]:
                del self._barring[agent]


def _discard(favouring: dict[str, dict[Bucket, None]], agent: str, bucket: Bucket) -> None:
    del favouring[agent][bucket]
    if not favouring[agent]:
        del favouring[agent]
