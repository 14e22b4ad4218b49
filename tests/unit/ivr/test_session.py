"""What each kind of node does with each outcome."""

from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from ctid.ivr.flow import Flow
from ctid.ivr.inputs import Amiss, InputRules
from ctid.ivr.nodes.assign import Assign
from ctid.ivr.nodes.collect import Collect, Digits, passes_luhn
from ctid.ivr.nodes.ending import Ending
from ctid.ivr.nodes.menu import Choice, Menu
from ctid.ivr.nodes.queue import Queue
from ctid.ivr.nodes.say import Say
from ctid.ivr.nodes.schedule import Schedule
from ctid.ivr.nodes.switch import Switch
from ctid.ivr.session import MOST_STEPS, Session
from ctid.ivr.steps import (
    Admitted,
    Ask,
    AskQueue,
    HungUp,
    Keys,
    Leave,
    NoKeys,
    Note,
    Play,
    Played,
    Prompt,
    Turned,
)
from ctid.model.hours import Calendar, Period
from ctid.model.ids import FlowName
from ctid.model.languages import Language
from ctid.model.reasons import Reason

EN, ZH = Language.EN, Language.ZH
MONDAY_NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
RULES = InputRules("bye", no_input=Amiss(say=("no-input",)), no_match=Amiss(say=("invalid-choice",)))
NODES = {
    "bye": Ending("hangup"),
    "farewell": Ending("closed", ("goodbye",)),
    "message": Ending("voicemail", ("nobody-here",)),
    "line": Queue("support", "message", {"vip": 3}, {ZH: {"mandarin": 1}, EN: {"english": 1}}, 5),
}


def session(node, *, languages=(EN, ZH), **known):
    """Return a session that begins at `node`."""
    return Session(Flow(FlowName("test"), languages, "first", {"first": node, **NODES}), **known)


def run(node, *outcomes, **known):
    """Run a session from `node` through the outcomes and return it with its last step."""
    caller = session(node, **known)
    step = caller.start(now=MONDAY_NOON)
    for outcome in outcomes:
        step = caller.resume(outcome, now=MONDAY_NOON)
    return caller, step


def prompts(*keys, language=EN):
    return tuple(Prompt(key, language) for key in keys)


def ask(*keys, notes=(), **given):
    """Return the step that asks with the rules above."""
    rest = {"max_digits": 1, "terminator": "", "secret": False, "into": ""} | given
    spans = {"timeout": timedelta(seconds=5), "digit_timeout": timedelta(seconds=2)}
    return Ask(prompts=prompts(*keys), barge_in=True, notes=notes, **spans, **rest)


# --- say, set, switch, schedule ---------------------------------------------------------------------
def test_what_is_said_is_noted_when_it_was_heard_to_the_end():
    assert run(Say(("hello", "news"), "bye"))[1] == Play(prompts("hello", "news"))
    heard = (Note("first", "heard", "hello"), Note("first", "heard", "news"))
    assert run(Say(("hello", "news"), "bye"), Played())[1] == Leave("hangup", heard)


def test_set_gives_variables_their_values_without_a_step():
    caller, step = run(Assign({"tier": "gold"}, "bye"))
    assert step == Leave("hangup") and caller.variables == {"tier": "gold"}


def test_setting_the_language_changes_what_is_spoken():
    caller, step = run(Assign({"language": "zh"}, "farewell"))
    assert step == Play(prompts("goodbye", language=ZH))
    assert caller.language is ZH and caller.variables == {}


@pytest.mark.parametrize(("tier", "node"), [("gold", "line"), ("silver", "bye"), (None, "bye")])
def test_a_switch_follows_the_value_or_else_the_default(tier, node):
    flow = {"second": Switch("tier", {"gold": "line"}, "bye"), **NODES}
    flow["first"] = Assign({"tier": tier} if tier else {}, "second")
    caller = Session(Flow(FlowName("test"), (EN,), "first", flow))
    caller.start(now=MONDAY_NOON)
    assert caller.node == node


def test_a_switch_can_look_at_the_language():
    assert run(Switch("language", {"zh": "message"}, "bye"), language=ZH)[0].node == "message"


