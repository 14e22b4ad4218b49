"""A caller who is to be called back at another number than the one they call from."""

from dataclasses import replace

import pytest

from callback_stage import AGENT_FIRST, configured, rung, wish
from ctid.model.agents import AgentState
from ctid.model.callback_effects import AskNumber, CallBack, Promise
from ctid.model.commands import ForbidCallbacks
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.reports import KeyPressed, LegCleared, LegHeld, NumberGiven, StoreAble

ASKS = replace(AGENT_FIRST, other_number=True)
OTHER = "+12025550177"


@pytest.fixture
def asking(stage):
    """A centre whose queue asks at which number."""
    return configured(stage, ASKS)


def pressed(stage):
    leg = stage.waits()
    stage.happens(LegHeld(leg), KeyPressed(leg, "2"))
    return leg


def refusal(stage) -> str:
    assert stage.last(Promise).kept is False
    return stage.told(EventKind.CALL_REFUSED)[-1].reason.code


def test_the_caller_is_asked_and_the_number_keyed_in_is_called_when_the_turn_comes(asking) -> None:
    leg = pressed(asking)
    assert asking.last(AskNumber) == AskNumber(leg, own=True)
    assert not asking.all(Promise)
    asking.happens(NumberGiven(leg, "2025550177"), LegCleared(leg, 16))
    assert asking.last(Promise) == Promise(leg, kept=True)
    assert wish(asking).number == OTHER
    asking.ready("1001")
    rung(asking)
    assert asking.last(CallBack).number == OTHER
    assert asking.record(leg).number == "+12025550123"  # whose call it is does not change


def test_nothing_keyed_in_is_the_number_they_call_from(asking) -> None:
    leg = pressed(asking)
    asking.happens(NumberGiven(leg, ""))
    assert wish(asking).number == "+12025550123"


def test_who_is_asked_waits_on_and_their_turn_comes_before_the_answer(asking) -> None:
    leg = pressed(asking)
    asking.ready("1001")
    asking.talks(leg)
    asking.happens(NumberGiven(leg, "2025550177"))
    assert not asking.all(Promise)
    assert asking.state("1001") is AgentState.TALKING


@pytest.mark.parametrize(
    ("keyed", "why"),
    [
        ("911", "short_number"),
        ("12025", "short_number"),
        ("202555", "short_number"),
        ("99999999999", "not_a_number"),
        ("9005550123", "costly_number"),
        ("3035550123", "number_refused"),
        ("2025550000", "own_number"),
    ],
)
def test_what_may_not_be_called_is_not_promised_and_they_wait_on(asking, keyed: str, why: str) -> None:
    leg = pressed(asking)
    asking.happens(NumberGiven(leg, keyed))
    assert refusal(asking) == why
    asking.ready("1001")
    asking.talks(leg)


def test_who_hides_their_number_keys_one_in(asking) -> None:
    leg = asking.waits()
    call = asking.centre._world.calls[InteractionId(leg)]
    call.record = replace(call.record, number="")
    asking.happens(LegHeld(leg), KeyPressed(leg, "2"))
    assert asking.last(AskNumber) == AskNumber(leg, own=False)
    asking.happens(NumberGiven(leg, "2025550177"))
    assert asking.last(Promise).kept


def test_nobody_is_asked_while_nothing_can_be_promised(asking) -> None:
    asking.happens(StoreAble(able=False))
    pressed(asking)
    assert not asking.all(AskNumber)
    assert refusal(asking) == "not_written"


def test_a_number_that_nobody_asked_for_is_not_heard(stage) -> None:
    silent = configured(stage, AGENT_FIRST)
    leg = silent.waits()
    silent.happens(NumberGiven(leg, "2025550177"))
    assert not silent.all(Promise)


def test_a_number_on_the_do_not_call_list_is_not_promised_however_it_is_keyed_in(asking) -> None:
    asking.happens(ForbidCallbacks("f", "boss", "(202) 555-0177", "asked us"))
    asking.happens(NumberGiven(pressed(asking), "12025550177"))
    assert refusal(asking) == "do_not_call"
