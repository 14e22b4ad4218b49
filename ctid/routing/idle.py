"""Who is free on one channel: per profile in the order in which they would be chosen, the first in arrays.

All agents of one profile are at the same ring and have the same score for any entry, so among them the least
load, then the longest idle time decides, whatever the entry and whichever the site's rules.

**Lemma.** If `k` agents are barred, the best three of the rest belong to the best `3 + k` profiles by head:
of the profiles whose head is better than that of an agent among the three, at most `k` have a barred head,
and the head of each other is itself better than the agent: at most two.
"""

from bisect import bisect_left, insort
from collections.abc import Set
from dataclasses import dataclass

import numpy as np

from ctid.routing.columns import NEVER, Columns, Numbers, grown

Stand = tuple[int, int, str]  # load, since, agent id
Rank = tuple[int, int, int, int, str]  # ring, load, how good a match, since (0 with alpha), agent id
SHOWN = 3  # an offer and two rivals


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody free who may take an entry."""

    rank: Rank
    score: int
    since: int


class Idle:
    """Those free on one channel."""

    def __init__(self, alpha: int | None) -> None:
        self._alpha = alpha
        self.standing: dict[int, list[Stand]] = {}  # profile → who stands there, never empty
        self._load: Numbers = np.full(4, NEVER, np.int64)  # of the first of each profile
        self._since: Numbers = np.full(4, NEVER, np.int64)

    def make_room(self, profiles: int) -> None:
        """There are so many profiles."""
        self._load, self._since = grown(self._load, profiles), grown(self._since, profiles)

    def add(self, profile: int, stand: Stand) -> None:
        """Somebody is free."""
        stands = self.standing.setdefault(profile, [])
        insort(stands, stand)
        if stands[0] is stand:
            self._show(profile, stand)

    def remove(self, profile: int, stand: Stand) -> None:
        """Somebody is free no more."""
        stands = self.standing[profile]
        at = bisect_left(stands, stand)
        del stands[at]
        if not stands:
            del self.standing[profile]
            self._show(profile, (NEVER, NEVER, ""))
        elif not at:
            self._show(profile, stands[0])

    def best(self, reach: Columns, opened: int, barred: Set[str]) -> list[Candidate]:
        """The best three, best first, of those whom a workflow reaches with so many steps opened."""
        if not self.standing:
            return []
        free = ((self._load[reach[0]] < NEVER) & (reach[1] < opened)).nonzero()[0]
        if not free.size:
            return []
        if free.size > SHOWN + len(barred):
            free = self._foremost(free, reach, SHOWN + len(barred))
        found = [
            self.candidate(ring, score, stand)
            for profile, ring, score in zip(*(reach[n][free].tolist() for n in range(3)), strict=True)
            for stand in self._unbarred(profile, barred)
        ]
        return sorted(found, key=lambda candidate: candidate.rank)[:SHOWN]

    def candidate(self, ring: int, score: int, stand: Stand) -> Candidate:
        """An agent with the rank that `terms` gives them."""
        load, since, agent = stand
        if self._alpha is None:
            return Candidate((ring, load, -score, since, agent), score, since)
        return Candidate((ring, load, since - self._alpha * score, 0, agent), score, since)

    def _foremost(self, free: Numbers, reach: Columns, many: int) -> Numbers:
        """The best so many rows by their profiles' heads, and all that are equal to the last of them."""
        profile, ring, score = (reach[n][free] for n in range(3))
        load, since = self._load[profile], self._since[profile]
        match = -score if self._alpha is None else since - self._alpha * score
        keys = (since, match, load, ring) if self._alpha is None else (match, load, ring)
        order = np.lexsort(keys)
        last = order[many - 1]
        while many < order.size and all(key[order[many]] == key[last] for key in keys):
            many += 1
        return free[order[:many]]

    def _unbarred(self, profile: int, barred: Set[str]) -> list[Stand]:
        stands = self.standing[profile]
        if not barred:
            return stands[:SHOWN]
        return [stand for stand in stands[: SHOWN + len(barred)] if stand[2] not in barred][:SHOWN]

    def _show(self, profile: int, stand: Stand) -> None:
        self._load[profile], self._since[profile] = stand[:2]
