"""Agents by what they can do: all with the same skills have one profile, and are alike to every workflow.

A profile lives while somebody with it is logged on, so "nobody logged on meets this step" is the same as "no
profile meets it", and a workflow that is new is compared with profiles, not people: one numpy comparison of
a skill's levels over all profiles for each `skill >= level` of its expressions.
"""

from collections.abc import Iterable
from functools import reduce

import numpy as np
import numpy.typing as npt

from ctid.routing.columns import Columns, Numbers, grown, no_rows
from ctid.routing.skills import All, Any, AtLeast, Expression, Levels, Not

Skills = frozenset[tuple[str, int]]
Mask = npt.NDArray[np.bool_]

GONE = -1
NO_SKILL = 0  # the row of a skill that nobody has


class Profile:
    """One set of skills, and per channel the slots (slot, ring) that hold entries it may ever take."""

    __slots__ = ("index", "levels", "rows", "skills", "slots", "staff")

    def __init__(self, index: int, skills: Skills) -> None:
        self.index = index
        self.skills = skills
        self.levels = dict(skills)
        self.rows: Numbers = np.zeros(0, np.int64)  # of the skills, as `Profiles` counts them
        self.staff = 0
        self.slots: dict[str, Columns] = {}

    def slots_of(self, channel: str) -> Columns:
        """The slots of this channel; the table may be written to."""
        return self.slots.setdefault(channel, no_rows(2))


class Profiles:
    """All profiles of those logged on; an index is used again when its profile has gone."""

    def __init__(self) -> None:
        self.at: list[Profile | None] = []
        self._of: dict[Skills, Profile] = {}
        self._free: list[int] = []
        self._rows: dict[str, int] = {}  # skill → row of the levels
        self._levels: Numbers = np.zeros((1, 4), np.int64)
        self.held: Numbers = np.full((4, 1), NO_SKILL, np.int64)  # by index, the rows of the skills
        self._sizes: Numbers = np.full(4, GONE, np.int64)  # how many skills

    def find(self, levels: Levels) -> Profile | None:
        """The profile with these skills, if somebody has it."""
        return self._of.get(frozenset(levels.items()))

    def add(self, levels: Levels) -> Profile:
        """Make a profile for skills that none had."""
        if not self._free:
            self._free.append(len(self.at))
            self.at.append(None)
        index = self._free.pop()
        profile = self.at[index] = Profile(index, frozenset(levels.items()))
        self._of[profile.skills] = profile
        self._make_room(index, levels)
        self._levels[:, index] = 0
        for skill, level in levels.items():
            self._levels[self._rows[skill], index] = level
        self._sizes[index] = len(levels)
        profile.rows = self.rows_of(skill for skill, level in levels.items() if level > 0)
        self.held[index] = NO_SKILL
        self.held[index, : profile.rows.size] = profile.rows
        return profile

    def remove(self, profile: Profile) -> None:
        """Forget a profile that nobody has any more."""
        del self._of[profile.skills]
        self.at[profile.index] = None
        self._sizes[profile.index] = GONE
        self._free.append(profile.index)

    def admitted(self, wanted: Expression) -> Mask:
        """Say of every index whether its profile is admitted."""
        alive: Mask = self._sizes != GONE
        return self._meets(wanted) & alive

    def scores(self, scored: tuple[str, ...], flex: int) -> Numbers:
        """What `terms.Offer.score` is for every index."""
        sums = -flex * self._sizes
        for skill in scored:
            if skill in self._rows:
                sums += self._levels[self._rows[skill]]
        return sums

    @property
    def rows(self) -> int:
        """How many rows there are: one for every skill that anybody ever had, and that of none."""
        return len(self._rows) + 1

    def rows_of(self, skills: Iterable[str]) -> Numbers:
        """The rows of these skills."""
        return np.array([self._rows.get(skill, NO_SKILL) for skill in skills], np.int64)

    def _make_room(self, index: int, levels: Levels) -> None:
        for skill in levels:
            self._rows.setdefault(skill, self.rows)
        self._levels = grown(self._levels, index + 1, 0)
        self._sizes = grown(self._sizes, index + 1, GONE)
        self._levels = np.ascontiguousarray(grown(self._levels.T, self.rows, 0).T)
        wide = grown(self.held, len(levels), NO_SKILL)
        self.held = np.ascontiguousarray(grown(wide.T, index + 1, NO_SKILL).T)

    def _meets(self, wanted: Expression) -> Mask:
        match wanted:
            case AtLeast(skill, level):
                row = self._rows.get(skill)
                return self._all(level <= 0) if row is None else self._levels[row] >= level
            case All(parts):
                return reduce(np.logical_and, map(self._meets, parts), self._all(True))
            case Any(parts):
                return reduce(np.logical_or, map(self._meets, parts), self._all(False))
            case Not(part):
                return ~self._meets(part)

    def _all(self, held: bool) -> Mask:
        return np.full(self._sizes.shape, held)