@pytest.mark.parametrize(("hour", "node"), [(12, "line"), (20, "farewell")])
def test_a_schedule_follows_the_calendar_at_this_moment(hour, node):
    office = Calendar(ZoneInfo("UTC"), {1: (Period(time(9), time(18)),)})
    caller = session(Schedule("office", "line", "farewell"), calendars={"office": office})
    caller.start(now=MONDAY_NOON.replace(hour=hour))
    assert caller.node == node


# --- menu and language ------------------------------------------------------------------------------
MENU = Menu(("main-menu",), {"1": Choice("line", {"topic": "orders"}), "*": Choice("first")}, RULES)


def test_a_menu_asks_for_one_key():
    assert run(MENU)[1] == ask("main-menu")


def test_a_key_leads_on_and_says_what_was_chosen():
    caller, step = run(MENU, Keys("1"))
    assert (caller.node, caller.variables) == ("line", {"topic": "orders"})
    assert step.notes == (Note("first", "pressed", "1"), Note("first", "chose", "orders", "topic"))


@pytest.mark.parametrize(
    ("outcome", "said", "note"),
    [
        (NoKeys(), "no-input", Note("first", "no_input")),
        (Keys("7"), "invalid-choice", Note("first", "no_match", "7")),
        (Keys(""), "invalid-choice", Note("first", "no_match", "")),
        (Keys("11"), "invalid-choice", Note("first", "no_match", "11")),
    ],
)
def test_a_bad_entry_is_told_and_asked_again(outcome, said, note):
    assert run(MENU, outcome)[1] == ask(said, "main-menu", notes=(note,))


def test_the_third_bad_entry_of_either_sort_gives_up():
    caller, step = run(MENU, NoKeys(), Keys("7"), NoKeys())
    assert (caller.node, step) == ("bye", Leave("hangup", (Note("first", "no_input"),)))


def test_coming_back_to_a_node_forgives_its_failures():
    assert run(MENU, NoKeys(), NoKeys(), Keys("*"), NoKeys(), NoKeys())[0].node == "first"


def test_a_bad_entry_may_lead_away_at_once():
    rules = InputRules("bye", no_input=Amiss(goto="line"), no_match=Amiss(goto="message"))
    menu = Menu(("main-menu",), {"1": Choice("bye")}, rules)
    assert run(menu, NoKeys())[0].node == "line"
    assert run(menu, Keys("2"))[0].node == "message"


LANGUAGES = Menu(
    ("language-choice",),
    {"1": Choice("farewell", {"language": "zh"}), "2": Choice("farewell", {"language": "en"})},
    RULES,
    (ZH, EN),
)


def test_the_choice_of_language_is_heard_in_every_language():
    step = run(LANGUAGES, NoKeys())[1]
    assert [(prompt.key, str(prompt.language)) for prompt in step.prompts] == [
        ("no-input", "zh"),
        ("language-choice", "zh"),
        ("no-input", "en"),
        ("language-choice", "en"),
    ]


def test_the_chosen_language_is_spoken_and_noted():
    caller, step = run(LANGUAGES, Keys("1"))
    notes = (Note("first", "pressed", "1"), Note("first", "chose", "zh", "language"))
    assert step == Play(prompts("goodbye", language=ZH), notes) and caller.language is ZH


# --- collect ----------------------------------------------------------------------------------------
COLLECT = Collect(("ask-order",), "order_no", Digits(4, 10, "#"), RULES, "line")
SECRET = Collect(("ask-pin",), "pin", Digits(4, 4, ""), RULES, "line", secret=True)


def test_collect_asks_for_as_many_digits_as_it_may_take():
    assert run(COLLECT)[1] == ask("ask-order", max_digits=10, terminator="#", into="order_no")


def test_what_is_entered_is_kept_and_noted():
    caller, step = run(COLLECT, Keys("12345"))
    assert (caller.node, caller.variables) == ("line", {"order_no": "12345"})
    assert step.notes == (Note("first", "entered", "12345", "order_no"),)


