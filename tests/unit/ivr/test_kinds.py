"""The kinds that ask outside, know the caller, or take more than a key: what each does with each outcome."""

from datetime import UTC, date, datetime, timedelta

import pytest

from ctid.ivr.names import Names
from ctid.ivr.outside import Signature
from ctid.ivr.parse import parse_flow
from ctid.ivr.session import Session
from ctid.ivr.steps import (
    Answered,
    Ask,
    Call,
    Dial,
    Dialled,
    Failed,
    Form,
    Keys,
    Leave,
    NoKeys,
    Note,
    NothingRecorded,
    Play,
    Played,
    Prompt,
    Record,
    Recorded,
    Request,
    Said,
)
from ctid.ivr.values import Secret, Sort
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
EN, ZH = Language.EN, Language.ZH
HEAD = """\
version: 1
flow: test
languages: [en, zh]
defaults:
  on_max_failures: bye
  no_match: {say: wrong}
  outside: {timeout: 2s, wait: please-wait, on_error: oops}
start: first
nodes:
  first:
"""
TAIL = """
  bye: {hangup: {}}
  oops: {voicemail: {}}
  there: {closed: {}}
"""
ACTIONS = {
    "orders.state": Signature(
        {"order_no": Sort.TEXT}, {"Found": {"state": Sort.TEXT, "due": Sort.DATE}, "NotFound": {}}
    ),
    "pins.check": Signature({"pin": Sort.SECRET}, {"Verified": {}, "Refused": {}, "Locked": {}}),
    "pins.echo": Signature({"pin": Sort.TEXT}, {"Verified": {}, "Refused": {}}),
    "lookup.order": Signature({"number": Sort.TEXT}, {"Found": {}, "NotFound": {}}),
}
NAMES = Names(actions=ACTIONS, flows={"proof": ("right", "wrong"), "main": ()})


def read(node, tail=TAIL, names=NAMES):
    """Read a flow that begins at `node`; all the ends of TAIL can be reached."""
    ways = "".join(
        f"\n      {key}: {{goto: {name}}}"
        for key, name in (('"1"', "bye"), ('"2"', "oops"), ('"3"', "there"))
    )
    return parse_flow(f"{HEAD}{node}\n  all:\n    menu:\n      prompt: all{ways}\n{tail}", "f.yaml", names)


def begin(node, **known):
    session = Session(read(node), **known)
    return session, session.start(now=NOW)


def mistakes(node):
    with pytest.raises(Mistaken) as told:
        read(node)
    return [(mistake.code, mistake.place.column) for mistake in told.value.mistakes if mistake.code != "I102"]


# --- somebody outside is asked ----------------------------------------------------------------------
ACTION = """\
    action:
      name: orders.state
      with: {order_no: = caller.number}
      into: order
      on: {Found: told, NotFound: all}
  told:
    say: [order-due, {date: = order.due}, {text: = order.state}]
    next: all"""


def test_an_action_is_asked_with_its_arguments_and_its_answer_becomes_variables():
    session, step = begin(ACTION, facts={"caller.number": "77"})
    assert (step.name, step.arguments, step.outcomes) == (
        "orders.state",
        {"order_no": "77"},
        ("Found", "NotFound"),
    )
    assert (step.timeout, step.wait) == (timedelta(seconds=2), (Prompt("please-wait", EN),))
    step = session.resume(Answered("Found", {"state": "sent", "due": "2026-12-01"}), now=NOW)
    due, state = Said(Form.DATE, date(2026, 12, 1), EN), Said(Form.TEXT, "sent", EN)
    assert step.prompts == (Prompt("order-due", EN), due, state)
    assert session.variables == {"order.state": "sent", "order.due": date(2026, 12, 1)}


@pytest.mark.parametrize(
    ("outcome", "reason"),
    [
        (Failed(Reason("no_answer_in_time")), "no_answer_in_time"),
        (Answered("Elsewhere"), "bad_answer"),
        (Answered("Found", {"state": 7}), "bad_answer"),
        (Answered("Found", {"due": "soon"}), "bad_answer"),
    ],
)
def test_what_is_no_answer_leads_the_way_of_errors(outcome, reason):
    session, _ = begin(ACTION)
    step = session.resume(outcome, now=NOW)
    assert (session.node, step.verb) == ("oops", "voicemail")
    assert [(note.what, note.value) for note in step.notes] == [("failed", reason)]


