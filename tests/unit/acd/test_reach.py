"""Routing order and reach, as people are told them."""

from ctid.acd.reach import Reach, opened, order_of
from ctid.routing.skills import EVERYBODY, AtLeast
from ctid.routing.terms import SECOND, Desk, Rules, Standing, Step, Workflow

STEPS = (Step(0, AtLeast("a", 4)), Step(20 * SECOND, EVERYBODY))
WORKFLOW = Workflow("w", STEPS, ("a",))


def test_a_point_of_priority_is_worth_its_head_start_and_the_lower_id_breaks_a_tie() -> None:
    rules, now = Rules(head_start=10 * SECOND), 100 * SECOND
    places = {"late": (40, 0), "b": (30, 0), "a": (30, 0), "urgent": (41, 2), "as_b": (40, 1)}
    order = sorted(places, key=lambda id: order_of(id, places[id][0] * SECOND, places[id][1], rules, now))
    assert order == ["urgent", "a", "as_b", "b", "late"]


def test_who_has_waited_as_long_as_the_cap_comes_before_every_priority() -> None:
    rules, now = Rules(cap=60 * SECOND), 100 * SECOND
    capped = order_of("capped", 40 * SECOND, 0, rules, now)
    assert capped < order_of("urgent", 41 * SECOND, 9, rules, now)
    assert order_of("longer", 39 * SECOND, 0, rules, now) < capped


def test_an_entry_reaches_whom_its_open_steps_admit_on_its_channel() -> None:
    desks = (
        Desk("best", {"a": 4}),
        Desk("also", {"a": 4}),
        Desk("some", {"a": 1}),
        Desk("chats", {"a": 5}, {"chat": 3}),
    )
    reach = Reach(desks)
    standing = Standing((0, 20 * SECOND), None, {})
    assert reach.rings(WORKFLOW) == {"best": 0, "also": 0, "some": 1}
    assert reach.takers(WORKFLOW, opened(standing, 19 * SECOND), None) == {"best", "also"}
    assert opened(standing, 20 * SECOND) == 2
    assert reach.takers(WORKFLOW, 2, None) == {"best", "also", "some"}


def test_an_entry_that_is_kept_reaches_that_agent_alone() -> None:
    assert Reach([Desk("best", {"a": 4})]).takers(WORKFLOW, 2, "some") == {"some"}
