"""The flow that ctid ships, run as its callers run it."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from ctid.ivr.names import Names
from ctid.ivr.parse import parse_flow
from ctid.ivr.session import Session
from ctid.ivr.steps import Admitted, AskQueue, Keys, Leave, NoKeys, Play, Played, Prompt, Turned
from ctid.ivr.texts import parse_texts
from ctid.model.languages import Language
from ctid.model.reasons import Reason

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
ROOT = Path(__file__).parents[3] / "ivr"
TEXTS = {
    language: {
        key: said
        for file in (ROOT / f"prompts/main.{language}.yaml", ROOT / f"prompts/service.{language}.yaml")
        for key, said in parse_texts(file.read_text("utf-8"), file.name).items()
    }
    for language in Language
}
FLOW = parse_flow(
    (ROOT / "main.yaml").read_text("utf-8"),
    "ivr/main.yaml",
    Names(
        prompts=TEXTS,
        queues={"support", "billing"},
        calendars=set(),
        skills={"support", "billing", "mandarin", "english"},
        flows={"orders": ("done", "person")},
    ),
)


def dial(*outcomes):
    session = Session(FLOW)
    step = session.start(now=NOW)
    for outcome in outcomes:
        step = session.resume(outcome, now=NOW)
    return session, step


@pytest.mark.parametrize(
    ("keys", "queue", "requires", "collected"),
    [
        (["1", "1", "20261"], "support", {"mandarin": 1}, {"topic": "orders", "order_no": "20261"}),
        (["2", "2"], "billing", {"english": 1}, {"topic": "billing"}),
        (["2", "*", "0"], "support", {"english": 1}, {}),
    ],
)
def test_keys_lead_to_the_queue_with_the_language_as_a_skill(keys, queue, requires, collected):
    session, step = dial(*map(Keys, keys))
    assert isinstance(step, AskQueue)
    assert (step.queue, step.requires, session.variables) == (queue, requires, collected)
    assert session.resume(Admitted(NOW), now=NOW) == Leave("wait")


def test_a_caller_without_keys_reaches_a_person():
    _, step = dial(NoKeys(), NoKeys(), NoKeys())
    assert isinstance(step, AskQueue) and step.queue == "support"


def test_a_caller_whom_nobody_can_take_is_told_so_and_leaves_a_message():
    session, step = dial(Keys("2"), Keys("0"), Turned(Reason("nobody_signed_on", {"skills": "support"})))
    assert isinstance(step, Play) and step.prompts == (Prompt("nobody-here", Language.EN),)
    assert session.resume(Played(), now=NOW).verb == "voicemail"


def test_both_languages_have_the_same_prompts():
    assert list(TEXTS[Language.EN]) == list(TEXTS[Language.ZH])
