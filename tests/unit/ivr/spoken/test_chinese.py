"""Mandarin: the vectors that telephone speech is judged by, and every number read back by a listener."""

import random
from datetime import date, time
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from ctid.ivr.spoken import Amount, Clock, Count, Day, Digits, Measure, Money, as_text
from ctid.ivr.spoken.chinese import whole
from ctid.model.languages import Language

DIGITS = "零一二三四五六七八九"
PLACES = {"十": 10, "百": 100, "千": 1000}
GROUPS = {"万": 10**4, "亿": 10**8, "兆": 10**12}


def heard(said: str) -> int:
    """Understand a number as a listener does: from the left, group by group."""
    total = group = digit = 0
    for word in said.replace("两", "二"):
        if word in PLACES:
            group, digit = group + (digit or 1) * PLACES[word], 0
        elif word in GROUPS:
            lower = total % GROUPS[word]  # 千万亿: a 万 that was said belongs to the 亿 after it
            total, group, digit = total - lower + (lower + group + digit) * GROUPS[word], 0, 0
        else:
            digit = DIGITS.index(word)
    return total + group + digit


def spoken(value) -> str:
    return as_text(value, Language.ZH)


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"),
        (2, "二"),
        (10, "十"),
        (15, "十五"),
        (20, "二十"),
        (99, "九十九"),
        (100, "一百"),
        (101, "一百零一"),
        (110, "一百一十"),
        (111, "一百一十一"),
        (1001, "一千零一"),
        (1010, "一千零一十"),
        (1100, "一千一百"),
        (10001, "一万零一"),
        (10010, "一万零一十"),
        (10100, "一万零一百"),
        (11000, "一万一千"),
        (100000, "十万"),
        (110000, "十一万"),
        (101000, "十万一千"),
        (100100, "十万零一百"),
        (120000, "十二万"),
        (1000000, "一百万"),
        (10000001, "一千万零一"),
        (100000001, "一亿零一"),
        (100010000, "一亿零一万"),
        (1000000000, "十亿"),
        (20020002, "二千零二万零二"),
        (-7, "负七"),
    ],
)
def test_a_number_is_read_as_it_is_written(number, said):
    assert "".join(whole(number, two="二")) == said


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (200, "二百"),
        (2000, "两千"),
        (20000, "两万"),
        (22000, "两万两千"),
        (22, "二十二"),
        (120000, "十二万"),
        (200000000, "两亿"),
        (20020002, "两千零二万零二"),
        (100020000, "一亿零两万"),
    ],
)
def test_two_is_liang_where_it_is_counted(number, said):
    assert spoken(Amount(Decimal(number))) == said


@given(st.one_of(st.integers(0, 10**16 - 1), st.integers(0, 10**9), st.integers(0, 10**5)))
@example(1200100000)
def test_every_number_is_understood_as_itself(number):
    assert heard("".join(whole(number))) == number


@pytest.mark.slow
def test_two_hundred_thousand_numbers_are_understood_as_written_and_as_spoken():
    chance = random.Random(20)
    for number in [*range(30_000), *(chance.randrange(10 ** chance.randint(5, 16)) for _ in range(170_000))]:
        assert heard("".join(whole(number))) == heard("".join(whole(number, two="二"))) == number


@given(st.integers(1, 10**16 - 1))
def test_a_number_never_says_two_zeros_or_ends_with_one(number):
    said = "".join(whole(number))
    assert "零零" not in said
    assert not said.endswith("零")
    assert not said.startswith("一十")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Amount(Decimal("3.14")), "三点一四"),
        (Amount(Decimal("-0.5")), "负零点五"),
        (Amount(Decimal("1E+3")), "一千"),
        (Amount(Decimal("7.00")), "七"),
        (Count(3, Measure.PEOPLE), "三位"),
        (Count(2, Measure.PEOPLE), "两位"),
        (Count(2, Measure.MINUTES), "两分钟"),
        (Count(12, Measure.MINUTES), "十二分钟"),
        (Digits("13800138001"), "幺三八零零幺三八零零幺"),
        (Money(Decimal("123.45"), "CNY"), "一百二十三元四角五分"),
        (Money(Decimal("100.05"), "CNY"), "一百元零五分"),
        (Money(Decimal("0.5"), "CNY"), "五角"),
        (Money(Decimal("0.05"), "CNY"), "五分"),
        (Money(Decimal("2.22"), "CNY"), "两元两角两分"),
        (Money(Decimal("0"), "CNY"), "零元"),
        (Money(Decimal("-12"), "CNY"), "负十二元"),
        (Money(Decimal("-0.001"), "CNY"), "零元"),
        (Money(Decimal("9.999"), "CNY"), "十元"),
        (Money(Decimal("102.02"), "USD"), "一百零二美元两美分"),
        (Day(date(2026, 11, 22)), "二零二六年十一月二十二日"),
        (Day(date(2002, 2, 2)), "二零零二年二月二日"),
        (Clock(time(14, 5)), "下午两点零五分"),
        (Clock(time(0, 0)), "凌晨零点"),
        (Clock(time(12, 30)), "中午十二点三十分"),
        (Clock(time(22, 22)), "晚上十点二十二分"),
        (Clock(time(9, 0)), "上午九点"),
    ],
)
def test_values_sound_as_on_the_telephone(value, said):
    assert spoken(value) == said


def test_a_number_that_nobody_says_is_refused():
    with pytest.raises(ValueError, match="larger than a number that is said"):
        whole(10**16)
