"""Who is free on one channel: per profile in the order in which they would be chosen, the first in arrays.

All agents of one profile are at the same ring and have at any moment the same score for any entry, so among
them the least load, then the longest idle time decides, whatever the entry and whichever the site's rules.

**Lemma.** If `k` agents are barred, the best three of the rest belong to the best `3 + k` profiles by head:
of the profiles whose head is better than that of an agent among the three, at most `k` have a barred head,
and the head of each other is itself better than the agent: at most two.
"""

from bisect import bisect_left, insort
from collections.abc import Iterable, Set
from dataclasses import dataclass

import numpy as np

from ctid.routing.columns import NEVER, Columns, Numbers, grown
from ctid.routing.profiles import Profile, Profiles
from ctid.routing.scarcity import Scarcity
from ctid.routing.terms import Rival, Rules

Stand = tuple[int, int, str]  # load, since, agent id
Rank = tuple[int, int, int, int, str]  # ring, load, how good a match, since (0 with alpha), agent id
SHOWN = 3  # an offer and two rivals


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody free who may take an entry."""

    rank: Rank
    score: int
    since: int
    spared: int

    def figures(self) -> Rival:
        """What is told of them."""
        return Rival(self.rank[4], self.rank[0], self.rank[1], self.score, self.since, self.spared)


class Idle:
    """Those free on one channel."""

    def __init__(self, rules: Rules, profiles: Profiles) -> None:
        self._alpha = rules.alpha
        self._profiles = profiles
        self._scarcity = Scarcity(rules.scarce, profiles)
        self.standing: dict[int, list[Stand]] = {}  # profile → who stands there, never empty
        self._load: Numbers = np.full(4, NEVER, np.int64)  # of the first of each profile
        self._since: Numbers = np.full(4, NEVER, np.int64)
        self.make_room()

    def make_room(self) -> None:
        """There are more profiles than before."""
        many = len(self._profiles.at)
        self._load, self._since = grown(self._load, many), grown(self._since, many)
        self._scarcity.make_room()

    def add(self, profile: Profile, stand: Stand) -> None:
        """Somebody is free."""
        self._scarcity.come(profile)
        stands = self.standing.setdefault(profile.index, [])
        insort(stands, stand)
        if stands[0] is stand:
            self._show(profile.index, stand)

    def remove(self, profile: Profile, stand: Stand) -> None:
        """Somebody is free no more."""
        self._scarcity.go(profile)
        stands = self.standing[profile.index]
        at = bisect_left(stands, stand)
        del stands[at]
        if not stands:
            del self.standing[profile.index]
            self._show(profile.index, (NEVER, NEVER, ""))
        elif not at:
            self._show(profile.index, stands[0])

    def best(self, reach: Columns, opened: int, barred: Set[str], asked: Iterable[str]) -> list[Candidate]:
        """The best three, best first, of those whom a workflow reaches with so many steps opened."""
        if not self.standing:
            return []
        free = ((self._load[reach[0]] < NEVER) & (reach[1] < opened)).nonzero()[0]
        if not free.size:
            return []
        profiles, rings, scores = (reach[n][free] for n in range(3))
        spared = self._scarcity.spares(profiles, asked)
        figures: tuple[Numbers, ...] = (profiles, rings, scores - spared, spared)
        if free.size > SHOWN + len(barred):
            foremost = self._foremost(figures, SHOWN + len(barred))
            figures = tuple(column[foremost] for column in figures)
        found = [
            self.candidate(ring, score, less, stand)
            for profile, ring, score, less in zip(*(column.tolist() for column in figures), strict=True)
            for stand in self._unbarred(profile, barred)
        ]
        return sorted(found, key=lambda candidate: candidate.rank)[:SHOWN]

    def spared(self, profile: Profile, asked: Iterable[str]) -> int:
        """What is taken off the score of somebody free of this profile."""
        return int(self._scarcity.spares(np.array([profile.index]), asked)[0])

    def candidate(self, ring: int, score: int, spared: int, stand: Stand) -> Candidate:
        """An agent with the rank that `terms` gives them."""
        load, since, agent = stand
        match = (-score, since) if self._alpha is None else (since - self._alpha * score, 0)
        return Candidate((ring, load, *match, agent), score, since, spared)

    def _foremost(self, figures: tuple[Numbers, ...], many: int) -> Numbers:
        """The places of the best so many by their profiles' heads, and of all equal to the last of them."""
        profile, ring, score = figures[:3]
        load, since = self._load[profile], self._since[profile]
        match = -score if self._alpha is None else since - self._alpha * score
        keys = (since, match, load, ring) if self._alpha is None else (match, load, ring)
        order = np.lexsort(keys)
        last = order[many - 1]
        while many < order.size and all(key[order[many]] == key[last] for key in keys):
            many += 1
        return order[:many]

    def _unbarred(self, profile: int, barred: Set[str]) -> list[Stand]:
        stands = self.standing[profile]
        if not barred:
            return stands[:SHOWN]
        return [stand for stand in stands[: SHOWN + len(barred)] if stand[2] not in barred][:SHOWN]

    def _show(self, profile: int, stand: Stand) -> None:
        self._load[profile], self._since[profile] = stand[:2]
