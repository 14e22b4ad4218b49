"""Killed before the talk was committed: the switch alone knows of it, and it is a whole talk all the same."""

from datetime import timedelta

from ctid.model.agents import AgentState
from ctid.model.ids import AgentId, LegId, NodeId, QueueName
from ctid.model.interactions import Outcome, SegmentKind
from ctid.model.reports import KeptPlace, LegCleared, SeenLeg, SwitchSeen

NODE = NodeId("sw1")
CALLER, AGENT = LegId("sw1:7.1"), LegId("sw1:off_lost")


def test_it_has_its_queue_its_wait_and_its_wrap_up(fresh) -> None:
    place = KeptPlace(QueueName("support"), {}, 0, fresh.now - timedelta(seconds=40))
    caller = SeenLeg(CALLER, caller=True, answered=True, verb="wait", place=place, peers=(AGENT,))
    agent = SeenLeg(AGENT, answered=True, peers=(CALLER,), agent=AgentId("1001"), toward=CALLER)
    seen = SwitchSeen(NODE, (caller, agent), {"1001": True, "1002": True})
    fresh.happens(seen)
    assert fresh.state("1001") is AgentState.TALKING

    fresh.happens(LegCleared(CALLER, 16))
    assert fresh.state("1001") is AgentState.WRAP_UP
    fresh.passes(31)
    record = fresh.record(CALLER)
    assert (record.queue, record.outcome) == ("support", Outcome.ANSWERED)
    [line] = [s for s in record.segments if s.kind is SegmentKind.QUEUE]
    assert line.ended_at - line.started_at >= timedelta(seconds=40)
    assert fresh.state("1001") is AgentState.READY
