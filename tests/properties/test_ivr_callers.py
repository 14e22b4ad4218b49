"""Whatever a caller does, the shipped flow ends, and silence alone always ends somewhere useful."""

from datetime import UTC, datetime
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from ctid.ivr.parse import parse_flow
from ctid.ivr.session import MOST_STEPS, Session
from ctid.ivr.steps import Admitted, Ask, AskQueue, HungUp, Keys, Leave, NoKeys, Play, Played, Turned
from ctid.model.reasons import Reason

NOW = datetime(2026, 11, 23, 4, tzinfo=UTC)
FLOW = parse_flow((Path(__file__).parents[2] / "ivr/main.yaml").read_text("utf-8"), "ivr/main.yaml")
KEYS = st.text("0123456789*#", max_size=12)


def answers(step, patience):
    """Say what may come back for a step; an impatient caller may hang up too."""
    possible = {
        Play: st.just(Played()),
        Ask: st.one_of(st.just(NoKeys()), KEYS.map(Keys), st.sampled_from("012*").map(Keys)),
        AskQueue: st.sampled_from([Admitted(NOW), Turned(Reason("nobody_signed_on", {"skills": "x"}))]),
    }[type(step)]
    return possible if patience else st.one_of(possible, st.just(HungUp()))


@settings(deadline=None)
@given(st.data(), st.booleans())
def test_every_caller_comes_to_an_end(data, patience):
    session = Session(FLOW)
    step, steps = session.start(now=NOW), 1
    while not isinstance(step, Leave):
        step = session.resume(data.draw(answers(step, patience)), now=NOW)
        steps += 1
        assert session.node in FLOW.nodes and steps <= MOST_STEPS + 1
    assert step.verb in ({"wait", "voicemail"} if patience else {"wait", "voicemail", ""})


@settings(deadline=None)
@given(st.lists(KEYS, max_size=4), st.booleans())
def test_a_caller_who_falls_silent_is_led_to_a_queue_or_a_message(pressed, admitted):
    session = Session(FLOW)
    step, silent = session.start(now=NOW), 0
    while not isinstance(step, Leave):
        if isinstance(step, Ask):
            outcome = Keys(pressed.pop()) if pressed else NoKeys()
            silent += isinstance(outcome, NoKeys)
        elif isinstance(step, AskQueue):
            outcome = Admitted(NOW) if admitted else Turned(Reason("queue_closed", {"queue": "x"}))
        else:
            outcome = Played()
        step = session.resume(outcome, now=NOW)
    assert step.verb == ("wait" if admitted else "voicemail") and silent <= 3
