"""Texts of prompts, and the keys that they tell callers to press."""

import pytest

from ctid.ivr.checks.key_words import keys_said
from ctid.model.languages import Language

ENGLISH = [
    ("For sales, press 1. For support, press 2.", "12"),
    ("Press three to hear this again, or star to go back.", "3*"),
    ("To speak to someone, press zero at any time.", "0"),
    ("Press the star key, the hash key or pound.", "*#"),
    ("press 1 for sales, 2 for support, or 3 for billing.", "123"),
    ("Press 1 or 2.", "12"),
    ("Press 1, 2 or 3.", "123"),
    ("Press any key from 1, never, to 5, surely.", "12345"),
    ("Press a key from 1, not at all, to 5, very.", "12345"),
    ("Press 1 to 4.", "1234"),
    ("Dial 9 for a person.", "9"),
    ("Press １ now.", "1"),
    ("Please enter the four digits of your PIN.", ""),
    ("Choose one of the following.", ""),
    ("Press one more time.", ""),
    ("Your order number is 12.", ""),
    ("We are open from 9 to 5.", ""),
    ("Thank you. Press hash when you are done.", "#"),
]

CHINESE = [
    ("查询订单请按1，账单请按2。", "12"),
    ("请按三。", "3"),
    ("人工服务请按零", "0"),
    ("按3键返回，拨9转人工。", "39"),
    ("请按“5”重听", "5"),
    ("请按数字４", "4"),
    ("重听请按星号键，结束请按井号键。", "*#"),
    ("说完请按#键。", "#"),
    ("请按1到5，1为非常不满意。", "12345"),
    ("请按一至三", "123"),
    ("请按1或者2", "12"),
    ("请按1、2、3", "123"),
    ("幺号键查询，请拨两号键", "12"),
    ("请按一下井字键", "#"),
    ("按两次井号", "#"),
    ("一键转接", ""),
    ("请按时到达，预计两分钟。", ""),
    ("您的一月账单按月寄出。", ""),
]


@pytest.mark.parametrize(("text", "keys"), ENGLISH)
def test_keys_are_heard_in_english(text, keys):
    assert keys_said(text, Language.EN) == frozenset(keys)


@pytest.mark.parametrize(("text", "keys"), CHINESE)
def test_keys_are_heard_in_chinese(text, keys):
    assert keys_said(text, Language.ZH) == frozenset(keys)


def test_a_key_of_two_signs_is_one_key():
    assert keys_said("For the annex, press 12.", Language.EN) == {"12"}
    assert keys_said("附楼请按12。", Language.ZH) == {"12"}
