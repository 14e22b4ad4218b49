"""The model of `app_queue` does what its source was read to do."""

import pytest
from floor.app_queue import AppQueue, Strategy
from floor.scenarios import wants

from ctid.routing.skills import All, AtLeast, Not
from ctid.routing.terms import SECOND, Desk, Entry, Offer, Step, Workflow

EN, ES = wants("en"), wants("es")
RESERVED = Workflow(
    "reserved",
    (Step(0, All((AtLeast("en"), Not(AtLeast("es"))))), Step(22 * SECOND, AtLeast("en"))),
    ("en",),
)


def queues(*desks: Desk, strategy: Strategy = Strategy.RRMEMORY, force_longest: bool = False) -> AppQueue:
    it = AppQueue(strategy, force_longest=force_longest)
    for desk in desks:
        it.log_on(desk, 0)
    return it


def entry(id: str, at: float, workflow: Workflow = EN, priority: int = 0) -> Entry:
    return Entry(id, workflow, round(at * SECOND), priority)


def arrives(it: AppQueue, who: Entry) -> list[tuple[str, str]]:
    return pairs(it.arrive(who, who.entered_at))


def pairs(offers: list[Offer]) -> list[tuple[str, str]]:
    return [(offer.entry, offer.agent) for offer in offers]


def plays(it: AppQueue, until: float) -> list[tuple[float, str, str]]:
    """Let all look until then: (second, caller, agent) of each offer."""
    seen = []
    while (due := it.next_deadline()) is not None and due <= until * SECOND:
        seen += [(due / SECOND, offer.entry, offer.agent) for offer in it.pass_time(due)]
    return seen


def frees(it: AppQueue, *agents: str, at: float = 0) -> None:
    assert plays(it, at) == []
    for agent in agents:
        assert it.available(agent, round(at * SECOND), round(at * SECOND)) == []


def test_a_caller_who_finds_a_member_is_rung_through_at_once() -> None:
    it = queues(Desk("a", {"en": 5}))
    frees(it, "a")
    assert arrives(it, entry("c", 3.25)) == [("c", "a")]


def test_a_freed_member_waits_for_the_callers_next_look() -> None:
    it = queues(Desk("a", {"en": 5}))
    assert arrives(it, entry("c", 3.25)) == []
    assert it.next_deadline() is None
    frees(it, "a", at=7.5)
    assert plays(it, 60) == [(8.25, "c", "a")]


def test_a_try_that_rings_nobody_costs_five_seconds_of_sleep() -> None:
    it = queues(Desk("both", {"en": 3, "es": 3}))
    frees(it, "both")
    assert arrives(it, entry("c", 1.5, RESERVED)) == []
    assert plays(it, 60) == [(26.5, "c", "both")]  # waited 20 s, then 25


def test_a_head_that_sleeps_lets_the_next_by_where_two_members_are_free() -> None:
    it = queues(Desk("both", {"en": 3, "es": 3}), Desk("plain", {"en": 5}))
    frees(it, "both")
    arrives(it, entry("head", 0, RESERVED))
    arrives(it, entry("next", 0.5, RESERVED))
    frees(it, "plain", at=6)  # the head sleeps until 10, and two are free: it is the turn of both
    assert plays(it, 60)[0] == (6.5, "next", "plain")


def test_a_head_that_may_not_have_the_free_member_holds_back_who_stands_behind() -> None:
    it = queues(Desk("both", {"en": 3, "es": 3}))
    frees(it, "both")
    arrives(it, entry("head", 0, RESERVED))
    arrives(it, entry("next", 0.5, RESERVED))
    assert plays(it, 24.9) == []
    assert plays(it, 60) == [(25.0, "head", "both")]


def test_the_penalty_comes_before_the_strategy() -> None:
    it = queues(Desk("a", {"en": 3}), Desk("b", {"en": 5}))
    frees(it, "a", "b")
    assert arrives(it, entry("c", 1)) == [("c", "b")]


def test_round_robin_remembers_whom_it_rang_last() -> None:
    it = queues(*(Desk(name, {"en": 5}) for name in "abc"))
    frees(it, "a", "b", "c")
    rung = []
    for n in range(4):
        ((_, agent),) = arrives(it, entry(f"c{n}", n))
        rung.append(agent)
        it.release(agent, "voice", round(n * SECOND + 1), round(n * SECOND + 1))
    assert rung == ["a", "b", "c", "a"]


def test_least_recent_goes_by_the_end_of_the_last_call_that_was_joined() -> None:
    it = queues(Desk("a", {"en": 5}), Desk("b", {"en": 5}), strategy=Strategy.LEASTRECENT)
    frees(it, "a", "b")
    first, second = arrives(it, entry("c1", 10))[0][1], arrives(it, entry("c2", 11))[0][1]
    it.release(second, "voice", 20 * SECOND, 20 * SECOND)
    it.release(first, "voice", 30 * SECOND, 30 * SECOND)
    assert arrives(it, entry("c3", 40)) == [("c3", second)]
    it.arrive(entry("c3", 40), 55 * SECOND)  # missed: they come back, sleep, and the member is as he was
    it.release(second, "voice", 55 * SECOND, 55 * SECOND)
    assert plays(it, 90) == [(60.0, "c3", second)]


def test_weight_keeps_the_members_of_another_queue() -> None:
    it = queues(Desk("a", {"en": 5}))
    arrives(it, entry("plain", 0.25))
    arrives(it, entry("vip", 0.75, priority=1))
    frees(it, "a", at=5)
    assert plays(it, 5.3) == []  # plain looks first, and may not
    assert plays(it, 60) == [(5.75, "vip", "a")]


@pytest.mark.parametrize(("force", "first"), [(False, "younger"), (True, "elder")])
def test_between_queues_of_one_weight_who_looks_first_is_first_unless_the_longest_is_forced(
    force, first
) -> None:
    it = queues(Desk("a", {"en": 5, "es": 5}), force_longest=force)
    arrives(it, entry("elder", 0.75, EN))
    arrives(it, entry("younger", 2.25, ES))
    frees(it, "a", at=5)
    assert plays(it, 60)[0][1] == first
