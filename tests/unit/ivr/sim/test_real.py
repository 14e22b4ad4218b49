"""What a simulated call and a real one must have in common, and which calls no real switch can play."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow
from ctid.ivr.saying import keys_of
from ctid.ivr.sim.given import Answer, Given
from ctid.ivr.sim.real import Replayed, disagreements, pretends, why_not
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.sim.trial import Trial, World
from ctid.ivr.steps import Form, Said
from ctid.model.ids import FlowName
from ctid.model.languages import Language

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
DUE = date(2030, 1, 15)
FLOW = """
version: 1
flow: small
languages: [en]
defaults: {on_max_failures: line, outside: {on_error: line, wait: one-moment}}
start: find
nodes:
  find:
    lookup: {what: order, number: = caller.number, into: order, on: {found: due, none: line}}
  due:
    say: [it-is-due, {date: = order.due}]
    next: line
  line:
    queue: {name: support, on_refused: other}
  other:
    queue: {name: billing, on_refused: message}
  message:
    voicemail: {prompt: nobody}
"""
QUEUES = Names(prompts=None, calendars=None, queues={"support", "billing"}, skills=None, flows=None)


def trial(**mocks: str) -> Trial:
    flow = parse_flow(FLOW, "small.yaml", QUEUES)
    found = Answer("found", {"due": DUE})
    said = {name.replace("_", "."): (Answer(outcome),) for name, outcome in mocks.items()}
    given = Given(mocks={"lookup.order": (found,), **said})
    return Trial(flow, given, World({FlowName("small"): flow}, {}, reckoned({})), now=NOW)


def as_simulated(call: Trial, *heard: str) -> Replayed:
    return Replayed(heard, call.path, call.end, 1.0)


DATE = keys_of(Said(Form.DATE, DUE, Language.EN))


@pytest.mark.parametrize(
    "heard",
    [
        ("it-is-due", *DATE),
        ("one-moment", "it-is-due", *DATE),
        ("it-is-due",),
        (),
        ("it-is-due", *DATE, "goodbye"),
    ],
    ids=["value", "wait", "cut short", "nothing", "after the flow"],
)
def test_what_the_flow_may_say_agrees(heard: tuple[str, ...]) -> None:
    call = trial()
    assert disagreements(call, as_simulated(call, *heard)) == []


def test_a_prompt_that_the_simulation_does_not_say_is_told() -> None:
    call = trial()
    [told] = disagreements(call, as_simulated(call, "invalid-choice", "it-is-due"))
    assert told.what == "prompts"


def test_another_way_and_another_end_are_told() -> None:
    call = trial()
    real = replace(as_simulated(call), path=call.path[:-1], end="voicemail")
    assert [one.what for one in disagreements(call, real)] == ["path", "end"]


def test_who_asks_outside_needs_answers_that_are_pretended() -> None:
    assert pretends(trial())


@pytest.mark.parametrize(
    ("mocks", "can"),
    [
        ({}, True),
        ({"queue_support": "nobody_signed_on", "queue_billing": "nobody_signed_on"}, True),
        ({"queue_support": "nobody_signed_on"}, False),
        ({"queue_support": "queue_closed"}, False),
    ],
)
def test_queues_are_real_and_all_or_none_has_somebody(mocks: dict[str, str], can: bool) -> None:
    assert (why_not(trial(**mocks)) is None) is can
