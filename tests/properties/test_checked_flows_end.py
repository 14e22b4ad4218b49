"""Flows drawn at random, of all kinds: one that passes the checks ends for every caller, whatever they do."""

import random
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from ctid.ivr.parse import judge_flow
from ctid.ivr.sim.explore import ENDLESS, Counterexample, Crowd
from ctid.ivr.sim.given import Answer, Given
from ctid.ivr.sim.speech import reckoned
from ctid.ivr.sim.trial import Trial, World
from ctid.model.mistakes import Severity

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
NAMES = st.sampled_from(["a", "b", "c", "d", "e", "f"])
LIVELY = 20  # acts in a call that is let go after 200 steps: ten steps never come without one
VARIABLES = st.sampled_from(["x", "y"])
OUTSIDE = {
    "queue.q": ("admitted", "queue_closed"),
    "webhook": ("good", "bad", "timeout", "error"),
    "dial": ("answered", "busy", "no_answer", "failed"),
    "record": ("said", "nothing"),
    "centre.may_call": ("allowed", "error"),
}


def node(shape, *parts):
    return st.builds(shape.format, *parts)


NODES = st.one_of(
    node("{{say: m, next: {}}}", NAMES),
    node("{{set: {{{}: text}}, next: {}}}", VARIABLES, NAMES),
    node('{{personal: [{{name: r, when: {} = "a", say: m}}], next: {}}}', VARIABLES, NAMES),
    node("{{switch: {{variable: {}, cases: {{a: {}}}, default: {}}}}}", VARIABLES, NAMES, NAMES),
    node("{{switch: {{rules: [{{when: known({}), goto: {}}}], default: {}}}}}", VARIABLES, NAMES, NAMES),
    node('{{menu: {{prompt: m, "1": {{goto: {}}}, "12": {{goto: {}}}, on_max_failures: {}}}}}', *[NAMES] * 3),
    node(
        '{{menu: {{prompt: m, "*": {{goto: {}}}, no_input: {{goto: {}}}, on_max_failures: {}}}}}',
        *[NAMES] * 3,
    ),
    node('{{language: {{prompt: m, "1": en, on_max_failures: {}}}, next: {}}}', NAMES, NAMES),
    node("{{collect: {{prompt: m, into: {}, on_max_failures: {}}}, next: {}}}", VARIABLES, NAMES, NAMES),
    node("{{record: {{prompt: m, into: {}, on_max_failures: {}}}, next: {}}}", VARIABLES, NAMES, NAMES),
    node("{{survey: {{questions: [{{prompt: m, into: x}}], on_max_failures: {}}}, next: {}}}", NAMES, NAMES),
    node("{{webhook: {{url: 'https://a.example/', on: {{good: {}, bad: {}}}, on_error: {}}}}}", *[NAMES] * 3),
    node("{{dial: {{number: '+12025550123', on_failed: {}}}, next: {}}}", NAMES, NAMES),
    node("{{transfer: {{number: '+12025550123', on_refused: {}}}}}", NAMES),
    node("{{queue: {{name: q, on_refused: {}}}}}", NAMES),
    st.sampled_from(["{hangup: {}}", "{voicemail: {prompt: m}}", "{callback: {}}"]),
)


@st.composite
def sound_flows(draw):
    """A flow of nodes of which each leads on to others; ways to nowhere lead to an end."""
    nodes = draw(st.dictionaries(NAMES, NODES, min_size=2))
    missing = set("abcdef") - set(nodes)
    nodes |= dict.fromkeys(missing, "{hangup: {}}")
    return "version: 1\nflow: drawn\nlanguages: [en]\nstart: a\nnodes:\n" + "".join(
        f"  {name}: {written}\n" for name, written in nodes.items()
    )


@pytest.mark.slow
@settings(deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(sound_flows(), st.integers(0, 2**32))
def test_a_flow_that_passes_the_checks_ends_for_every_caller(text, seed):
    verdict = judge_flow(text, "drawn.yaml")
    wrong = {mistake.code for mistake in verdict.found if mistake.severity is Severity.ERROR}
    assert wrong <= {"I102", "I103", "I104", "I110", "I137"}
    if wrong - {"I102"}:  # nobody comes to a node that cannot be reached
        return
    event("passed")
    crowd = Crowd(verdict.flow, Given(), World({}, {}, reckoned({})), OUTSIDE, random.Random(seed))
    for _ in range(20):
        call = crowd.call(NOW)
        if isinstance(call, Counterexample):  # whoever plays with the keys is let go in the end
            assert call.what == ENDLESS and len(call.acts) >= LIVELY, call
        else:
            assert call.asked is None and call.end


@pytest.mark.slow
@settings(deadline=None, max_examples=500, suppress_health_check=[HealthCheck.too_slow])
@given(sound_flows())
def test_a_flow_that_passes_the_checks_leads_the_silent_to_an_end_of_its_own(text):
    verdict = judge_flow(text, "drawn.yaml")
    if any(mistake.severity is Severity.ERROR and mistake.code != "I102" for mistake in verdict.found):
        return
    event("passed")
    nothing_said = Given(at=NOW, mocks={"record": (Answer("nothing"),)})
    trial = Trial(verdict.flow, nothing_said, World({}, {}, reckoned({})))
    while trial.asked is not None:
        trial.silent()
    assert trial.here.ends
