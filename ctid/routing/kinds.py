"""Workflows that somebody waits in, each with the profiles it may ever reach and at which ring and score.

Whom a workflow reaches changes only when a workflow or a profile is new or gone. A new workflow is compared
with all profiles at once; a new profile with the workflows that name one of its skills, and with those that
admit people of no skill at all: to any other it is nobody.
"""

from collections.abc import Iterable, Iterator
from functools import reduce
from weakref import WeakSet

import numpy as np

from ctid.routing.buckets import Alike, Bucket, Heads
from ctid.routing.columns import NEVER, Columns
from ctid.routing.profiles import Profile, Profiles
from ctid.routing.schedule import Openings, Pace, openings
from ctid.routing.skills import All, Any, AtLeast, Expression, Not, meets
from ctid.routing.terms import Workflow

KEPT = 1024  # workflows kept ready though nobody waits in them


class Kind:
    """A workflow, its reach (profile, ring, score, steps met as bits), paces, buckets and slots."""

    __slots__ = ("_pace", "buckets", "entries", "met_by", "paces", "reach", "slots", "spare", "workflow")

    def __init__(self, workflow: Workflow, reach: Columns) -> None:
        self.workflow = workflow
        self.reach = reach
        self.met_by = [int((reach[3] >> step & 1).sum()) for step in range(len(workflow.steps))]
        self.paces: WeakSet[Pace] = WeakSet()
        self._pace: Pace | None = None
        self.buckets: dict[Alike, Bucket] = {}
        self.slots: list[int] = []
        self.spare: list[int] = []  # slots without a bucket
        self.entries = 0

    def pace(self, opened: Openings = ()) -> Pace:
        """The pace of an entry that arrives now, for whom steps were `opened` sooner elsewhere."""
        if self._pace is None:
            self._pace = self._pace_of(openings(self.workflow.steps, self.met_by))
        return self._pace_of(tuple(map(min, self._pace.openings, opened))) if opened else self._pace

    def _pace_of(self, openings: Openings) -> Pace:
        found = next((pace for pace in self.paces if pace.openings == openings), None) or Pace(openings)
        self.paces.add(found)
        return found

    def gain(self, steps: int) -> None:
        """One more profile meets these steps."""
        for step in _bits(steps):
            self.met_by[step] += 1
            if self.met_by[step] == 1:
                self._pace = None

    def lose(self, steps: int) -> list[Bucket]:
        """One profile less meets these steps; return the buckets whose steps open sooner for it."""
        for step in _bits(steps):
            self.met_by[step] -= 1
        if all(self.met_by[step] for step in _bits(steps)):
            return []
        self._pace = None
        now = openings(self.workflow.steps, self.met_by)
        quicker = {pace for pace in self.paces if pace.quicken(now)}
        return [bucket for bucket in self.buckets.values() if bucket.alike.pace in quicker]


