"""P20: what an event costs grows with what an agent may serve and whom an entry may reach, not with the line.

Counted, not timed: every number that the router compares, and every place it looks at on its way through a
sorted list.
"""

from collections import Counter
from dataclasses import dataclass, field
from math import log2
from typing import Any

import pytest

from ctid.routing.buckets import Heads
from ctid.routing.columns import Columns
from ctid.routing.idle import Idle
from ctid.routing.indexed import IndexedRouter
from ctid.routing.skills import AtLeast
from ctid.routing.terms import SECOND, Desk, Entry, Step, Workflow

SKILLS = tuple(f"s{number}" for number in range(40))
STEPS = 2


@dataclass
class Counted:
    """What was compared since it was last asked."""

    work: Counter[str] = field(default_factory=Counter)

    def ask(self) -> int:
        work, self.work = self.work.total(), Counter()
        return work


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counter, first, best = Counted(), Heads.first, Idle.best

    def heads(self: Heads, slots: Columns, *rest: Any) -> Any:
        counter.work["heads"] += len(slots)
        return first(self, slots, *rest)

    def profiles(self: Idle, reach: Columns, *rest: Any) -> Any:
        counter.work["profiles"] += len(reach)
        return best(self, reach, *rest)

    monkeypatch.setattr(Heads, "first", heads)
    monkeypatch.setattr(Idle, "best", profiles)
    return counter


def workflow(skill: str) -> Workflow:
    steps = Step(0, AtLeast(skill, 2)), Step(20 * SECOND, AtLeast(skill))
    return Workflow(skill, steps, (skill,))


@pytest.mark.parametrize("waiting", [100, 1_000, 10_000])
def test_p20_an_event_costs_no_more_in_a_longer_line(waiting: int, counted: Counted) -> None:
    """Each of 40 profiles has two skills, so it may serve two workflows of two priorities: four heads."""
    router, flows = IndexedRouter(), [workflow(skill) for skill in SKILLS]
    for number, skill in enumerate(SKILLS):
        levels = {skill: 1, SKILLS[number - 1]: 2}
        router.log_on(Desk(f"a{number}", levels), 0)
    for number in range(waiting):
        router.arrive(Entry(f"e{number:06}", flows[number % 40], number, number // 40 % 2), number)
    counted.ask()
    now, most = waiting, 0
    for number in range(40):
        assert len(router.available(f"a{number}", now, now)) == 1
        most = max(most, counted.ask())
    assert most <= 2 * 2
    router.arrive(Entry("one more", flows[0], now), now)
    assert counted.ask() <= 2 + log2(waiting)
