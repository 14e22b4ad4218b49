"""Whatever a caller does, the shipped flows end, and silence alone always ends somewhere useful."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.ivr.parse import parse_flow
from ctid.ivr.session import MOST_STEPS, Session
from ctid.ivr.steps import (
    Admitted,
    Answered,
    Ask,
    AskQueue,
    Failed,
    HungUp,
    Keys,
    Leave,
    NoKeys,
    Play,
    Played,
    Request,
    Turned,
)
from ctid.model.reasons import Reason

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
IVR = Path(__file__).parents[2] / "ivr"
FLOWS = {
    name: parse_flow((IVR / f"{name}.yaml").read_text("utf-8"), f"ivr/{name}.yaml")
    for name in ("main", "orders")
}
NODES = {*FLOWS["main"].nodes, *(f"orders/{node}" for node in FLOWS["orders"].nodes)}
ENDS = {"wait", "voicemail", "hangup"}
KEYS = st.text("0123456789*#", max_size=12)


def answers(step, patience):
    """Say what may come back for a step; an impatient caller may hang up too."""
    possible = {
        Play: st.just(Played()),
        Ask: st.one_of(st.just(NoKeys()), KEYS.map(Keys), st.sampled_from("012*").map(Keys)),
        AskQueue: st.sampled_from([Admitted(NOW), Turned(Reason("nobody_signed_on", {"skills": "x"}))]),
        Request: st.sampled_from([Failed(Reason("timeout")), *map(Answered, getattr(step, "outcomes", ()))]),
    }[type(step)]
    return possible if patience else st.one_of(possible, st.just(HungUp()))


@settings(deadline=None)
@given(st.data(), st.booleans())
def test_every_caller_comes_to_an_end(data, patience):
    session = Session(FLOWS["main"], flows=FLOWS)
    step, steps = session.start(now=NOW), 1
    while not isinstance(step, Leave):
        step = session.resume(data.draw(answers(step, patience)), now=NOW)
        steps += 1
        assert session.node in NODES and steps <= MOST_STEPS + 1
    assert step.verb in (ENDS if patience else ENDS | {""})


@settings(deadline=None)
@given(st.lists(KEYS, max_size=4), st.booleans())
def test_a_caller_who_falls_silent_is_led_to_a_queue_or_a_message_or_let_go(pressed, admitted):
    session = Session(FLOWS["main"], flows=FLOWS)
    step, silent = session.start(now=NOW), 0
    while not isinstance(step, Leave):
        if isinstance(step, Ask):
            outcome = Keys(pressed.pop()) if pressed else NoKeys()
            silent += isinstance(outcome, NoKeys)
        elif isinstance(step, AskQueue):
            outcome = Admitted(NOW) if admitted else Turned(Reason("queue_closed", {"queue": "x"}))
        elif isinstance(step, Request):
            outcome = Answered(step.outcomes[0])
        else:
            outcome = Played()
        step = session.resume(outcome, now=NOW)
    assert silent <= 3
    if step.verb == "hangup":  # they got what they called for, and want nothing else
        assert [hop.node for hop in session.path[-2:]] == ["anything_else", "goodbye"]
    else:
        assert step.verb == ("wait" if admitted else "voicemail")