@pytest.mark.parametrize("entered", ["", "123", "12345678901", "12*45", "１２３４"])
def test_too_few_too_many_or_no_digits_are_no_match(entered):
    caller, step = run(COLLECT, Keys(entered))
    assert step.notes == (Note("first", "no_match", entered),) and caller.variables == {}
    assert step.prompts == prompts("invalid-choice", "ask-order")


def test_a_secret_is_kept_but_never_noted():
    caller, step = run(SECRET, Keys("1234"))
    assert caller.variables["pin"].reveal() == "1234" and "1234" not in repr(caller.variables)
    assert step.notes == (Note("first", "entered", "••••", "pin"),)
    assert run(SECRET)[1].secret and run(SECRET, Keys("12"))[1].notes == (Note("first", "no_match", "••••"),)


def test_a_check_digit_is_checked():
    card = Collect(("ask-card",), "card", Digits(), RULES, "line", validate="luhn")
    assert run(card, Keys("79927398713"))[0].node == "line"
    assert run(card, Keys("79927398710"))[0].node == "first"
    assert passes_luhn("4539578763621486") and not passes_luhn("4539578763621487")


# --- queue and the ends -----------------------------------------------------------------------------
def test_a_queue_is_asked_with_the_skills_of_the_language():
    assert run(Say(("x",), "line"), Played())[1] == AskQueue(
        "support", {"vip": 3, "english": 1}, 5, (Note("first", "heard", "x"),)
    )
    assert run(Assign({}, "line"), language=ZH)[1].requires == {"vip": 3, "mandarin": 1}


def test_a_caller_whom_the_queue_takes_leaves_to_wait():
    assert run(Assign({}, "line"), Admitted(MONDAY_NOON))[1] == Leave("wait")


def test_a_caller_turned_away_hears_the_sentence_and_then_leaves_a_message():
    turned = Turned(Reason("nobody_signed_on", {"skills": "support"}))
    caller, step = run(Assign({}, "line"), turned)
    assert (step, caller.variables) == (Play(prompts("nobody-here")), {"refused": "nobody_signed_on"})
    step = caller.resume(Played(), now=MONDAY_NOON)
    assert step == Leave("voicemail", (Note("message", "heard", "nobody-here"),))


# --- the session itself -----------------------------------------------------------------------------
@pytest.mark.parametrize("node", [MENU, COLLECT, Say(("x",), "bye"), Assign({}, "line"), Ending("hangup")])
def test_a_caller_may_hang_up_at_any_step(node):
    caller, step = run(node, HungUp())
    assert step == Leave("")
    assert caller.resume(HungUp(), now=MONDAY_NOON) == Leave("")


@pytest.mark.parametrize(
    ("node", "outcome"), [(MENU, Played()), (COLLECT, Admitted(MONDAY_NOON)), (Ending("hangup"), Played())]
)
def test_an_outcome_that_answers_another_step_is_refused(node, outcome):
    with pytest.raises(ValueError, match="does not answer"):
        run(node, outcome)


def test_nothing_can_be_answered_before_the_start():
    with pytest.raises(ValueError, match="does not answer"):
        session(MENU).resume(Played(), now=MONDAY_NOON)


def test_a_language_known_beforehand_is_spoken_if_the_flow_has_it():
    assert session(MENU, language=ZH).language is ZH
    assert session(MENU, languages=(EN,), language=ZH).language is EN


def test_nodes_that_lead_round_without_a_step_end_without_a_verb():
    flow = Flow(FlowName("test"), (EN,), "a", {"a": Assign({}, "b"), "b": Assign({}, "a")})
    assert Session(flow).start(now=MONDAY_NOON) == Leave("")


def test_a_caller_who_repeats_the_menu_for_ever_is_let_go():
    caller = session(MENU)
    caller.start(now=MONDAY_NOON)
    steps = [caller.resume(Keys("*"), now=MONDAY_NOON) for _ in range(MOST_STEPS)]
    assert all(isinstance(step, Ask) for step in steps[:-1])
    assert steps[-1] == Leave("hangup", (Note("first", "pressed", "*"),))
