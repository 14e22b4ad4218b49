"""A caller whom the switch does not find, although nothing said that they hung up: a report was lost."""

from ctid.model.agents import AgentState
from ctid.model.events import EventKind
from ctid.model.ids import NodeId
from ctid.model.reasons import Reason
from ctid.model.reports import LegFailed, LegHeld, SeenLeg, SwitchSeen

NODE = NodeId("sw1")


def offers(stage) -> int:
    return len(stage.told(EventKind.OFFER_MADE))


def goes_missing(stage):
    stage.ready("1001")
    caller = stage.waits()
    stage.happens(LegFailed(stage.rings().leg, Reason("caller_left")))
    return caller


def test_is_not_offered_again_and_again(stage) -> None:
    goes_missing(stage)
    stage.passes(30)
    assert offers(stage) == 1
    assert stage.state("1001") is AgentState.READY


def test_holds_back_nobody_behind_them(stage) -> None:
    goes_missing(stage)
    stage.waits()
    assert offers(stage) == 2


def test_is_offered_again_once_heard_of(stage) -> None:
    caller = goes_missing(stage)
    stage.happens(LegHeld(caller))
    assert offers(stage) == 2


def test_is_offered_again_once_seen(stage) -> None:
    caller = goes_missing(stage)
    phones = {"1001": True, "1002": True}
    stage.happens(SwitchSeen(NODE, (SeenLeg(caller, caller=True, holding=True, verb="wait"),), phones))
    assert offers(stage) == 2


def test_is_gone_once_the_switch_was_looked_at_without_them(stage) -> None:
    goes_missing(stage)
    stage.passes(10)
    stage.happens(SwitchSeen(NODE, (), {"1001": True, "1002": True}))
    assert stage.centre.counts() == {}
