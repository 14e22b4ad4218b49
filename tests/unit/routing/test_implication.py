"""Whether one expression admits all that another does, beside a walk through every agent there can be."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.routing.implication import implies, only_in
from ctid.routing.skill_text import MOST_CONDITIONS, parse
from ctid.routing.skills import All, Any, AtLeast, Expression, Levels, Not, meets

SKILLS = ("a", "b", "c")
EVERYONE: list[Levels] = [
    dict(zip(SKILLS, levels, strict=True)) for levels in product(range(6), repeat=len(SKILLS))
]
CONDITIONS = st.builds(AtLeast, st.sampled_from(SKILLS), st.integers(1, 5))


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, max_size=3).map(tuple)
    return several.map(All) | several.map(Any) | parts.map(Not)


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(CONDITIONS, _joined, max_leaves=6)


@given(EXPRESSIONS, EXPRESSIONS)
def test_it_is_decided_as_by_asking_every_agent_there_can_be(one: Expression, other: Expression) -> None:
    witness = only_in(one, other)
    assert (witness is None) == all(meets(levels, other) for levels in EVERYONE if meets(levels, one))
    if witness is not None:
        assert meets(witness, one) and not meets(witness, other)


@pytest.mark.parametrize(
    ("one", "other", "witness"),
    [
        ("a >= 3", "a >= 2", None),
        ("a >= 2", "a >= 3", {"a": 2}),
        ("a and b", "a or b", None),
        ("a or b", "a", {"b": 1}),
        ("everybody", "a", {}),
        ("a and not a", "b", None),
        ("a >= 2 and (b >= 3 or c)", "a >= 2 and b", {"a": 2, "c": 1}),
        ("not (a >= 2 and b)", "not a >= 2 or not b", None),
    ],
)
def test_a_witness_has_the_least_that_tells_the_two_apart(
    one: str, other: str, witness: Levels | None
) -> None:
    assert only_in(parse(one, SKILLS), parse(other, SKILLS)) == witness


def test_the_largest_expressions_are_decided_at_once() -> None:
    half = MOST_CONDITIONS // 2
    pairs = All(tuple(Any((AtLeast(f"s{n}", 2), AtLeast(f"t{n}", 3))) for n in range(half)))
    assert implies(pairs, Not(Not(pairs)))
    assert implies(pairs, All(tuple(Any((AtLeast(f"s{n}"), AtLeast(f"t{n}"))) for n in range(half))))
