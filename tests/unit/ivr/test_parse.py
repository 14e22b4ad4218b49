"""Flow files are read to values, and every mistake in one is told with its code and place."""

from datetime import timedelta

import pytest

from ctid.ivr.inputs import Amiss, InputRules
from ctid.ivr.names import Names
from ctid.ivr.nodes.assign import Assign
from ctid.ivr.nodes.collect import Collect, Digits
from ctid.ivr.nodes.ending import Ending
from ctid.ivr.nodes.menu import Choice, Menu
from ctid.ivr.nodes.queue import Queue
from ctid.ivr.nodes.say import Say
from ctid.ivr.nodes.schedule import Schedule
from ctid.ivr.nodes.switch import Switch
from ctid.ivr.parse import parse_flow
from ctid.ivr.texts import parse_texts
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken

EVERY_KIND = """\
version: 1
flow: every-kind
languages: [zh, en]
defaults:
  timeout: 4s
  no_input: {say: no-input}
  on_max_failures: line
  skills_by_language: {zh: {mandarin: 1}, en: {english: 2}}
start: tongue
nodes:
  tongue:
    language: {prompt: tongue, "1": zh, "2": en}
    next: hours
  hours:
    schedule: {calendar: office, open: mark, closed: shut}
  mark:
    set: {tier: gold, language: en}
    next: menu
  menu:
    menu:
      prompt: [hello, menu]
      max_failures: 2
      no_match: {goto: line}
      "1": {set: {topic: orders}, goto: number}
      "*": {goto: menu}
  number:
    collect:
      prompt: number
      into: card
      digits: {min: 4, max: 16, end: "*"}
      validate: luhn
      secret: true
    next: which
  which:
    switch: {variable: topic, cases: {orders: thanks}, default: line}
  thanks:
    say: [thanks, hold]
    next: line
  line:
    queue: {name: support, skills: {vip: 3}, priority: 7, on_refused: message}
  message:
    voicemail: {prompt: nobody-here}
  shut:
    closed: {}
"""


def test_every_kind_of_node_is_read_to_its_value():
    rules = InputRules("line", timeout=timedelta(seconds=4), no_input=Amiss(say=("no-input",)))
    flow = parse_flow(EVERY_KIND, "f.yaml")
    assert (flow.name, flow.languages, flow.start) == ("every-kind", (Language.ZH, Language.EN), "tongue")
    assert flow.nodes == {
        "tongue": Menu(
            ("tongue",),
            {"1": Choice("hours", {"language": "zh"}), "2": Choice("hours", {"language": "en"})},
            rules,
            (Language.ZH, Language.EN),
        ),
        "hours": Schedule("office", open="mark", closed="shut"),
        "mark": Assign({"tier": "gold", "language": "en"}, "menu"),
        "menu": Menu(
            ("hello", "menu"),
            {"1": Choice("number", {"topic": "orders"}), "*": Choice("menu")},
            InputRules(
                "line",
                timeout=timedelta(seconds=4),
                max_failures=2,
                no_input=Amiss(say=("no-input",)),
                no_match=Amiss(goto="line"),
            ),
        ),
        "number": Collect(("number",), "card", Digits(4, 16, "*"), rules, "which", "luhn", secret=True),
        "which": Switch("topic", {"orders": "thanks"}, "line"),
        "thanks": Say(("thanks", "hold"), "line"),
        "line": Queue(
            "support", "message", {"vip": 3}, {Language.ZH: {"mandarin": 1}, Language.EN: {"english": 2}}, 7
        ),
        "message": Ending("voicemail", ("nobody-here",)),
        "shut": Ending("closed"),
    }


def test_a_flow_may_end_in_a_wish_to_be_called_back():
    flow = parse_flow(SMALL.replace("hangup: {}", "callback: {}"), "f.yaml")
    assert Ending("callback") in flow.nodes.values()


# --- mistakes: what is written instead, where, and what is said about it -----------------------------
SMALL = """\
version: 1
flow: small
languages: [zh, en]
defaults: {on_max_failures: bye}
start: main
nodes:
  main:
    menu: {prompt: main-menu, "1": {goto: line}, "2": {goto: pick}}
  pick:
    switch: {variable: topic, cases: {orders: line}, default: number}
  number:
    collect: {prompt: ask-order, into: topic}
    next: hours
  hours:
    schedule: {calendar: office, open: line, closed: bye}
  line:
    queue: {name: support, on_refused: bye}
  bye:
    hangup: {}
"""

