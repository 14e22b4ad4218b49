"""A simulated call: keys, silence and time as on a line, and what is pretended outside."""

from datetime import UTC, datetime, timedelta

import pytest

from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow
from ctid.ivr.path import Hop, read_path, write_path
from ctid.ivr.sim.dialog import Hear, Missed, Press, Wait, follow
from ctid.ivr.sim.given import Answer, Given
from ctid.ivr.sim.keys import NoActError, read_keys
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.sim.trial import Trial, World
from ctid.model.ids import FlowName
from ctid.model.languages import Language

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
FLOW = """
version: 1
flow: small
languages: [en, zh]
defaults: {on_max_failures: line, no_input: {say: nothing-heard}, outside: {on_error: line}}
start: top
nodes:
  top:
    menu:
      prompt: top
      "1": {goto: number}
      "2": {goto: legal}
      "0": {set: {topic: people}, goto: line}
      "9": {goto: line}
  number:
    collect: {prompt: number, into: number, digits: {min: 2, max: 4, end: "#"}}
    next: find
  find:
    lookup: {what: order, number: = number, into: order, on: {found: state, none: line}}
  state:
    say: [it-is, {text: = order.state}]
    next: line
  legal:
    menu:
      prompt: legal
      barge_in: false
      "1": {goto: line}
  line:
    queue: {name: people, on_refused: word}
  word:
    voicemail: {prompt: sorry}
"""
TEXTS = {Language.EN: {"top": "x" * 28, "legal": "x" * 14, "number": "x" * 14}, Language.ZH: {}}
NOTHING = Given()
SPOKEN = timedelta(seconds=2.3)  # of "top"


def trial(given=NOTHING, text=FLOW):
    flow = parse_flow(text, "small.yaml", Names())
    return Trial(flow, given, World({flow.name: flow}, {}, reckoned(TEXTS)), now=NOW)


def played(line, given=NOTHING):
    call = trial(given)
    assert follow(call, read_keys(line), TEXTS) is None
    return call


@pytest.mark.parametrize(
    ("line", "path", "end"),
    [
        ("0", "top 0 > line", "queue/people"),
        ("9", "top 9 > line", "queue/people"),
        ("t t t", "top max_failures > line", "queue/people"),
        ("1 42#", "top 1 > number match > find found > state next > line", "queue/people"),
        ("1 4# t 4#", "top 1 > number max_failures > line", "queue/people"),
        ("1 h", "top 1 > number", "hung_up"),
        ("2 1", "top 2 > legal 1 > line", "queue/people"),
    ],
)
def test_a_call_goes_the_way_that_its_keys_say_and_each_way_out_is_known(line, path, end):
    call = played(line)
    assert write_path(call.path) == path and call.end == end
    assert read_path(path) == call.path


def test_two_ways_to_one_node_are_told_apart():
    assert played("0").path[0] == Hop("top", "0") and played("9").path[0] == Hop("top", "9")


def test_keys_that_are_typed_ahead_are_taken_by_the_next_entry():
    call = played("142#")
    assert call.variables["number"] == "42" and call.lost == ""


def test_what_may_not_cut_a_prompt_short_loses_the_keys_of_the_impatient():
    call = trial()
    call.press("21")
    assert call.node == "legal" and call.lost == "1"
    call.press("1", interrupting=True)
    assert call.node == "legal" and call.lost == "11"
    call.press("1")
    assert call.end == "queue/people"


def test_an_entry_is_over_at_its_end_key_its_last_digit_or_when_no_digit_follows():
    seconds = [played(f"1 {keys}").did[1].ended for keys in ("42#", "4242", "42")]
    spans = [(ended - NOW).total_seconds() for ended in seconds]
    assert spans[0] + 0.25 == spans[1] and spans[2] == pytest.approx(spans[0] - 0.25 + 2)


def test_silence_lasts_as_long_as_the_prompt_and_the_timeout():
    call = trial()
    call.silent()
    assert call.now - NOW == SPOKEN + timedelta(seconds=5)
    assert [sound.key for sound in call.heard()] == ["top", "nothing-heard", "top"]


def test_who_waits_longer_than_the_flow_is_asked_again_meanwhile():
    call = trial()
    call.wait(timedelta(seconds=7))
    assert call.failures == 0
    call.wait(timedelta(seconds=1))
    assert call.failures == 1 and call.now - NOW == timedelta(seconds=8)


def test_mocks_answer_in_turn_and_the_last_for_good():
    sent, none = Answer("found", {"state": "sent"}), Answer("none")
    assert played("1 42#", Given(mocks={"lookup.order": (sent, none)})).variables["order.state"] == "sent"
    assert played("1 42#", Given(mocks={"lookup.order": (none,)})).path[-2] == Hop("find", "none")


def test_a_mock_by_the_name_of_the_node_comes_before_that_of_what_is_asked():
    mocks = {"lookup.order": (Answer("found"),), "find": (Answer("none"),)}
    assert played("1 42#", Given(mocks=mocks)).path[-2] == Hop("find", "none")


def test_an_answer_that_never_comes_takes_its_time_and_the_way_of_errors():
    slow = played("1 42#", Given(mocks={"lookup.order": (Answer("timeout"),)}))
    assert slow.path[-2] == Hop("find", "error")
    assert slow.did[2].ended - slow.did[2].began == timedelta(seconds=4)


def test_a_queue_that_takes_nobody_says_why():
    call = played("0", Given(mocks={"queue.people": (Answer("queue_closed"),)}))
    assert call.end == "voicemail" and call.variables["refused"] == "queue_closed"


def test_a_secret_is_seen_by_nobody():
    call = trial(text=FLOW.replace("into: number,", "into: number, secret: true,").replace("= number", '"1"'))
    follow(call, read_keys("1 42#"), TEXTS)
    assert "42" not in repr(call.variables) + repr([did.changed for did in call.did])


def test_a_caller_who_listens_says_nothing_until_they_hear_it():
    call = trial()
    assert follow(call, [Hear("nothing-heard"), Press("0")], TEXTS) is None
    assert call.variables["topic"] == "people"


def test_what_is_never_heard_is_told_and_the_call_is_heard_out():
    call = trial()
    assert follow(call, [Press("0"), Hear("state"), Wait()], TEXTS) == Missed(1, Hear("state"))
    assert call.end == "queue/people"


@pytest.mark.parametrize("line", ["x", "1x", "w", "wx", "b", "tt", "h1"])
def test_a_word_that_no_caller_can_do_is_refused(line):
    with pytest.raises(NoActError):
        read_keys(line)


def test_a_subflow_is_gone_into_and_left_on_the_path():
    outer = parse_flow(
        "version: 1\nflow: outer\nlanguages: [en]\nstart: a\nnodes:\n"
        "  a: {subflow: {flow: inner, on: {done: b}}}\n  b: {hangup: {}}\n",
        "outer.yaml",
        Names(),
    )
    inner = parse_flow(
        "version: 1\nflow: inner\nlanguages: [en]\nreturns: [done]\nstart: x\nnodes:\n"
        "  x: {say: hello, next: y}\n  y: {return: done}\n",
        "inner.yaml",
        Names(),
    )
    world = World({FlowName("inner"): inner}, {}, reckoned({}))
    call = Trial(outer, Given(), world, now=NOW)
    assert write_path(call.path) == "a into > inner/x next > inner/y > a done > b"
    assert write_path(Trial(inner, Given(), world, now=NOW).path) == "x next > y"
