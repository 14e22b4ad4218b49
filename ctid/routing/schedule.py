"""When the steps of a workflow open, where a step that nobody logged on can meet takes no time.

The schedule of a workflow changes with who is logged on. An entry takes the one that stands when it arrives,
and from then on its steps only ever open sooner. All entries that have seen the same changes share one
`Pace`, so that the last expert's leaving is told to a few paces and not to every entry. Two paces may come to
be equal; the buckets of each stay apart until they are empty, for to merge two long ones would take its time.
"""

from collections.abc import Sequence

from ctid.routing.terms import Step

Openings = tuple[int, ...]


class Pace:
    """After how much waiting (µs) each step opens, for the entries that share it."""

    __slots__ = ("__weakref__", "openings")

    def __init__(self, openings: Openings) -> None:
        self.openings = openings

    def quicken(self, openings: Openings) -> bool:
        """Open each step no later than these; say whether one opens sooner for it."""
        before, self.openings = self.openings, tuple(map(min, self.openings, openings))
        return self.openings != before

    def opened(self, waited: int) -> int:
        """How many steps are open to an entry that has waited so long."""
        return sum(opening <= waited for opening in self.openings)

    def next_opening(self, waited: int) -> int | None:
        """The waiting time at which the next step opens, None if all are open."""
        return next((opening for opening in self.openings if opening > waited), None)


def openings(steps: Sequence[Step], met_by: Sequence[int]) -> Openings:
    """When each step opens, given by how many each is met."""
    opening, found = 0, [0]
    for step, later, many in zip(steps, steps[1:], met_by, strict=False):
        opening += later.after - step.after if many else 0
        found.append(opening)
    return tuple(found)