def test_arguments_are_shown_by_no_print_of_a_request():
    assert "77" not in repr(begin(ACTION, facts={"caller.number": "77"})[1])


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("orders.state", "orders.stat"), "I111"),
        (("order_no:", "order:"), "I111"),
        (("= caller.number", "7"), "I135"),
        (("= caller.number", "= customer.birthday"), "I135"),
        (("= caller.number", "= caller.numbr"), "I110"),
        (("NotFound: all", "Missing: all"), "I141"),
        ((", NotFound: all", ""), "I142"),
    ],
)
def test_a_flow_that_asks_wrongly_is_refused(wrong, code):
    assert code in [found for found, _ in mistakes(ACTION.replace(*wrong))]


def test_who_asks_without_a_way_for_errors_is_told():
    with pytest.raises(Mistaken) as told:
        parse_flow((HEAD.replace(", on_error: oops", "") + ACTION + TAIL), "f.yaml", NAMES)
    assert "I112" in [mistake.code for mistake in told.value.mistakes]


@pytest.mark.parametrize("what", ["customer", "ticket", "order"])
def test_what_the_store_holds_is_looked_up_by_its_name(what):
    session, step = begin(
        f"    lookup: {{what: {what}, number: = caller.number, on: {{found: all, none: all}}}}"
    )
    assert step.name == what and session.resume(Answered("none"), now=NOW).max_digits == 1


WEBHOOK = """\
    webhook:
      url: https://crm.example.com/ivr
      with: {number: = caller.number, topic: orders}
      answers: {score: number}
      into: crm
      on: {vip: high, other: all}
  high:
    switch:
      rules: [{when: crm.score + 1 > 7, goto: there}]
      default: all"""


def test_a_webhook_s_answer_can_be_reckoned_with():
    session, step = begin(WEBHOOK)
    assert step.arguments["topic"] == "orders"
    assert session.resume(Answered("vip", {"score": 7}), now=NOW) == Leave(
        "closed", (Note("first", "answered", "vip"),)
    )


@pytest.mark.parametrize("url", ["ftp://x", "https://", "https://user:pw@x/", "https://x/ y", "//x"])
def test_an_address_that_cannot_be_asked_is_refused(url):
    assert ("I145", 12) in mistakes(WEBHOOK.replace("https://crm.example.com/ivr", f'"{url}"'))


# --- secrets ----------------------------------------------------------------------------------------
PIN = """\
    authenticate:
      prompt: ask-pin
      digits: {min: 4, max: 4, end: ""}
      check: pins.check
      tries: 2
      wrong: wrong-pin
      on_locked: all
    next: there"""


def test_a_pin_goes_to_the_action_and_nowhere_else():
    session, step = begin(PIN)
    assert step.secret
    asked = session.resume(Keys("4711"), now=NOW)
    assert asked.arguments["pin"].reveal() == "4711" and "4711" not in repr(asked)
    end = session.resume(Answered("Verified"), now=NOW)
    assert (session.node, session.variables) == ("there", {})
    assert [(note.what, note.value) for note in (*asked.notes, *end.notes)] == [
        ("entered", "••••"),
        ("answered", "Verified"),
    ]


def test_wrong_pins_are_counted_over_the_whole_call():
    session, _ = begin(
        PIN.replace("on_locked: all", "on_locked: round")
        + '\n  round: {menu: {prompt: m, "1": {goto: first}, "2": {goto: all}}}'
    )
    session.resume(Keys("0000"), now=NOW)
    again = session.resume(Answered("Refused"), now=NOW)
    assert again.prompts == (Prompt("wrong-pin", EN), Prompt("ask-pin", EN))
    session.resume(Keys("0001"), now=NOW)
    session.resume(Answered("Refused"), now=NOW)
    assert session.node == "round"
    session.resume(Keys("1"), now=NOW)
    assert session.node == "round"  # going round gives no new tries


def test_an_account_that_the_action_has_locked_is_locked_at_once():
    session, _ = begin(PIN)
    session.resume(Keys("4711"), now=NOW)
    session.resume(Answered("Locked"), now=NOW)
    assert session.node == "all"


def test_an_action_that_shows_a_pin_cannot_check_it():
    assert [code for code, _ in mistakes(PIN.replace("pins.check", "pins.echo"))] == ["I111"]


SECRET = """\
    collect: {prompt: card, into: card, digits: {min: 4, max: 16}, secret: true}
    next: second
  second:
"""


@pytest.mark.parametrize(
    "use",
    [
        '    set: {shown: "= last(card, 4)"}\n    next: all',
        "    switch: {variable: card, cases: {'1': all}, default: all}",
        "    switch: {rules: [{when: card = '1', goto: all}], default: all}",
        "    say: {digits: = card}\n    next: all",
        "    webhook: {url: 'https://x.example', with: {card: = card}, on: {ok: all}}",
        "    dial: {number: = card, on_failed: all}\n    next: all",
        "    action: {name: orders.state, with: {order_no: = card}, on: {Found: all, NotFound: all}}",
    ],
)
def test_a_secret_goes_nowhere_where_it_would_be_seen(use):
    assert "I136" in [code for code, _ in mistakes(SECRET + use)]


