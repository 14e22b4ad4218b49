"""What each rule lets pass, and what it tells: the cases that the shipped flows do not have."""

import pytest

from ctid.ivr.names import Names
from ctid.ivr.parse import judge_flow, parse_flow
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken, Severity

EN, ZH = Language.EN, Language.ZH

HEAD = """\
version: 1
flow: f
languages: [{languages}]
defaults: {{on_max_failures: line}}
start: {start}
nodes:
  line: {{queue: {{name: q, on_refused: bye}}}}
  bye: {{hangup: {{}}}}
"""


def found(nodes, *, start="menu", languages="en", **names):
    """The codes and lines of what is found, counted from the first node written here."""
    head = HEAD.format(start=start, languages=languages)
    verdict = judge_flow(head + nodes, "f.yaml", Names(**names))
    before = len(head.splitlines())
    return [(mistake.code, mistake.place.line - before) for mistake in verdict.found]


MENU = '  menu: {menu: {prompt: m, "1": {goto: line}, "2": {goto: bye}}}\n'


def said(en, zh="请按1或2"):
    return {EN: {"m": en}, ZH: {"m": zh}}


def test_a_sound_menu_has_nothing():
    assert found(MENU, prompts=said("Press 1 or 2.")) == []


def test_keys_of_one_length_do_not_begin_each_other():
    assert found('  menu: {menu: {prompt: m, "11": {goto: line}, "12": {goto: bye}}}\n') == []


# --- I108 ---------------------------------------------------------------------------------------------
def test_a_measured_recording_counts_instead_of_its_text():
    short, long = {(EN, "m"): 12.0}, {(EN, "m"): 31.0}
    assert found(MENU, prompts=said("Press 1. " * 99), sounds=short) == []
    assert found(MENU, prompts=said("Press 1."), sounds=long) == [("I108", 1)]


def test_what_is_heard_in_two_languages_is_as_long_as_both():
    node = '  menu:\n    language: {prompt: m, "1": zh, "2": en}\n    next: line\n'
    each = {(EN, "m"): 16.0, (ZH, "m"): 16.0}
    assert found(node, languages="zh, en", sounds=each) == [("I108", 2)]


@pytest.mark.parametrize(("choices", "codes"), [(5, []), (6, [("I108", 1)])])
def test_a_menu_has_at_most_five_choices(choices, codes):
    keys = ", ".join(f'"{key}": {{goto: line}}' for key in range(choices))
    assert found(f"  menu: {{menu: {{prompt: m, {keys}}}}}\n") == codes


# --- I109 ---------------------------------------------------------------------------------------------
def test_giving_up_is_no_way_to_a_person():
    assert found('  menu: {menu: {prompt: m, "1": {goto: bye}}}\n') == [("I109", 1)]


@pytest.mark.parametrize(("least", "codes"), [(2, []), (3, [("I109", 1)])])
def test_the_keys_of_an_entry_count_with_the_one_that_ends_it(least, codes):
    node = f"  menu:\n    collect: {{prompt: m, into: x, digits: {{min: {least}, max: 9}}}}\n    next: line\n"
    assert found(node) == codes


def test_where_nothing_is_asked_there_is_nothing_to_press():
    assert found("  menu: {say: m, next: bye}\n") == [("I102", -1)]  # only the queue that nobody reaches


# --- I110 ---------------------------------------------------------------------------------------------
READS = """\
  menu: {menu: {prompt: m, "1": {set: {x: a}, goto: which}, "2": {goto: which}}}
  which: {switch: {rules: [{when: "RULE", goto: says}], default: line}}
  says: {say: {text: = x}, next: line}
"""


@pytest.mark.parametrize(
    ("rule", "lines"),
    [
        ("x = 'a'", [2]),
        ("known(x)", []),
        ("known(x) and x != 'b'", []),
        ("known(x) or hour() < 9", [3]),
        ("hour() < 9", [3]),
        ("x in ('a', 'b')", [2]),
        ("x != 'a'", [2, 3]),
        ("not known(x)", [3]),
    ],
)
def test_a_rule_that_needs_a_value_leads_to_where_there_is_one(rule, lines):
    assert found(READS.replace("RULE", rule)) == [("I110", line) for line in lines]


def test_the_way_on_which_it_is_not_set_is_told():
    verdict = judge_flow(
        HEAD.format(start="menu", languages="en") + READS.replace("RULE", "hour() < 9"), "f.yaml"
    )
    assert "menu → which → says" in verdict.found[0].what.en


