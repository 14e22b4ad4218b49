"""Defects sown into the flows that ship: each is one edit, reported with its code on its line, in both languages.

A row is the file that is edited, what stands there, what is written instead, the code, and the flow and a piece of
the line where it must be told (of the edited text; no flow: in the file of prompts).
"""
# ruff: noqa: E501

import pytest

from ctid.model.languages import Language

LONG_EN = "Please listen to all of it, because our menu has changed. " * 9
LONG_ZH = "由于菜单内容已经更新，请您耐心听完全部选项之后再进行选择。" * 6
DEEP = """\
      "1": {goto: first}
      "4": {goto: is_emergency}
      "2": {goto: call_back}
      "3": {goto: tell_us}

  first: {menu: {prompt: keep-or-again, "1": {goto: second}, "2": {goto: call_back}}}
  second: {menu: {prompt: keep-or-again, "1": {goto: third}, "2": {goto: call_back}}}
  third: {menu: {prompt: keep-or-again, "1": {goto: ring_duty}, "2": {goto: call_back}}}
"""
SHALLOW = """\
      "1": {goto: is_emergency}
      "2": {goto: call_back}
      "3": {goto: tell_us}
"""
QUEUES = "    queue: {name: support, on_refused: leave_message}\n\n  to_billing:\n    queue: {name: billing, on_refused: leave_message}\n"

