"""Routing order, and whom an entry reaches, as `ctid.routing.terms` says: for people who ask, not to decide.

The router keeps no list of all in order, nor of all whom an entry reaches: it needs only the first of each.
Here everything is looked at, once for all entries and all agents that are alike.
"""

from collections.abc import Iterable, Mapping
from itertools import groupby

from ctid.routing.skills import meets
from ctid.routing.terms import Desk, Rules, Standing, Workflow

Order = tuple[int, int, str]  # 0 beyond the cap, else 1; then the urgency; then the entry's id
Alike = tuple[int, int, str | None]


def order_of(id: str, entered_at: int, priority: int, rules: Rules, now: int) -> Order:
    """Where an entry stands in routing order: the smallest comes first."""
    if rules.cap is not None and now - entered_at >= rules.cap:
        return 0, entered_at, id
    return 1, entered_at - priority * rules.head_start, id


def opened(standing: Standing, at: int) -> int:
    """How many steps are open at an instant."""
    return sum(opening <= at for opening in standing.openings)


class Reach:
    """The agents signed on, by what they can do."""

    def __init__(self, desks: Iterable[Desk]) -> None:
        def profile(desk: Desk) -> tuple[tuple[str, int], ...]:
            return tuple(sorted(desk.levels.items()))

        alike = groupby(sorted(desks, key=profile), key=profile)
        self._alike = [list(group) for _, group in alike]
        self._rings: dict[int, Mapping[str, int]] = {}
        self._taken_by: dict[Alike, frozenset[str]] = {}

    def rings(self, workflow: Workflow) -> Mapping[str, int]:
        """Everybody whom a step admits, and the first that does (from 0)."""
        found = self._rings.get(id(workflow))
        if found is None:
            found = self._rings[id(workflow)] = {
                desk.agent: ring
                for group in self._alike
                if (ring := _ring(group[0], workflow)) is not None
                for desk in group
                if desk.capacity.get(workflow.channel, 0)
            }
        return found

    def takers(self, workflow: Workflow, steps: int, prefers: str | None) -> frozenset[str]:
        """Those who may take an entry with so many steps open, be they free or not."""
        alike = id(workflow), steps, prefers
        found = self._taken_by.get(alike)
        if found is None:
            found = self._taken_by[alike] = (
                frozenset(agent for agent, ring in self.rings(workflow).items() if ring < steps)
                if prefers is None
                else frozenset({prefers})
            )
        return found


def _ring(desk: Desk, workflow: Workflow) -> int | None:
    steps = enumerate(workflow.steps)
    return next((ring for ring, step in steps if meets(desk.levels, step.admits)), None)