FACTS = {
    "prompts": {
        Language.ZH: dict.fromkeys(["main-menu", "ask-order"], "…"),
        Language.EN: dict.fromkeys(["main-menu", "ask-order", "only-en"], "…"),
    },
    "queues": {"support"},
    "calendars": {"office"},
    "skills": {"billing"},
}

MISTAKES = [
    # I101 a target names no node
    ("start: main", "start: mian", [("I101", 5, 8)]),
    ('"1": {goto: line}', '"1": {goto: lime}', [("I101", 8, 43)]),
    ("next: hours", "next: hour", [("I101", 13, 11)]),
    ("on_max_failures: bye", "on_max_failures: by", [("I101", 4, 29)]),
    ("cases: {orders: line}", "cases: {orders: lin}", [("I101", 10, 47)]),
    # I102 nobody gets there
    ("default: number", "default: line", [("I102", 11, 3), ("I102", 14, 3)]),
    # I103 it stops there
    ("    next: hours\n", "", [("I103", 11, 3)]),
    ("    hangup: {}", "    say: ask-order\n    next: bye", [("I103", 18, 3), ("I104", 18, 3)]),
    # I104 round and round while the caller does nothing
    ("queue: {name: support, on_refused: bye}", "say: main-menu\n    next: pick", [("I104", 9, 3)]),
    (
        "{prompt: ask-order, into: topic}",
        "{prompt: ask-order, into: topic, no_input: {goto: pick}}",
        [("I104", 9, 3)],
    ),
    ('"1": {goto: line}', '"1": {goto: line}, on_max_failures: main', [("I104", 7, 3)]),
    # I105 no way for those who cannot use keys
    ("defaults: {on_max_failures: bye}", "defaults: {}", [("I105", 8, 11), ("I105", 12, 14)]),
    # I107 a prompt that a declared language lacks
    ("prompt: main-menu", "prompt: main-menus", [("I107", 8, 20), ("I107", 8, 20)]),
    ("prompt: ask-order", "prompt: [ask-order, only-en]", [("I107", 12, 35)]),
    # I110 nothing sets the variable
    ("variable: topic", "variable: topik", [("I110", 10, 24)]),
    # I113 not of this site
    ("name: support", "name: suport", [("I113", 17, 19)]),
    ("calendar: office", "calendar: home", [("I113", 15, 26)]),
    ("name: support", "name: support, skills: {biling: 1}", [("I113", 17, 37)]),
    # I121 another sort of value
    ("nodes:", "nodes: {}\nnotes:", [("I101", 4, 29), ("I101", 5, 8), ("I122", 7, 1)]),
    ("hangup: {}", "hangup: goodbye", [("I121", 19, 13)]),
    ("languages: [zh, en]", "languages: zh", [("I121", 3, 12)]),
    ("on_max_failures: bye", "on_max_failures: bye, barge_in: yes", [("I121", 4, 44)]),
    ("on_max_failures: bye", "on_max_failures: bye, timeout: 5", [("I121", 4, 43)]),
    ("on_max_failures: bye", "on_max_failures: bye, max_failures: many", [("I121", 4, 48)]),
    ("on_max_failures: bye", "on_max_failures: 3", [("I121", 4, 29)]),
    ("name: support", "name: support, priority: true", [("I121", 17, 38)]),
    ("prompt: ask-order", "prompt: []", [("I121", 12, 23)]),
    # I122 a key that means nothing here
    ("prompt: ask-order", "prompt: ask-order, secrete: true", [("I122", 12, 34)]),
    ("version: 1", "version: 1\nfoo: 1", [("I122", 2, 1)]),
    ("    hangup: {}", "    hangup: {}\n    next: main", [("I122", 20, 11)]),
    ('"1": {goto: line}', '"11a": {goto: line}', [("I122", 8, 31)]),
    # I123 a key that must be there
    ("version: 1\n", "", [("I123", 1, 1)]),
    (", into: topic", "", [("I110", 10, 24), ("I123", 12, 14)]),
    ('"1": {goto: line}, "2": {goto: pick}', "", [("I123", 8, 11)]),
    # I124 outside of what is allowed
    ("version: 1", "version: 2", [("I124", 1, 10)]),
    ("languages: [zh, en]", "languages: [zh, fr]", [("I124", 3, 17)]),
    ("on_max_failures: bye", "on_max_failures: bye, max_failures: 0", [("I124", 4, 48)]),
    ("on_max_failures: bye", "on_max_failures: bye, timeout: 1h", [("I124", 4, 43)]),
    ("into: topic", "into: topic, digits: {min: 9, max: 3}", [("I124", 12, 55)]),
    ("into: topic", "into: topic, validate: lun", [("I124", 12, 57)]),
    (
        "on_max_failures: bye",
        "on_max_failures: bye, no_input: {say: ask-order, goto: bye}",
        [("I124", 4, 44)],
    ),
    ("name: support", "name: support, skills: {billing: 6}", [("I124", 17, 46)]),
    # I125 no kind, or several
    ("    hangup: {}", "    hangupp: {}", [("I122", 19, 5), ("I125", 18, 3)]),
    ("    hangup: {}", "    hangup: {}\n    voicemail: {}", [("I125", 18, 3)]),
    # I126 names
    ("flow: small", "flow: Small", [("I126", 2, 7)]),
    ("prompt: ask-order", "prompt: ask_order", [("I126", 12, 23)]),
    ("into: topic", "into: language", [("I110", 10, 24), ("I126", 12, 40)]),
    ('"2": {goto: pick}', '"2": {goto: pick, set: {refused: x}}', [("I126", 8, 74)]),
]


