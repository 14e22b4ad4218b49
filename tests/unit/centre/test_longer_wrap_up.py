"""Wrap-up made longer by the agent: by how much, how often, and when it is refused."""

from datetime import timedelta

from ctid.model.agents import AgentState
from ctid.model.commands import ExtendWrapUp
from ctid.model.effects import AnswerCommand
from ctid.model.events import EventKind
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason
from ctid.model.reports import LegCleared, LegParted
from ctid.model.routing_policy import Extension

ONE = AgentId("1001")


def in_wrap_up(stage, **rules):
    stage = stage.ruled(**rules)
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(LegCleared(caller, 16), LegParted(ring.leg, "b1"))
    assert stage.state("1001") is AgentState.WRAP_UP
    return stage


def test_wrap_up_is_made_longer_as_often_as_the_queue_allows(stage) -> None:
    stage = in_wrap_up(stage, extension=Extension(timedelta(seconds=20), 2))
    before = stage.centre.agent(ONE)
    assert before.extensions == 2
    for left in (1, 0):
        stage.happens(ExtendWrapUp("e", ONE))
        assert stage.last(AnswerCommand).refused is None
        told = stage.told(EventKind.WRAP_UP_EXTENDED)[-1]
        assert (told.facts["by_ms"], told.facts["left"], told.interaction) == (
            20_000,
            left,
            before.interaction,
        )
    after = stage.centre.agent(ONE)
    assert (after.until - before.until, after.since) == (timedelta(seconds=40), before.since)
    stage.happens(ExtendWrapUp("e", ONE))
    assert stage.last(AnswerCommand).refused == Reason("extensions_used_up", {"times": 2})
    stage.passes(69)
    assert stage.state("1001") is AgentState.WRAP_UP
    stage.passes(1)
    assert stage.state("1001") is AgentState.READY
    assert stage.centre.agent(ONE).extensions == 0


def test_wrap_up_is_not_made_longer_where_that_is_not_configured(stage) -> None:
    stage = in_wrap_up(stage)
    stage.happens(ExtendWrapUp("e", ONE))
    assert stage.last(AnswerCommand).refused == Reason("no_extension")


def test_only_wrap_up_is_made_longer(stage) -> None:
    stage.ready("1001")
    stage.happens(ExtendWrapUp("e", ONE))
    assert stage.last(AnswerCommand).refused == Reason("not_now", {"state": "ready"})
    stage.happens(ExtendWrapUp("e", AgentId("9")))
    assert stage.last(AnswerCommand).refused.code == "unknown_agent"
