"""Skill expressions, written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ctid.routing.skill_text import DEEPEST, MOST_CONDITIONS, Found, Slip, Unreadable, in_words, parse
from ctid.routing.skills import EVERYBODY, All, Any, AtLeast, Expression, Not, meets

SKILLS = ("billing", "english", "mandarin", "trainee", "2nd-line")

CONDITIONS = st.builds(AtLeast, st.sampled_from(SKILLS), st.integers(1, 5)) | st.just(EVERYBODY)


def _joined(parts: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(parts, min_size=2, max_size=3).map(tuple)
    return several.map(All) | several.map(Any) | parts.map(Not)


EXPRESSIONS: st.SearchStrategy[Expression] = st.recursive(CONDITIONS, _joined, max_leaves=8)


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("billing", AtLeast("billing")),
        ("everybody", EVERYBODY),
        (" billing>=2 ", AtLeast("billing", 2)),
        ("not trainee and billing", All((Not(AtLeast("trainee")), AtLeast("billing")))),
        ("2nd-line >= 3", AtLeast("2nd-line", 3)),
        (
            "billing or english and mandarin",
            Any((AtLeast("billing"), All((AtLeast("english"), AtLeast("mandarin"))))),
        ),
        (
            "billing >= 2 and (english >= 3 or mandarin >= 3) and not trainee",
            All(
                (
                    AtLeast("billing", 2),
                    Any((AtLeast("english", 3), AtLeast("mandarin", 3))),
                    Not(AtLeast("trainee")),
                )
            ),
        ),
    ],
)
def test_not_binds_more_than_and_and_and_more_than_or(text: str, read: Expression) -> None:
    assert parse(text, SKILLS) == read


@given(EXPRESSIONS)
def test_what_is_written_is_read_again_as_the_same(expression: Expression) -> None:
    try:
        assert parse(in_words(expression), SKILLS) == expression
    except Unreadable as unreadable:
        assert {found.slip for found in unreadable.found} == {Slip.TOO_LONG}


@given(st.lists(st.sampled_from([*SKILLS, "and", "or", "not", "everybody", "(", ")", ">=", "3", "9", "?"])))
def test_any_text_is_read_or_told_within_its_bounds(words: list[str]) -> None:
    text = " ".join(words)
    try:
        parse(text, SKILLS)
    except Unreadable as unreadable:
        assert unreadable.found
        for found in unreadable.found:
            assert text[found.at : found.at + len(found.written)] == found.written


@pytest.mark.parametrize("odd", [All(), Any(), All((AtLeast("billing"),)), All((Any((Any(), Any())),))])
def test_what_nobody_would_write_keeps_its_meaning(odd: Expression) -> None:
    for levels in ({}, {"billing": 1}):
        assert meets(levels, parse(in_words(odd), SKILLS)) == meets(levels, odd)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", [Found(Slip.NOTHING, 0, "")]),
        ("  ", [Found(Slip.NOTHING, 0, "")]),
        ("billing and", [Found(Slip.NOTHING, 11, "")]),
        ("or billing", [Found(Slip.NOTHING, 0, "or")]),
        ("()", [Found(Slip.NOTHING, 1, ")")]),
        ("billing >=", [Found(Slip.NOTHING, 10, "")]),
        ("(billing", [Found(Slip.UNPAIRED, 0, "(")]),
        ("english and (billing or (mandarin)", [Found(Slip.UNPAIRED, 12, "(")]),
        ("billing)", [Found(Slip.UNPAIRED, 7, ")")]),
        ("billing english", [Found(Slip.STRAY, 8, "english")]),
        ("(billing english)", [Found(Slip.STRAY, 9, "english")]),
        ("billing > 2", [Found(Slip.STRAY, 8, ">")]),
        ("billing AND english", [Found(Slip.STRAY, 8, "AND")]),
        (">= 2", [Found(Slip.STRAY, 0, ">=")]),
        ("billing >= 6", [Found(Slip.NO_LEVEL, 11, "6")]),
        ("billing >= 0", [Found(Slip.NO_LEVEL, 11, "0")]),
        ("billing >= best", [Found(Slip.NO_LEVEL, 11, "best")]),
        ("billing >= ٣", [Found(Slip.NO_LEVEL, 11, "٣")]),
        ("biling or englis >= 9", [
            Found(Slip.NO_SKILL, 0, "biling"),
            Found(Slip.NO_SKILL, 10, "englis"),
            Found(Slip.NO_LEVEL, 20, "9"),
        ]),
        ("biling or", [Found(Slip.NO_SKILL, 0, "biling"), Found(Slip.NOTHING, 9, "")]),
    ],
)  # fmt: skip
def test_every_slip_is_found_where_it_stands(text: str, found: list[Found]) -> None:
    with pytest.raises(Unreadable) as raised:
        parse(text, SKILLS)
    assert list(raised.value.found) == found


@pytest.mark.slow
@pytest.mark.parametrize(
    "text",
    [
        " or ".join(["billing"] * (MOST_CONDITIONS + 1)),
        "(" * (DEEPEST + 1) + "billing" + ")" * (DEEPEST + 1),
        "not " * 100_000 + "billing",
        "(" * 100_000,
    ],
)
def test_a_text_without_end_is_refused_before_it_hurts(text: str) -> None:
    with pytest.raises(Unreadable) as raised:
        parse(text, SKILLS)
    assert [found.slip for found in raised.value.found] == [Slip.TOO_LONG]


def test_a_part_that_is_the_only_one_needs_no_parentheses() -> None:
    alone = All((AtLeast("a"),))
    assert in_words(All((alone, AtLeast("b", 2)))) == "a and b >= 2"
    assert in_words(Not(All((Any((AtLeast("a"), AtLeast("b"))),)))) == "not (a or b)"
