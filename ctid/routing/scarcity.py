"""How few of those free on one channel have a skill, and whose score is the less for it.

An entry takes its agent away from all others who may come: with the last free agent who speaks Spanish goes
the Spanish of the whole centre, though the entry asked for English. So of what an agent can do *besides*
what the entry asks for, the skill that the fewest free agents have says how many levels they are spared by.
It is counted among those free, not learnt from who calls: nothing has to be known beforehand, and the figure
can be told. All agents of one profile are spared alike, so it is reckoned once for each profile.
"""

from collections.abc import Iterable

import numpy as np

from ctid.routing.columns import NEVER, Numbers, grown
from ctid.routing.profiles import Profile, Profiles


class Scarcity:
    """Of those free on one channel, how many have each skill."""

    def __init__(self, worth: int, profiles: Profiles) -> None:
        """`worth` is `terms.Rules.scarce`; of 0, nothing is counted."""
        self._worth, self._profiles = worth, profiles
        self._free: Numbers = np.full(1, NEVER, np.int64)  # by row of the skill; of no skill there is plenty
        self.make_room()

    def make_room(self) -> None:
        """There are more skills than before."""
        self._free = grown(self._free, self._profiles.rows, 0)

    def come(self, profile: Profile) -> None:
        """One more is free."""
        if self._worth:
            self._free[profile.rows] += 1

    def go(self, profile: Profile) -> None:
        """One less is."""
        if self._worth:
            self._free[profile.rows] -= 1

    def spares(self, profiles: Numbers, asked: Iterable[str]) -> Numbers:
        """What is taken off the score of somebody free of each profile, for who asks for these skills."""
        if not self._worth:
            return np.zeros(len(profiles), np.int64)
        left = self._free.copy()
        left[self._profiles.rows_of(asked)] = NEVER
        taken: Numbers = self._worth // left[self._profiles.held[profiles]].min(axis=1)
        return taken
