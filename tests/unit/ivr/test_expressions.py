"""Expressions: what they mean, what is nothing, and what is refused with its place before any call."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.ivr.expression import parts_of, value_of
from ctid.ivr.expression_sorts import Sorts
from ctid.ivr.expression_text import LONGEST, Slip, Unreadable, parse
from ctid.ivr.flow import CallState
from ctid.ivr.functions import FUNCTIONS
from ctid.ivr.values import Secret, Sort
from ctid.model.languages import Language

EVENING = datetime(2026, 11, 23, 19, 30, tzinfo=UTC)
KNOWN = {
    "customer.tier": "gold",
    "customer.birthday": date(1990, 11, 23),
    "tries": 2,
    "order_no": "0042",
    "vip": True,
    "due": date(2026, 11, 30),
}


def worth(text, moment=EVENING, **more):
    return value_of(parse(text).tree, ({**KNOWN, **more}).get, moment)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("customer.tier = 'gold'", True),
        ('customer.tier in ("silver", "gold")', True),
        ("customer.tier not in ('silver', 'bronze')", True),
        ("not customer.tier = 'gold' or vip", True),
        ("not (customer.tier = 'gold' or vip)", False),
        ("vip and tries < 3 and tries >= 2", True),
        ("tries + 1", 3),
        ("tries - 3 + 1", 0),
        ("'no. ' + order_no", "no. 0042"),
        ("length(order_no) = 4 and starts(order_no, '00')", True),
        ("number(order_no) + 0.5", 42.5),
        ("number('a lot')", 0),
        ("last(order_no, 2)", "42"),
        ("upper('Äb') + lower('CD')", "ÄBcd"),
        ("text(tries) + '!'", "2!"),
        ("contains(order_no, '04')", True),
        ("today() = 2026-11-23 and weekday() = 1", True),
        ("hour() >= 18 and minute() = 30", True),
        ("days_until(due)", 7),
        ("due > 2026-11-29", True),
        ("birthday(customer.birthday)", True),
        ("true and not false", True),
    ],
)
def test_an_expression_has_its_value(text, value):
    assert worth(text) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("stranger = ''", False),
        ("stranger != 'gold'", True),
        ("stranger < 5", False),
        ("stranger = stranger", False),
        ("known(stranger)", False),
        ("known(customer.tier)", True),
        ("length(stranger)", 0),
        ("birthday(stranger)", False),
        ("days_until(stranger)", 0),
        ("stranger + 1", 1),
        ("stranger in ('a', 'b')", False),
        ("not stranger", True),
    ],
)
def test_nothing_is_unlike_everything_and_adds_nothing(text, value):
    assert worth(text) == value


def test_hours_and_days_are_those_of_the_flow_s_zone():
    state = CallState(Language.EN, zone=ZoneInfo("Asia/Shanghai"))
    state.now = EVENING
    assert parse("hour()")(state) == 3 and parse("today()")(state) == date(2026, 11, 24)


@pytest.mark.parametrize(
    ("day", "is_it"), [((2027, 2, 28), False), ((2027, 3, 1), True), ((2028, 3, 1), False)]
)
def test_who_was_born_on_a_leap_day_has_a_birthday_every_year(day, is_it):
    moment = datetime(*day, 12, tzinfo=UTC)
    assert worth("birthday(born)", moment, born=date(1992, 2, 29)) is is_it


@pytest.mark.parametrize(
    ("text", "slip", "at"),
    [
        ("", Slip.NOTHING, 0),
        ("tries =", Slip.NOTHING, 7),
        ("tries == 3", Slip.STRAY, 6),
        ("tries = 3 4", Slip.STRAY, 10),
        ("(tries = 3", Slip.UNPAIRED, 0),
        ("tries = 3)", Slip.UNPAIRED, 9),
        ("tier in 'gold'", Slip.STRAY, 8),
        ("tier = 'gold", Slip.STRAY, 7),
        ("due < 2026-02-30", Slip.NO_DATE, 6),
        ("length(order_no", Slip.UNPAIRED, 6),
        ("__import__", Slip.STRAY, 0),
        ("a.b[0]", Slip.STRAY, 3),
        ("(" * 20 + "1" + ")" * 20, Slip.TOO_LONG, 12),
        ("1 + " * 200 + "1", Slip.TOO_LONG, LONGEST),
    ],
)
def test_what_breaks_the_grammar_is_told_with_its_place(text, slip, at):
    with pytest.raises(Unreadable) as refused:
        parse(text)
    assert (refused.value.slip, refused.value.at) == (slip, at)


@pytest.mark.parametrize(
    ("text", "what", "at"),
    [
        ("lenght(order_no) = 4", "function", 0),
        ("length(order_no, 1) = 4", "count", 0),
        ("tries = 'two'", "sort", 8),
        ("order_no > 4", "sort", 11),
        ("order_no + 1", "sort", 11),
        ("vip and tries", "sort", 8),
        ("days_until(order_no) = 1", "sort", 11),
        ("pin = '1234'", "secret", 0),
        ("length(pin) = 4", "secret", 7),
        ("'x' + pin", "secret", 6),
    ],
)
def test_what_does_not_fit_is_found_before_any_call(text, what, at):
    sorts = {"tries": Sort.NUMBER, "order_no": Sort.TEXT, "vip": Sort.TRUTH, "pin": Sort.SECRET}
    checking = Sorts(sorts)
    checking.whole(parse(text).tree, None)
    assert [(misfit.what, misfit.at) for misfit in checking.found] == [(what, at)]


def test_a_secret_may_only_be_handed_on_whole_and_to_nobody_who_shows_it():
    checking = Sorts({"pin": Sort.SECRET})
    assert checking.whole(parse("pin").tree) is Sort.SECRET and checking.found == []
    checking.whole(parse("pin").tree, public=True)
    checking.whole(parse("pin").tree, Sort.TEXT)
    assert [misfit.what for misfit in checking.found] == ["secret", "secret"]


def test_a_secret_shows_itself_nowhere():
    secret = Secret("4711")
    assert all("4711" not in shown for shown in (repr(secret), str(secret), f"{secret}", f"{[secret]}"))


NAMES = st.sampled_from(["a", "b", "customer.tier", *FUNCTIONS, "known", "and", "or", "not", "in"])
WORDS = st.one_of(NAMES, st.sampled_from(["(", ")", ",", "=", "<", "+", "-", "'x'", "1", "2026-01-01", "'"]))


@settings(deadline=None, max_examples=300)
@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_any_text_is_an_expression_or_told_where_it_is_none(text):
    try:
        tree = parse(text).tree
    except Unreadable as refused:
        assert 0 <= refused.at <= len(text)
        return
    assert all(0 <= part.at < len(text) for part in parts_of(tree))
    checking = Sorts({})
    checking.whole(tree)
    if not checking.found:  # what fits together can be asked of any call, also of one that knows nothing
        value_of(tree, lambda _: None, EVENING)
