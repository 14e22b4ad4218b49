"""The floor plays fair: the same callers for all, nobody lost, nothing that no router may do."""

from dataclasses import replace
from itertools import pairwise

import pytest
from floor.app_queue import AppQueue, Strategy
from floor.day import Floor, Habits
from floor.measures import by_kind, measure
from floor.routers import ROUTERS
from floor.samples import Caller, Demand, Kind, draw
from floor.scenarios import bilingual, crew, lively, reserved, scenarios, wants

from ctid.routing.terms import SECOND, Offer

pytestmark = pytest.mark.slow

ONE = Kind("one", wants("one"))
ALICE, BOB = crew([{"one": 5}] * 2)


def caller(
    id: str, arrives: float, service: float = 60, patience: float | None = None, misses: int = 0
) -> Caller:
    span = None if patience is None else round(patience * SECOND)
    return Caller(id, ONE, round(arrives * SECOND), round(service * SECOND), span, misses)


def waits(played) -> dict[str, tuple[float | None, str | None]]:
    return {it.caller.id: (it.waited and it.waited / SECOND, it.agent) for it in played.outcomes}


def play(callers, desks=(ALICE,), habits=Habits(), router="fcfs"):  # noqa: B008  (a value)
    return Floor(ROUTERS[router](), desks, habits).play(callers)


@pytest.mark.parametrize("router", ROUTERS)
@pytest.mark.parametrize("scenario", scenarios(), ids=lambda it: it.name)
def test_every_caller_ends_in_one_way_and_every_answer_is_work(router, scenario) -> None:
    callers = draw(scenario.demand, 600, seed=2)
    played = Floor(ROUTERS[router](), scenario.desks, scenario.habits).play(callers)
    assert sorted(it.caller.id for it in played.outcomes) == [it.id for it in callers]
    assert len(played.worked) == sum(it.agent is not None for it in played.outcomes)
    spans = sorted(played.worked)
    assert all(a[0] != b[0] or a[2] <= b[1] for a, b in pairwise(spans))


def test_a_property_of_callers_is_changed_alone() -> None:
    base = bilingual().demand
    plain = draw(base, 500, seed=3)
    other = draw(replace(base, cv=1.2, missed=0.05, probes=0.1), 500, seed=3)
    assert [(it.kind, it.arrives) for it in plain] == [(it.kind, it.arrives) for it in other]
    patient = [(a.patience, b.patience) for a, b in zip(plain, other, strict=True) if not b.probe]
    assert 400 < len(patient) < 500
    assert all(a == b for a, b in patient)
    assert any(it.misses for it in other)


def test_waves_move_callers_and_keep_their_number() -> None:
    calm = Demand((ONE,), 10, 60)
    level, wavy = draw(calm, 20_000, 1)[-1].arrives, draw(replace(calm, swing=0.9), 20_000, 1)[-1].arrives
    assert wavy == pytest.approx(level, rel=0.05)


def test_the_next_is_answered_when_talk_and_wrap_up_are_over() -> None:
    played = play([caller("c1", 1), caller("c2", 2)], habits=Habits(wrap_up=20 * SECOND))
    assert waits(played) == {"c1": (0, "a000"), "c2": (79, "a000")}


def test_who_gives_up_is_gone_in_the_line_and_while_it_rings() -> None:
    callers = [caller("c1", 0), caller("c2", 1, patience=5), caller("c3", 100, patience=2), caller("c4", 103)]
    played = play(callers, habits=Habits(ring=3 * SECOND))
    assert waits(played) == {"c1": (3, "a000"), "c2": (5, None), "c3": (2, None), "c4": (3, "a000")}


def test_a_missed_offer_goes_to_another_who_has_not_missed_it() -> None:
    played = play([caller("c1", 10, misses=1)], (ALICE, BOB), Habits(ring=3 * SECOND))
    assert waits(played) == {"c1": (18, "a001")}


def test_who_missed_the_only_offer_is_tried_again_when_kept_away_long_enough() -> None:
    played = play([caller("c1", 10, misses=1)], habits=Habits(ring=3 * SECOND))
    assert waits(played) == {"c1": (15 + 60 + 3, "a000")}


def test_who_finds_no_place_is_turned_away() -> None:
    played = play([caller(f"c{n}", n) for n in range(4)], habits=Habits(places=2))
    assert [it.caller.id for it in played.outcomes if it.waited is None] == ["c2", "c3"]


class Careless(AppQueue):
    """Offers everybody to one agent."""

    def arrive(self, entry, now):
        return [Offer(entry.id, "a000", 0, 0, 0, 0, 0)]


class Forgetful(AppQueue):
    """Offers nobody."""

    def arrive(self, entry, now):
        return []


@pytest.mark.parametrize(("router", "says"), [(Careless, "beside"), (Forgetful, "for ever")])
def test_what_no_router_may_do_ends_the_day(router, says) -> None:
    with pytest.raises(RuntimeError, match=says):
        Floor(router(Strategy.RRMEMORY), (ALICE,)).play([caller("c1", 0), caller("c2", 1)])


def test_the_figures_of_a_small_day() -> None:
    """The window is all but the first tenth of 100 s: c1 is not counted, c5 is the last."""
    callers = [caller("c1", 0, 30), caller("c2", 20, 30), caller("c3", 40, 30, 5), caller("c5", 100, 10)]
    played = play(callers, (ALICE, BOB))
    it = measure(played)
    assert (it.offered, it.service_level, it.asa, it.abandonment) == (3, 1, 0, 0)
    assert it.occupancy == pytest.approx((20 + 30 + 30) / 180)
    assert it.spread == pytest.approx(it.spread_within)
    assert by_kind(played)["one"].offered == 3


def test_agents_of_other_skills_are_another_group() -> None:
    base = lively(reserved())
    it = measure(Floor(ROUTERS["ageing"](), base.desks, base.habits).play(draw(base.demand, 1000, 1)))
    assert it.spread_within < it.spread
