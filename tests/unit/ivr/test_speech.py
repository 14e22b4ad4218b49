"""Words in a flow: what is offered, what follows, and that who is not understood is asked for keys."""

from datetime import UTC, datetime

import pytest

from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow
from ctid.ivr.session import Session
from ctid.ivr.speech import DIGITS
from ctid.ivr.steps import Ask, Keys, Leave, NoKeys, Unclear
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
FLOW = """
version: 1
flow: main
languages: [en, zh]
defaults: {{on_max_failures: out, unclear: {{say: press-keys}}}}
start: which
nodes:
  which:
    menu:
      prompt: which
      speech: {speech}
      "1": {{goto: number}}
      "2": {{set: {{language: zh}}, goto: which}}
  number:
    collect: {{prompt: number, into: number, digits: {{max: 4}}, speech: digits{secret}}}
    next: out
  out: {{hangup: {{}}}}
"""
KEYS = {key: key for key in ("which", "number", "press-keys")}


def flow(speech="digits", secret=""):
    names = Names(prompts=dict.fromkeys(Language, KEYS))
    return parse_flow(FLOW.format(speech=speech, secret=secret), "main.yaml", names)


def ask(session, *outcomes):
    step = session.start(now=NOW)
    for outcome in outcomes:
        step = session.resume(outcome, now=NOW)
    return step


def test_a_menu_offers_the_words_of_its_own_keys():
    step = ask(Session(flow()))
    assert isinstance(step, Ask)
    assert step.speech is not None
    assert step.speech.keys == {"one": "1", "two": "2"}


def test_a_word_leads_where_its_key_does_and_is_noted():
    session = Session(flow())
    step = ask(session, Keys("1", "one"))
    assert session.node == "number"
    assert [(note.what, note.value) for note in step.notes][-2:] == [("said", "one"), ("pressed", "1")]
    assert step.speech is not None
    assert step.speech.keys == DIGITS.keys


def test_who_is_not_understood_is_asked_for_keys_alone_until_the_next_node():
    session = Session(flow())
    step = ask(session, Unclear("six"))
    assert step.speech is None
    assert [prompt.key for prompt in step.prompts] == ["press-keys", "which"]
    assert [(note.what, note.value) for note in step.notes] == [("unclear", "six")]
    assert session.resume(NoKeys(), now=NOW).speech is None
    assert session.resume(Keys("1"), now=NOW).speech is not None


def test_a_caller_who_is_never_understood_is_led_on():
    step = ask(Session(flow()), Unclear(""), Unclear(""), Unclear(""))
    assert isinstance(step, Leave)


def test_english_words_are_not_offered_to_who_hears_chinese():
    assert ask(Session(flow()), Keys("2")).speech is None


def test_words_may_be_given_for_each_key():
    step = ask(Session(flow('{"1": [yes, right], "2": [no]}')))
    assert step.speech.keys == {"yes": "1", "right": "1", "no": "2"}


@pytest.mark.parametrize(
    ("speech", "secret"),
    [
        ("numbers", ""),
        ('{"3": [three]}', ""),
        ('{"1": [Jörg]}', ""),
        ('{"1": yes}', ""),
        ('{"1": [yes], "2": [yes]}', ""),
        ("digits", ", secret: true"),
    ],
)
def test_words_that_cannot_be_are_told_with_their_place(speech, secret):
    with pytest.raises(Mistaken) as told:
        flow(speech, secret)
    [mistake] = told.value.mistakes
    assert mistake.place.line in (11, 15)