@pytest.mark.parametrize(("right", "wrong", "expected"), MISTAKES)
def test_a_mistake_is_told_with_its_code_and_place(right, wrong, expected):
    assert SMALL.count(right) == 1
    with pytest.raises(Mistaken) as caught:
        parse_flow(SMALL.replace(right, wrong), "f.yaml", Names(**FACTS))
    told = [(mistake.code, mistake.place.line, mistake.place.column) for mistake in caught.value.mistakes]
    assert sorted(told) == expected
    assert all(
        caught.value.words(Language.ZH) and mistake.why.zh and mistake.mend.zh
        for mistake in caught.value.mistakes
    )


def test_the_flow_that_the_table_of_mistakes_bends_is_right_itself():
    assert parse_flow(SMALL, "f.yaml", Names(**FACTS)).start == "main"


def test_a_mistyped_name_is_answered_with_the_nearest_one():
    with pytest.raises(Mistaken) as caught:
        parse_flow(SMALL.replace("next: hours", "next: huors"), "ivr/small.yaml", Names(**FACTS))
    assert caught.value.words() == (
        'ivr/small.yaml:13:11: I101 there is no node "huors" · '
        'a caller who gets here hears nothing more → did you mean "hours"?'
    )
    assert "是否想写“hours”" in caught.value.words(Language.ZH)


def test_all_mistakes_of_a_file_are_told_at_once_in_the_order_of_its_lines():
    bent = (
        SMALL.replace("version: 1", "version: 3").replace("goto: line", "goto: lyne").replace("hangup", "bye")
    )
    with pytest.raises(Mistaken) as caught:
        parse_flow(bent, "f.yaml", Names(**FACTS))
    assert [mistake.code for mistake in caught.value.mistakes] == ["I124", "I101", "I125", "I122"]


def test_names_are_not_checked_where_the_site_is_not_known():
    assert parse_flow(SMALL.replace("support", "anything"), "f.yaml").nodes["line"].name == "anything"


def test_prompt_texts_are_read_by_their_keys():
    assert parse_texts('main-menu: "Press 1."\n', "main.en.yaml") == {"main-menu": "Press 1."}


@pytest.mark.parametrize(
    ("text", "code"), [("Main Menu: x\n", "I126"), ("a: 1\n", "I121"), ("- a\n", "I121"), ("a:\n", "I121")]
)
def test_a_prompt_file_with_a_mistake_is_refused(text, code):
    with pytest.raises(Mistaken) as caught:
        parse_texts(text, "main.en.yaml")
    assert [mistake.code for mistake in caught.value.mistakes] == [code]