SEEDS = [
    # I101 a target names no node
    ("main", "next: welcome\n", "next: welcom\n", "I101", "main", "next: welcom"),
    ("main", "start: greet\n", "start: greeting\n", "I101", "main", "start: greeting"),
    ("main", "name: billing, on_refused: leave_message", "name: billing, on_refused: message", "I101", "main", "on_refused: message"),
    ("orders", "none: not_found", "none: notfound", "I101", "orders", "none: notfound"),
    ("after_hours", "closed: how_late", "closed: how-late", "I101", "after_hours", "closed: how-late"),
    ("survey", "goto: tell_us", "goto: tell_me", "I101", "survey", "goto: tell_me"),
    # I102 nobody gets there
    ("main", "{topic: billing}, goto: to_billing", "{topic: billing}, goto: to_support", "I102", "main", "  to_billing:"),
    ("main", "{topic: delivery}, goto: delivery", "{topic: delivery}, goto: to_support", "I102", "main", "  delivery:"),
    ("after_hours", "goto: call_back", "goto: tell_us", "I102", "after_hours", "  call_back:"),
    ("orders", "goto: say_delivered", "goto: say_due", "I102", "orders", "  say_delivered:"),
    ("orders", "TooLate: say_too_late", "TooLate: say_held", "I102", "orders", "  say_too_late:"),
    # I103 it leads nowhere
    ("main", "voicemail: {prompt: nobody-here}", "say: nobody-here", "I103", "main", "  leave_message:"),
    ("orders", "{digits: = order_no}]\n    next: again", "{digits: = order_no}]", "I103", "orders", "  not_found:"),
    ("after_hours", "    callback: {}", "    set: {asked: true}\n    next: call_back", "I103", "after_hours", "  call_back:"),
    ("survey", "    hangup: {prompt: survey-thanks}", "    say: survey-thanks\n    next: bye", "I103", "survey", "  bye:"),
    # I104 round and round while the caller does nothing
    ("main", "name: support, on_refused: leave_message", "name: support, on_refused: to_support", "I104", "main", "  to_support:"),
    ("main", "on_max_failures: goodbye", "on_max_failures: anything_else", "I104", "main", "  anything_else:"),
    ("orders", "    next: again", "    next: find_order", "I104", "orders", "  find_order:"),
    ("orders", "no_input: {goto: finished}", "no_input: {goto: more}", "I104", "orders", "  more:"),
    ("after_hours", "next: options", "next: hours", "I104", "after_hours", "  hours:"),
    # I105 no way for those who cannot use keys
    ("main", "  on_max_failures: to_support", "  # nothing here:", "I105", "main", "prompt: language-choice"),
    ("orders", "  on_max_failures: to_person\n", "", "I105", "orders", "prompt: ask-order"),
    ("after_hours", "  on_max_failures: leave_message\n", "", "I105", "after_hours", "prompt: closed-options"),
    ("survey", "  on_max_failures: bye", "  # nothing here:", "I105", "survey", "      questions:"),
    # I106 a key that begins another
    ("main", '"2": {set: {topic: billing}', '"12": {set: {topic: billing}', "I106", "main", '"12":'),
    ("main", '"2": en', '"11": en', "I106", "main", '"11": en'),
    ("after_hours", '"3": {goto: tell_us}', '"22": {goto: tell_us}', "I106", "after_hours", '"22":'),
    ("orders", '"1": {goto: prove_it}', '"21": {goto: prove_it}', "I106", "orders", '"21":'),
    # I107 a prompt that a language lacks
    ("main", "prompt: main-menu", "prompt: main-menus", "I107", "main", "prompt: main-menus"),
    ("main", "say: happy-birthday", "say: merry-birthday", "I107", "main", "merry-birthday"),
    ("after_hours", "prompt: closed-options", "prompt: closed-choices", "I107", "after_hours", "closed-choices"),
    ("survey", "prompt: survey-again", "prompt: survey-once", "I107", "survey", "survey-once"),
    ("prompts/main.zh", 'no-input: "抱歉，没有听到您的按键。"\n', "", "I107", "", "no-input:"),
    ("prompts/service.en", 'connecting: "I am connecting you."\n', "", "I107", "", "connecting:"),
    # I108 too long to be kept in mind
    ("prompts/main.en", "ask-order: \"", f"ask-order: \"{LONG_EN}", "I108", "main", "prompt: ask-order"),
    ("prompts/main.zh", "ask-order: \"", f"ask-order: \"{LONG_ZH}", "I108", "orders", "prompt: ask-order"),
    ("after_hours", "prompt: connecting", "prompt: [closed-options, tell-us, closed-options, tell-us, closed-options, survey-again]", "I108", "after_hours", "closed-options, tell-us"),
    ("main", '"*": {goto: main_menu}', '"9": {goto: to_support}\n      "*": {goto: main_menu}', "I108", "main", "  main_menu:"),
    ("after_hours", SHALLOW, DEEP, "I108", "after_hours", "  third:"),
    # I109 no way to a person within three keys
    ("main", '"1": zh                     # keys are quoted: they are text, not numbers\n      "2": en', '"111": zh\n      "222": en', "I109", "main", "  greet:"),
    ("main", QUEUES, "    voicemail: {}\n\n  to_billing:\n    voicemail: {}\n", "I109", "main", "  greet:"),
    ("after_hours", '"1": zh\n      "2": en\n      remembered: true            # a customer whose language is known is not asked\n    next: hours\n\n  hours:\n    schedule: {calendar: office, open: to_support,', '"1111": zh\n      "2222": en\n    next: hours\n\n  hours:\n    schedule: {calendar: office, open: to_support,', "I109", "after_hours", "  welcome:"),
    # I110 a variable that nothing sets
    ("after_hours", "when: night and", "when: nigth and", "I110", "after_hours", "when: nigth"),
    ("orders", "number: = order_no", "number: = order_number", "I110", "orders", "= order_number"),
    ("survey", "number(rating_agent)", "number(rating)", "I110", "survey", "number(rating)"),
    # I110 a variable that is not set on every way
    ("after_hours", "closed: how_late", "closed: options", "I110", "after_hours", "when: night"),
    ("after_hours", "one-moment, on_error: leave_message", "one-moment, on_error: ring_duty", "I110", "after_hours", "number: = duty.phone"),
    ("after_hours", "on_max_failures: leave_message", "on_max_failures: hear_it", "I110", "after_hours", "play: = report"),
    ("orders", "start: ask_order", "start: find_order", "I110", "orders", "number: = order_no"),
    ("orders", "none: not_found", "none: which_state", "I110", "orders", "when: order.state"),
    ("survey", "on_max_failures: bye", "on_max_failures: wants_to_tell", "I110", "survey", "when: solved"),
    # I111 an action that is not there, or takes and gives something else
    ("orders", "name: orders.hold", "name: orders.hod", "I111", "orders", "orders.hod"),
    ("orders", "name: orders.hold\n      with: {order_no: = order_no}", "name: orders.hold\n      with: {order: = order_no}", "I111", "orders", "with: {order:"),
    ("orders", "name: orders.hold\n      with: {order_no: = order_no}", "name: orders.hold", "I111", "orders", "name: orders.hold"),
    ("orders", "check: orders.verify", "check: orders.hold", "I111", "orders", "check: orders.hold"),
    # I112 nobody may answer
    ("orders", "wait: one-moment, on_error: to_person", "wait: one-moment", "I112", "orders", "what: order"),
    ("after_hours", "wait: one-moment, on_error: leave_message", "wait: one-moment", "I112", "after_hours", "url:"),
    # I113 not of this site
    ("main", "name: support,", "name: suport,", "I113", "main", "suport"),
    ("main", "zh: {mandarin: 1}", "zh: {cantonese: 1}", "I113", "main", "cantonese"),
    ("after_hours", "calendar: office", "calendar: home", "I113", "after_hours", "calendar: home"),
    # I114 a secret that would be kept
    ("main", "into: order_no", "into: order_no\n      validate: luhn", "I114", "main", "prompt: ask-order"),
    ("main", "into: order_no", "into: card_no", "I114", "main", "prompt: ask-order"),
    ("prompts/main.en", "your order number", "your card number", "I114", "main", "prompt: ask-order"),
    ("prompts/main.zh", "您的订单号", "您的银行卡号", "I114", "orders", "prompt: ask-order"),
    ("prompts/service.en", "what we could do better", "your password", "I114", "survey", "prompt: survey-tell-us"),
    # I115 a key that is said and means nothing
    ("prompts/main.en", "To speak to someone, press 0.", "To speak to someone, press nine.", "I115", "main", "prompt: main-menu"),
    ("prompts/main.zh", "人工服务请按0", "人工服务请按九", "I115", "main", "prompt: main-menu"),
    ("prompts/service.zh", "留言请按3", "留言请按5键", "I115", "after_hours", "prompt: closed-options"),
    ("prompts/service.en", "To record it again, press 2.", "To record it again, press three.", "I115", "after_hours", "prompt: keep-or-again"),
    ("main", '"3": {set', '"4": {set', "I115", "main", "prompt: main-menu"),
    ("main", '      "*": {goto: main_menu}', '      "#": {goto: main_menu}', "I115", "main", "prompt: main-menu"),
    ("orders", 'max: 10, end: "#"', 'max: 10, end: "*"', "I115", "orders", "prompt: ask-order"),
    ("survey", 'into: rating_agent, keys: "12345"', 'into: rating_agent, keys: "1234"', "I115", "survey", "prompt: survey-agent"),
    # I116 the languages do not offer the same
    ("prompts/main.en", " To speak to someone, press 0.", "", "I116", "main", "prompt: main-menu"),
    ("prompts/main.zh", "，重听请按星号键", "", "I116", "main", "prompt: main-menu"),
    ("prompts/service.en", " To leave a message, press 3.", "", "I116", "after_hours", "prompt: closed-options"),
    ("prompts/service.zh", "服务您的坐席满意吗？请按1到5", "服务您的坐席满意吗？请按1到4", "I116", "survey", "prompt: survey-agent"),
    # I117 not everybody understands the first words
    ("main", "start: greet", "start: main_menu", "I117", "main", "prompt: main-menu"),
    ("main", "next: welcome\n", "next: main_menu\n", "I117", "main", "prompt: main-menu"),
    ("after_hours", "start: welcome", "start: options", "I117", "after_hours", "prompt: closed-options"),
    ("survey", "# ctid:ignore I117", "# formerly I117", "I117", "survey", "prompt: survey-solved"),
    # I118 waivers that waive nothing
    ("survey", "I109 whoever is asked here has just talked to a person", "I109", "I118", "survey", "ctid:ignore I109"),
    ("main", "start: greet\n", "start: greet  # ctid:ignore I108 it was long once\n", "I118", "main", "it was long once"),
    ("main", "start: greet\n", "start: greet  # ctid:ignore I104 we like it\n", "I118", "main", "we like it"),
    ("main", "start: greet\n", "start: greet  # ctid:ignore all of it\n", "I118", "main", "all of it"),
]  # fmt: skip