class Kinds:
    """All kinds that somebody waits in, and those that somebody waited in lately."""

    def __init__(self, profiles: Profiles, heads: Heads, flex: int) -> None:
        self._profiles, self._heads, self._flex = profiles, heads, flex
        self._same: dict[int, Kind] = {}  # by the identity of its workflow: to hash one is dear
        self._equal: dict[Workflow, Kind] = {}
        self._naming: dict[str, dict[Kind, None]] = {}
        self._open: dict[Kind, None] = {}  # admit people of no skill
        self._owner: dict[int, Kind] = {}  # of a slot
        self._idle: dict[Kind, None] = {}

    def of(self, workflow: Workflow) -> Kind:
        """The kind of an entry, which begins to wait."""
        kind = self._same.get(id(workflow)) or self._equal.get(workflow) or self._add(workflow)
        self._idle.pop(kind, None)
        kind.entries += 1
        return kind

    def done(self, kind: Kind) -> None:
        """An entry of this kind waits no more."""
        kind.entries -= 1
        if not kind.entries:
            self._idle[kind] = None
        if len(self._idle) > KEPT:
            self._remove(next(iter(self._idle)))

    def buckets(self) -> Iterator[Bucket]:
        """All buckets in which somebody waits."""
        for kind in self._equal.values():
            yield from kind.buckets.values()

    def slot(self, kind: Kind) -> int:
        """A slot for one of the buckets of a kind, known to all profiles that the kind may reach."""
        if not kind.spare:
            self._add_slot(kind)
        return kind.spare.pop()

    def join(self, profile: Profile) -> None:
        """Compare a new profile with the workflows that it may be somebody to."""
        naming = (kind for skill in profile.levels for kind in self._naming.get(skill, ()))
        for kind in dict.fromkeys((*naming, *self._open)):
            steps = met(kind.workflow, profile)
            if steps:
                ring, score = _lowest(steps), self.score(profile, kind.workflow)
                kind.reach.append(profile.index, ring, score, steps)
                kind.gain(steps)
                for slot in kind.slots:
                    profile.slots_of(kind.workflow.channel).append(slot, ring)

    def part(self, profile: Profile) -> list[Bucket]:
        """A profile is gone; return the buckets whose steps open sooner for it."""
        slots = (slot for table in profile.slots.values() for slot in table[0].tolist())
        kinds = dict.fromkeys(self._owner[slot] for slot in slots)
        return [bucket for kind in kinds for bucket in kind.lose(kind.reach.drop(profile.index)[3])]

    def score(self, profile: Profile, workflow: Workflow) -> int:
        """How good a match they are, as in `terms`."""
        levels = profile.levels
        return sum(levels.get(skill, 0) for skill in workflow.scored) - self._flex * len(levels)

    def _add(self, workflow: Workflow) -> Kind:
        kind = Kind(workflow, self._reach(workflow))
        self._same[id(workflow)] = self._equal[workflow] = kind
        for skill in mentioned(workflow):
            self._naming.setdefault(skill, {})[kind] = None
        if any(meets({}, step.admits) for step in workflow.steps):
            self._open[kind] = None
        self._add_slot(kind)  # by which the profiles that it reaches know it
        return kind

    def _add_slot(self, kind: Kind) -> None:
        slot = self._heads.new_slot(len(kind.workflow.steps))
        kind.slots.append(slot)
        kind.spare.append(slot)
        self._owner[slot] = kind
        for index, ring in zip(kind.reach[0].tolist(), kind.reach[1].tolist(), strict=True):
            self._slots(kind, index).append(slot, ring)

    def _remove(self, kind: Kind) -> None:
        del self._idle[kind], self._same[id(kind.workflow)], self._equal[kind.workflow]
        self._open.pop(kind, None)
        for skill in mentioned(kind.workflow):
            del self._naming[skill][kind]
        for slot in kind.slots:
            for index in kind.reach[0].tolist():
                self._slots(kind, index).drop(slot)
            del self._owner[slot]
            self._heads.give_back(slot)

    def _reach(self, workflow: Workflow) -> Columns:
        masks = [self._profiles.admitted(step.admits) for step in workflow.steps]
        steps = reduce(np.bitwise_or, (mask.astype(np.int64) << bit for bit, mask in enumerate(masks)))
        ring = np.full(steps.shape, NEVER, np.int64)
        for number in reversed(range(len(masks))):
            ring[masks[number]] = number
        reached = steps.nonzero()[0]
        score = self._profiles.scores(workflow.scored, self._flex)
        return Columns(np.vstack([reached, ring[reached], score[reached], steps[reached]]))

    def _slots(self, kind: Kind, index: int) -> Columns:
        profile = self._profiles.at[index]
        assert profile is not None  # a profile that goes leaves all reaches
        return profile.slots_of(kind.workflow.channel)


def met(workflow: Workflow, profile: Profile) -> int:
    """The steps whose own expression these skills meet, as bits."""
    return sum(1 << at for at, step in enumerate(workflow.steps) if meets(profile.levels, step.admits))


def mentioned(workflow: Workflow) -> Iterable[str]:
    """Every skill that the workflow names."""
    return dict.fromkeys(skill for step in workflow.steps for skill in _skills(step.admits))


def _skills(wanted: Expression) -> Iterator[str]:
    match wanted:
        case AtLeast(skill):
            yield skill
        case All(parts) | Any(parts):
            for part in parts:
                yield from _skills(part)
        case Not(part):
            yield from _skills(part)


def _lowest(bits: int) -> int:
    return (bits & -bits).bit_length() - 1


def _bits(bits: int) -> Iterator[int]:
    while bits:
        yield _lowest(bits)
        bits &= bits - 1
