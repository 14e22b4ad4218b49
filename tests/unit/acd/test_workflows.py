"""From the words of the site to those of the router."""

from datetime import timedelta
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.acd.workflows import desk_of, normalised, preference_of, rules_of, workflow_of
from ctid.model.ids import AgentId, QueueName, SkillName
from ctid.model.mistakes import Text
from ctid.model.routing_policy import Preferred, RelaxationStep, RoutingPolicy
from ctid.model.site import Agent, Queue
from ctid.routing.implication import implies
from ctid.routing.skills import All, Any, AtLeast, Expression, Levels, Not, meets
from ctid.routing.terms import SECOND, Desk, Preference, Rules, Step

SUPPORT, ENGLISH = SkillName("support"), SkillName("english")
MINUTE = timedelta(minutes=1)

SKILLS = ("a", "b")
EVERYONE: list[Levels] = [dict(zip(SKILLS, levels, strict=True)) for levels in product(range(6), repeat=2)]
CONDITIONS = st.builds(AtLeast, st.sampled_from(SKILLS), st.integers(1, 5))


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, max_size=3).map(tuple)
    return several.map(All) | several.map(Any) | parts.map(Not)


STEPS = st.lists(st.recursive(CONDITIONS, _joined, max_leaves=4), min_size=1, max_size=5).map(
    lambda expressions: tuple(Step(at * SECOND, admits) for at, admits in enumerate(expressions))
)


def queue(**more: object) -> Queue:
    rest = {"requires": {SUPPORT: 2}, "ring": MINUTE, "wrap_up": MINUTE} | more
    return Queue(QueueName("support"), Text("Support", "支持"), **rest)  # type: ignore[arg-type]


@given(STEPS)
def test_normalised_steps_admit_the_same_agents_at_every_moment(steps: tuple[Step, ...]) -> None:
    normal = normalised(steps)
    for levels in EVERYONE:
        reached = [step.after for step in steps if meets(levels, step.admits)]
        assert reached[:1] == [step.after for step in normal if meets(levels, step.admits)][:1]


@given(STEPS)
def test_each_normalised_step_admits_all_that_the_one_before_did_and_somebody_besides(
    steps: tuple[Step, ...],
) -> None:
    normal = normalised(steps)
    assert normal[0].after == 0
    for earlier, later in pairwise(normal):
        assert implies(earlier.admits, later.admits) and not implies(later.admits, earlier.admits)
        assert earlier.after < later.after


@given(STEPS)
def test_what_is_normal_stays_as_it_is(steps: tuple[Step, ...]) -> None:
    normal = normalised(steps)
    assert normalised(normal) == normal


def test_a_queue_without_steps_is_a_workflow_of_one_whose_levels_are_scored() -> None:
    workflow = workflow_of(queue())
    assert workflow.steps == (Step(0, All((AtLeast("support", 2),))),)
    assert workflow.scored == ("support",)


def test_what_the_flow_asks_holds_in_every_step_and_is_scored() -> None:
    steps = (
        RelaxationStep(timedelta(), AtLeast("support", 3)),
        RelaxationStep(timedelta(seconds=20), AtLeast("support")),
    )
    workflow = workflow_of(queue(requires={}, steps=steps), {ENGLISH: 2})
    assert [step.after for step in workflow.steps] == [0, 20 * SECOND]
    for levels, admitted in [
        ({"support": 3}, [False, False]),
        ({"support": 1, "english": 2}, [False, True]),
        ({"support": 3, "english": 2}, [True, True]),
    ]:
        assert [meets(levels, step.admits) for step in workflow.steps] == admitted
    assert workflow.scored == ("english", "support")
    assert workflow.name == "support + english >= 2"


def test_a_step_that_only_brings_whom_the_flow_rules_out_is_left_out() -> None:
    steps = (
        RelaxationStep(timedelta(), AtLeast("support")),
        RelaxationStep(timedelta(seconds=20), Any((AtLeast("support"), Not(AtLeast("english", 2))))),
    )
    assert len(workflow_of(queue(requires={}, steps=steps)).steps) == 2
    assert len(workflow_of(queue(requires={}, steps=steps), {ENGLISH: 2}).steps) == 1


def test_being_a_trainee_is_no_merit_where_trainees_are_ruled_out() -> None:
    steps = (RelaxationStep(timedelta(), All((AtLeast("support"), Not(AtLeast("trainee"))))),)
    assert workflow_of(queue(steps=steps)).scored == ("support",)
    assert workflow_of(queue(steps=steps, scored=(ENGLISH,))).scored == ("english",)


def test_equal_workflows_are_the_same_value() -> None:
    assert workflow_of(queue(), {ENGLISH: 2}) is workflow_of(queue(), {ENGLISH: 2})


def test_a_queue_that_has_changed_has_another_workflow() -> None:
    assert workflow_of(queue()) != workflow_of(queue(requires={SUPPORT: 3}))


@pytest.mark.parametrize(
    ("policy", "rules"),
    [
        (RoutingPolicy(), Rules(exclusions={"voice": frozenset()})),
        (
            RoutingPolicy(
                priority_is_worth=MINUTE / 2, spare_flexible=1, spare_scarce=4, level_is_worth=MINUTE
            ),
            Rules(30 * SECOND, None, 1, 60 * SECOND, {"voice": frozenset()}, 4),
        ),
        (
            RoutingPolicy(strict=True, never_wait_longer_than=10 * MINUTE),
            Rules(600 * SECOND, 600 * SECOND, exclusions={"voice": frozenset()}),
        ),
        (
            RoutingPolicy(beside={"voice": frozenset(), "chat": frozenset({"email"}), "email": frozenset()}),
            Rules(
                exclusions={
                    "voice": frozenset({"chat", "email"}),
                    "chat": frozenset({"voice"}),
                    "email": frozenset({"voice", "chat"}),
                }
            ),
        ),
    ],
)
def test_the_sites_rules_are_the_routers(policy: RoutingPolicy, rules: Rules) -> None:
    assert rules_of(policy) == rules


@given(st.integers(0, 599), st.integers(0, 599), st.integers(0, 100), st.integers(0, 100))
def test_strict_priority_comes_before_any_wait_that_the_cap_allows(
    waited: int, other_waited: int, priority: int, other: int
) -> None:
    rules = rules_of(RoutingPolicy(strict=True, never_wait_longer_than=10 * MINUTE))
    urgency, others = (
        -wait * SECOND - points * rules.head_start
        for wait, points in ((waited, priority), (other_waited, other))
    )
    if priority > other:
        assert urgency < others


def test_an_agent_is_a_desk() -> None:
    agent = Agent(AgentId("1001"), "A", "1001", {SUPPORT: 3}, capacity={"voice": 1, "chat": 3}, total=3)
    assert desk_of(agent) == Desk("1001", {"support": 3}, {"voice": 1, "chat": 3}, 3)


def test_the_first_preferred_agent_that_is_known_is_waited_for() -> None:
    sticky = queue(preferred={Preferred.LAST_AGENT: 2 * MINUTE, Preferred.ACCOUNT_OWNER: MINUTE})
    last, owner = AgentId("1001"), AgentId("1002")
    both = {Preferred.ACCOUNT_OWNER: owner, Preferred.LAST_AGENT: last}
    assert preference_of(sticky, both) == Preference("1001", 120 * SECOND)
    assert preference_of(sticky, {Preferred.ACCOUNT_OWNER: owner}) == Preference("1002", 60 * SECOND)
    assert preference_of(sticky, {}) is None
    assert preference_of(queue(), both) is None