def test_a_copy_of_a_secret_is_a_secret():
    copied = "    set: {copy: = card}\n    next: third\n  third:\n    say: {digits: = copy}\n    next: all"
    assert "I136" in [code for code, _ in mistakes(SECRET + copied)]
    session, _ = begin(SECRET + "    set: {copy: = card}\n    next: all")
    session.resume(Keys("4111111111111111"), now=NOW)
    assert session.variables["copy"] == Secret("4111111111111111") and "4111" not in repr(session.variables)


# --- the caller is known ----------------------------------------------------------------------------
GREET = """\
    personal:
      - {name: by_name, when: known(customer.name), say: [hello, {text: = customer.name}]}
      - {name: birthday, when: birthday(customer.birthday), say: birthday}
      - {name: valued, when: "customer.tier in ('gold', 'silver')", set: {weight: 10}}
    next: all"""
SOMEBODY = {"customer.name": "Demo", "customer.birthday": date(1990, 11, 23), "customer.tier": "gold"}


def test_every_rule_that_holds_is_followed_and_noted_with_its_reason():
    session, step = begin(GREET, facts=SOMEBODY)
    assert step.prompts == (Prompt("hello", EN), Said(Form.TEXT, "Demo", EN), Prompt("birthday", EN))
    assert step.barge_in and session.variables == {"weight": 10}
    assert [(note.what, note.value) for note in step.notes] == [
        ("greeted", n) for n in ("by_name", "birthday", "valued")
    ]
    assert "customer.tier = gold" in step.notes[2].reason.words()


def test_a_stranger_is_not_greeted():
    session, step = begin(GREET)
    assert isinstance(step, Ask) and session.node == "all" and step.notes == ()


CHOICE = '    language: {prompt: tongue, "1": zh, "2": en, remembered: true}\n    next: all'


def test_a_language_that_is_known_is_not_asked_for():
    session, step = begin(CHOICE, facts={"customer.language": "zh"})
    assert step.prompts == (Prompt("all", ZH),) and session.language is ZH
    assert step.notes[0].reason.code == "language_remembered"
    assert (
        begin(CHOICE)[0].node == "first"
        and begin(CHOICE, facts={"customer.language": "fr"})[0].node == "first"
    )


def test_what_is_known_is_heard_in_the_caller_s_own_language():
    session = Session(read(GREET))
    session.know({"customer.language": "zh", "customer.name": "示例"})
    assert session.start(now=NOW).prompts[0] == Prompt("hello", ZH)


# --- recordings, surveys, numbers -------------------------------------------------------------------
RECORD = """\
    record: {prompt: speak, into: take, longest: 20s, silence: 3s, max_failures: 2}
    next: hear
  hear:
    play: = take
    next: all"""


def test_a_recording_is_made_and_played():
    session, step = begin(RECORD)
    assert step == Record((Prompt("speak", EN),), timedelta(seconds=20), timedelta(seconds=3), "#")
    step = session.resume(Recorded("call-1", timedelta(seconds=5)), now=NOW)
    assert step.prompts == (Said(Form.RECORDING, "call-1", EN),)


def test_silence_is_no_recording():
    session, _ = begin(RECORD)
    assert isinstance(session.resume(NothingRecorded(), now=NOW), Record)
    assert session.resume(NothingRecorded(), now=NOW).verb == "hangup"


SURVEY = """\
    survey:
      questions: [{prompt: q1, into: solved, keys: "12"}, {prompt: q2, into: rating}]
      thanks: thanks
      max_failures: 2
    next: all"""


def test_a_survey_asks_one_question_after_the_other_and_keeps_every_answer():
    session, step = begin(SURVEY)
    assert (step.prompts, step.into) == ((Prompt("q1", EN),), "solved")
    assert session.resume(Keys("3"), now=NOW).prompts == (Prompt("wrong", EN), Prompt("q1", EN))
    assert session.resume(Keys("1"), now=NOW).prompts == (Prompt("q2", EN),)
    assert isinstance(session.resume(NoKeys(), now=NOW), Ask)  # failures are the question's
    assert session.resume(Keys("5"), now=NOW).prompts == (Prompt("thanks", EN),)
    session.resume(Played(), now=NOW)
    assert (session.node, session.variables) == ("all", {"solved": "1", "rating": "5"})


