"""P20: what an event costs grows with what an agent may serve and whom an entry may reach, not with the line.

Counted, not timed: every number that the router compares, and every place it looks at on its way through a
sorted list.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from math import log2
from typing import Any, ClassVar

import pytest

from ctid.routing.buckets import Bucket, Heads, Place
from ctid.routing.columns import Columns
from ctid.routing.idle import Idle
from ctid.routing.indexed import IndexedRouter
from ctid.routing.kinds import Kind
from ctid.routing.schedule import Pace, openings
from ctid.routing.skills import AtLeast
from ctid.routing.terms import SECOND, Desk, Entry, Step, Workflow

SKILLS = tuple(f"s{number}" for number in range(40))
MOST = (4, 2, 2)  # of each cost, beside the way through a sorted list


@dataclass
class Counted:
    """What was compared since it was last asked."""

    work: Counter[str] = field(default_factory=Counter)

    def ask(self) -> int:
        work, self.work = self.work.total(), Counter()
        return work


class Watched(int):
    """A moment that counts how often it is compared with another."""

    counted: ClassVar[Counted | None] = None

    def __eq__(self, other: object) -> bool:
        if Watched.counted is not None:
            Watched.counted.work["places"] += 1
        return int(self) == other

    __hash__ = int.__hash__


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Counted:
    counter, first, best = Counted(), Heads.first, Idle.best

    def heads(self: Heads, slots: Columns, *rest: Any) -> Any:
        counter.work["heads"] += len(slots)
        return first(self, slots, *rest)

    def profiles(self: Idle, reach: Columns, *rest: Any) -> Any:
        counter.work["profiles"] += len(reach)
        return best(self, reach, *rest)

    monkeypatch.setattr(Watched, "counted", None)
    monkeypatch.setattr(Heads, "first", heads)
    monkeypatch.setattr(Idle, "best", profiles)
    return counter


def workflow(skill: str) -> Workflow:
    steps = Step(0, AtLeast(skill, 2)), Step(20 * SECOND, AtLeast(skill))
    return Workflow(skill, steps, (skill,))


def costs(waiting: int, counted: Counted) -> tuple[int, int, int]:
    """What it costs in a line so long that an agent becomes free, at most; that somebody comes, and leaves.

    Each of 40 profiles has two skills, so it may serve two workflows of two priorities: four heads. And each
    workflow admits two profiles.
    """
    router, flows = IndexedRouter(), [workflow(skill) for skill in SKILLS]
    for number, skill in enumerate(SKILLS):
        levels = {skill: 1, SKILLS[number - 1]: 2}
        router.log_on(Desk(f"a{number}", levels), 0)
    moments = [Watched(number) for number in range(waiting + 1)]
    for number in range(waiting):
        router.arrive(Entry(f"e{number:06}", flows[number % 40], moments[number], number // 40 % 2), number)
    Watched.counted = counted
    counted.ask()
    now, most = waiting, 0
    for number in range(40):
        assert len(router.available(f"a{number}", now, now)) == 1
        most = max(most, counted.ask())
    router.arrive(Entry("one more", flows[0], moments[waiting // 2]), now)
    arrival = counted.ask()
    router.leave("one more", now)
    return most, arrival, counted.ask()


@pytest.mark.parametrize("waiting", [100, 1_000, 10_000])
def test_p20_an_event_costs_no_more_in_a_longer_line(waiting: int, counted: Counted) -> None:
    for cost, most in zip(costs(waiting, counted), MOST, strict=True):
        assert cost <= most + log2(waiting)


def each_apart(kind: Kind, _: object) -> Pace:
    """Nobody shares a bucket: all who wait are heads."""
    pace = Pace(openings(kind.workflow.steps, kind.met_by))
    kind.paces.add(pace)
    return pace


def at_the_end_and_sorted(bucket: Bucket, place: Place) -> None:
    """Whoever comes into a bucket has everybody in it look at everybody beside them."""
    bucket._places.append(place)
    bucket._places.sort()


@pytest.mark.parametrize(
    ("owner", "name", "fault"),
    [(Kind, "pace", each_apart), (Bucket, "add", at_the_end_and_sorted)],
    ids=lambda value: getattr(value, "__name__", value),
)
def test_a_router_whose_events_cost_more_in_a_longer_line_is_found(
    owner: type, name: str, fault: Callable[..., Any], counted: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, fault)
    assert max(costs(10_000, counted)) > 10 * log2(10_000)
