"""Flows drawn at random: what the checks let through ends for the silent; what they refuse is told."""

from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.ivr.parse import parse_flow
from ctid.ivr.session import Session
from ctid.ivr.steps import Ask, AskQueue, Leave, NoKeys, Played, Turned
from ctid.model.document import Node, read_document
from ctid.model.mistakes import Mistaken
from ctid.model.reasons import Reason

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
NAMES = st.sampled_from(["a", "b", "c", "d", "e"])
NODES = st.one_of(
    st.builds("{{say: hello, next: {}}}".format, NAMES),
    st.builds("{{set: {{x: y}}, next: {}}}".format, NAMES),
    st.builds("{{switch: {{variable: language, cases: {{zh: {}}}, default: {}}}}}".format, NAMES, NAMES),
    st.builds('{{menu: {{prompt: m, "1": {{goto: {}}}, on_max_failures: {}}}}}'.format, NAMES, NAMES),
    st.builds(
        "{{collect: {{prompt: m, into: x, on_max_failures: {}, no_input: {{goto: {}}}}}, next: {}}}".format,
        NAMES,
        NAMES,
        NAMES,
    ),
    st.builds("{{queue: {{name: q, on_refused: {}}}}}".format, NAMES),
    st.just("{hangup: {}}"),
)


@settings(deadline=None)
@given(st.dictionaries(NAMES, NODES, min_size=1), NAMES)
def test_a_flow_that_passes_its_checks_ends_for_a_caller_who_does_nothing(nodes, start):
    head = f"version: 1\nflow: drawn\nlanguages: [en]\nstart: {start}\nnodes:\n"
    text = head + "".join(f"  {name}: {node}\n" for name, node in nodes.items())
    try:
        flow = parse_flow(text, "drawn.yaml")
    except Mistaken as mistaken:
        assert {mistake.code for mistake in mistaken.mistakes} <= {"I101", "I102", "I103", "I104"}
        return
    session = Session(flow)
    step, steps = session.start(now=NOW), 1
    while not isinstance(step, Leave):
        if isinstance(step, Ask):
            outcome = NoKeys()
        elif isinstance(step, AskQueue):
            outcome = Turned(Reason("queue_closed", {"queue": "q"}))
        else:
            outcome = Played()
        step, steps = session.resume(outcome, now=NOW), steps + 1
    assert step.verb == "hangup" and steps <= 3 * len(flow.nodes) + 1


@settings(deadline=None)
@given(st.text(st.sampled_from("ab:1- \n\t{}[]&*!#|>'\"%@`,?~\x07中<="), max_size=40))
def test_any_text_is_a_document_or_a_mistake_with_a_place(text):
    try:
        assert isinstance(read_document(text, "f"), Node)
    except Mistaken as mistaken:
        assert all(mistake.place.line >= 1 and mistake.place.column >= 1 for mistake in mistaken.mistakes)


@settings(deadline=None)
@given(st.text(st.sampled_from("ab:1- \n{}[]\"',"), max_size=40))
def test_any_text_is_a_flow_or_told_to_be_none(text):
    try:
        parse_flow("version: 1\nflow: x\nlanguages: [en]\nstart: a\nnodes:\n  a: " + text, "f")
    except Mistaken as mistaken:
        assert mistaken.mistakes