def line_of(text, piece):
    lines = [number for number, line in enumerate(text.splitlines(), 1) if piece in line]
    assert lines, f"no line holds {piece!r}"
    return lines[0]


@pytest.mark.parametrize("seed", SEEDS, ids=lambda seed: f"{seed[3]} {seed[5]}")
def test_a_defect_is_told_with_its_code_on_its_line(site, seed):
    name, right, wrong, code, flow, piece = seed
    path = site.path(name)
    assert right in site.files[path]
    bent = site.files[path].replace(right, wrong, 1)
    verdicts, in_prompts = site.judged([flow] if flow else [], [(path, bent)])
    found = verdicts[flow].found if flow else in_prompts
    told = [mistake for mistake in found if mistake.code == code]
    if flow:
        text = bent if flow == name else site.files[site.path(flow)]
        assert line_of(text, piece) in [mistake.place.line for mistake in told]
    assert told
    for mistake in told:
        assert mistake.place.column >= 1
        assert mistake.words(Language.EN) != mistake.words(Language.ZH)
        assert all(text.en and text.zh for text in (mistake.what, mistake.why, mistake.mend))


def test_the_shipped_flows_have_nothing_but_what_is_waived(site):
    verdicts, in_prompts = site.judged()
    assert [*in_prompts, *(mistake for verdict in verdicts.values() for mistake in verdict.found)] == []
    waived = {(name, one.mistake.code) for name, verdict in verdicts.items() for one in verdict.waived}
    assert waived == {("survey", "I109"), ("survey", "I117")}


def test_every_rule_is_sown_at_least_twice():
    sown = [code for _, _, _, code, _, _ in SEEDS]
    assert len(sown) >= 60
    assert all(sown.count(f"I{number}") >= 2 for number in range(101, 119))