def test_a_variable_may_be_counted_up_from_nothing():
    nodes = "  count: {set: {tries: = tries + 1}, next: menu}\n" + MENU
    assert found(nodes, start="count") == []


def test_what_a_subflow_takes_has_been_set():
    head = HEAD.format(start="says", languages="en").replace("defaults", "takes: {x: text}\ndefaults")
    assert judge_flow(head + "  says: {say: {text: = x}, next: line}\n", "f.yaml").found == ()


# --- I114 ---------------------------------------------------------------------------------------------
def test_a_secret_that_is_marked_is_not_kept():
    node = "  menu:\n    collect: {prompt: m, into: card, secret: true, digits: {min: 1}}\n    next: line\n"
    assert found(node) == []
    assert found(node.replace("secret: true, ", "")) == [("I114", 2)]


# --- I115, I116 ---------------------------------------------------------------------------------------
def test_without_texts_nothing_is_said_of_keys():
    assert found(MENU) == []


def test_a_key_that_is_not_said_may_be_there_all_the_same():
    assert found(MENU, prompts=said("Press 1.")) == []


def test_a_choice_of_language_says_in_each_how_to_choose_it():
    node = '  menu:\n    language: {prompt: m, "1": zh, "2": en}\n    next: line\n'
    texts = said("For English, press 2.", "中文请按1")
    assert found(node, languages="zh, en", prompts=texts) == []


# --- I117 ---------------------------------------------------------------------------------------------
def test_first_words_are_no_matter_where_there_is_one_language():
    assert found(MENU, languages="en") == []
    assert found(MENU, languages="zh, en") == [("I117", 1)]


def test_every_way_to_the_first_words_is_looked_at():
    nodes = (
        "  menu: {switch: {rules: [{when: hour() < 9, goto: early}], default: late}}\n"
        "  early: {say: m, next: line}\n"
        "  late: {say: m, next: line}\n"
    )
    assert found(nodes, languages="zh, en") == [("I117", 2), ("I117", 3)]


def test_a_language_that_is_set_has_been_chosen():
    nodes = "  menu: {set: {language: en}, next: says}\n  says: {say: m, next: line}\n"
    assert found(nodes, languages="zh, en") == []


# --- waivers ------------------------------------------------------------------------------------------
def test_a_waiver_stands_behind_or_before_what_it_waives():
    behind = MENU.replace("\n", "  # ctid:ignore I117 an inland number\n")
    before = f"  # ctid:ignore I117 an inland number\n\n  # and more\n{MENU}"
    assert found(behind, languages="zh, en") == found(before, languages="zh, en") == []


def test_one_waiver_may_name_several_codes():
    menu = '  menu: {menu: {prompt: m, "1": {goto: bye}}}\n'
    assert found(f"  # ctid:ignore I109,I117 a test line\n{menu}", languages="zh, en") == []


def test_a_waiver_of_which_one_code_is_idle_is_told_for_that_one():
    assert found(f"  # ctid:ignore I109,I117 a test line\n{MENU}", languages="zh, en") == [("I118", 1)]


def test_what_keeps_a_call_from_ending_cannot_be_waived():
    circle = "  # ctid:ignore I104 we like it\n  round: {say: m, next: round}\n"
    assert {code for code, _ in found(circle, start="round")} >= {"I104", "I118"}


# --- what becomes of warnings ---------------------------------------------------------------------------
def test_warnings_are_remarked_and_the_flow_runs():
    remarks = []
    flow = parse_flow(HEAD.format(start="menu", languages="zh, en") + MENU, "f.yaml", remark=remarks.append)
    assert flow.start == "menu"
    assert [(remark.code, remark.severity) for remark in remarks] == [("I117", Severity.WARNING)]
    assert " I117 (warning) " in remarks[0].words() and " I117（警告） " in remarks[0].words(ZH)


def test_errors_are_raised_without_the_warnings():
    text = HEAD.format(start="menu", languages="zh, en") + MENU + "  lost: {hangup: {}}\n"
    with pytest.raises(Mistaken) as caught:
        parse_flow(text, "f.yaml")
    assert [mistake.code for mistake in caught.value.mistakes] == ["I102"]


def test_whoever_is_dialled_and_answers_does_not_end_a_circle():
    dial = "  menu: {dial: {number: '+12025550123', on_failed: line}, next: menu}\n"
    assert ("I104", 1) in found(dial)


def test_noise_on_the_line_does_not_end_a_circle():
    assert ("I104", 1) in found("  menu: {record: {prompt: m, into: x}, next: menu}\n")
