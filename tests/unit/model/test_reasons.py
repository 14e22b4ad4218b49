"""Reasons are kept as values and put into words when somebody asks."""

from string import Formatter

import pytest

from ctid.model.languages import Language
from ctid.model.reasons import _WORDS, Reason


def names_in(template: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


@pytest.mark.parametrize("code", _WORDS)
def test_every_reason_is_worded_in_both_languages_with_the_same_plain_facts(code: str) -> None:
    english, chinese = _WORDS[code]
    assert english and chinese and english != chinese
    assert names_in(english) == names_in(chinese)
    assert all(name.isidentifier() for name in names_in(english))


def test_a_reason_is_said_in_the_language_asked_for() -> None:
    reason = Reason("queue_closed", {"queue": "support"})
    assert reason.words() == "queue support is closed now"
    assert reason.words(Language.ZH) == "队列 support 现在不在服务时间内"


def test_a_code_without_words_says_itself() -> None:
    assert Reason("of_a_later_version {x}").words(Language.ZH) == "of_a_later_version {x}"


def test_a_fact_that_was_not_stored_is_shown_as_unknown() -> None:
    assert Reason("queue_closed").words() == "queue ? is closed now"


def test_braces_in_a_fact_are_only_text() -> None:
    assert Reason("asked", {"by": "{queue}"}).words() == "asked for by {queue}"