def test_a_number_is_called_and_each_result_has_its_way():
    dial = '    dial: {number: "+12025550123", ring: 20s, on: {busy: there}, on_failed: oops}\n    next: all'
    assert begin(dial)[1] == Dial("+12025550123", timedelta(seconds=20))
    for result, node in (
        (Call.ANSWERED, "all"),
        (Call.BUSY, "there"),
        (Call.NO_ANSWER, "oops"),
        (Call.FAILED, "oops"),
    ):
        session, _ = begin(dial)
        session.resume(Dialled(result), now=NOW)
        assert session.node == node


def test_a_transfer_asks_first_whether_the_number_may_be_called():
    transfer = '    transfer: {number: "+12025550123", prompt: connecting, on_refused: all}'
    session, step = begin(transfer)
    assert isinstance(step, Request) and step.arguments == {"number": "+12025550123"}
    assert session.resume(Answered("allowed"), now=NOW) == Play((Prompt("connecting", EN),))
    assert session.resume(Played(), now=NOW).verb == "forward"
    session, _ = begin(transfer)
    session.resume(Failed(Reason("night_lock")), now=NOW)
    assert (session.node, session.variables) == ("all", {"refused": "night_lock"})


# --- deciding ---------------------------------------------------------------------------------------
def test_what_is_set_may_be_reckoned():
    count = "    set: {tries: = tries + 1, note: new}\n    next: second\n  second:\n"
    session, _ = begin(count + "    switch: {rules: [{when: tries > 2, goto: there}], default: all}")
    assert (session.node, session.variables) == ("all", {"tries": 1, "note": "new"})


def test_a_variable_has_one_sort():
    two = "    set: {tries: 1}\n    next: second\n  second:\n    set: {tries: one}\n    next: all"
    assert [code for code, _ in mistakes(two)] == ["I137"]


def test_a_choice_may_have_several_keys():
    menu = '    menu: {prompt: m, "1": {goto: all}, "12": {goto: there}}'
    session, step = begin(menu)
    assert step.max_digits == 2
    session.resume(Keys("12"), now=NOW)
    assert session.node == "there"


# --- subflows ---------------------------------------------------------------------------------------
PROOF = """\
version: 1
flow: proof
languages: [en]
takes: {order_no: text}
returns: [right, wrong]
start: ask
nodes:
  ask:
    menu: {prompt: sure, "1": {set: {sure: order_no}, goto: good}, on_max_failures: bad}
  good: {return: right}
  bad: {return: wrong}
"""
INTO = """\
    collect: {prompt: order, into: order_no}
    next: prove
  prove:
    subflow: {flow: proof, gives: {sure: text}, on: {right: there, wrong: all}}"""


def test_a_subflow_comes_back_to_where_it_was_gone_into():
    proof = parse_flow(PROOF, "proof.yaml")
    session = Session(read(INTO), flows={"proof": proof})
    session.start(now=NOW)
    step = session.resume(Keys("42"), now=NOW)
    assert (session.node, step.prompts) == ("proof/ask", (Prompt("sure", EN),))
    end = session.resume(Keys("1"), now=NOW)
    assert (session.node, end.verb, session.variables["sure"]) == ("there", "closed", "order_no")
    assert [(note.node, note.what, note.value) for note in end.notes][-1] == ("prove", "returned", "right")


def test_a_flow_that_was_not_gone_into_ends_where_it_returns():
    session = Session(parse_flow(PROOF, "proof.yaml"))
    session.start(now=NOW)
    assert session.resume(Keys("1"), now=NOW).verb == "hangup"


def test_flows_that_go_into_each_other_for_ever_end():
    round_ = PROOF.replace(
        'menu: {prompt: sure, "1": {set: {sure: order_no}, goto: good}, on_max_failures: bad}',
        "subflow: {flow: proof, on: {right: good, wrong: bad}}",
    )
    proof = parse_flow(round_, "proof.yaml")
    assert Session(proof, flows={"proof": proof}).start(now=NOW) == Leave("")


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (("flow: proof", "flow: prof"), "I143"),
        (("flow: proof", "flow: main"), "I143"),
        (("wrong: all", "bad: all"), "I141"),
    ],
)
def test_a_subflow_that_does_not_come_back_is_refused(wrong, code):
    assert code in [found for found, _ in mistakes(INTO.replace(*wrong))]


def test_an_outcome_that_is_not_declared_cannot_be_returned():
    with pytest.raises(Mistaken, match=r"I144"):
        parse_flow(PROOF.replace("return: wrong", "return: wrnog"), "proof.yaml")


def test_a_queue_node_may_want_the_last_agent_for_a_while():
    lines = "    queue: {name: support, on_refused: all}"
    assert begin(lines)[1].last_agent is None
    assert begin(lines.replace("}", ", last_agent: 20s}"))[1].last_agent == timedelta(seconds=20)
    assert [code for code, _ in mistakes(lines.replace("}", ", last_agent: soon}"))] == ["I121"]
