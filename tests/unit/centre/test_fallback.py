"""Callers whom the switch serves by itself while ctid is away, and the agents it may ring for them."""

from datetime import timedelta

import pytest

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import GetReady, GoNotReady, HoldCall, SignOff, SignOn
from ctid.model.effects import AnswerCommand, ClearLeg, Keep, PopCustomer, WriteMembers
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, QueueName
from ctid.model.interactions import Interaction, Outcome, SegmentKind
from ctid.model.reports import (
    KeptPlace,
    LegCleared,
    LegDiverted,
    LegHeld,
    LegHistory,
    LegJoined,
    LegParted,
    PhoneUsed,
    Remembered,
    SeenLeg,
    SwitchLost,
    SwitchSeen,
)

PHONES = {"1001": True, "1002": True}
PHONE = LegId("sw1:900.1")


def restart(fresh, stage) -> None:
    """Have the next run begin with what the store keeps of this one."""
    kept = {
        (type(k.record), getattr(k.record, "id", "") or k.record.agent): k.record for k in stage.all(Keep)
    }
    agents = tuple(r for r in kept.values() if isinstance(r, AgentStatus))
    calls = tuple(r for r in kept.values() if isinstance(r, Interaction) and r.closed_at is None)
    fresh.now = stage.now + timedelta(seconds=2)
    fresh.happens(Remembered(tuple(agents), tuple(c for c in calls if c.closed_at is None), ()))


def native_leg(leg: LegId, caller: LegId) -> SeenLeg:
    return SeenLeg(leg, answered=True, peers=(caller,), phone="1001")


def in_the_native_queue(leg: LegId, at) -> SeenLeg:
    place = KeptPlace(QueueName("support"), {}, 0, at)
    return SeenLeg(leg, caller=True, answered=True, verb="wait", place=place, diverted=True)


def test_members_are_those_who_signed_on_and_have_not_said_not_ready(stage) -> None:
    one, two = AgentId("1001"), AgentId("1002")
    stage.happens(SignOn("1", one), SignOn("2", two))
    assert stage.last(WriteMembers).phones == ()
    stage.happens(GetReady("3", one), GetReady("4", two))
    assert stage.last(WriteMembers).phones == ("1001", "1002")
    stage.happens(GoNotReady("5", one, "lunch"))
    assert stage.last(WriteMembers).phones == ("1002",)
    stage.happens(GoNotReady("6", two, "lunch"), SignOff("7", two))
    assert stage.last(WriteMembers).phones == ()


def test_an_agent_who_talks_or_writes_notes_stays_a_member(stage) -> None:
    stage.ready("1001")
    ring = stage.talks(stage.waits())
    stage.happens(LegCleared(ring.leg, 16))
    assert stage.state("1001") is AgentState.WRAP_UP
    assert stage.last(WriteMembers).phones == ("1001",)


def test_members_are_written_anew_when_the_switch_was_lost(stage) -> None:
    stage.ready("1001")
    before = len(stage.all(WriteMembers))
    stage.happens(SwitchLost("sw1", "gone"), SwitchSeen("sw1", (), PHONES))
    assert len(stage.all(WriteMembers)) == before + 1


def test_nobody_is_offered_a_caller_whom_the_switch_serves(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    stage.happens(LegDiverted(caller))
    stage.ready("1001")
    assert not stage.all(PopCustomer)
    stage.happens(LegHeld(caller))
    assert stage.last(PopCustomer).interaction == caller


def test_a_look_tells_who_is_in_the_native_queue(stage, fresh) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    restart(fresh, stage)
    fresh.happens(GetReady("r", AgentId("1001")))
    fresh.happens(SwitchSeen("sw1", (in_the_native_queue(caller, stage.now),), PHONES))
    fresh.happens(GetReady("ready", AgentId("1001")))
    assert fresh.centre.interaction(InteractionId(caller)) is not None
    assert not fresh.all(PopCustomer)


def test_an_agent_whose_phone_is_rung_by_the_switch_gets_no_offer(stage) -> None:
    stage.happens(PhoneUsed(PHONE, "1001"))
    stage.ready("1001")
    stage.waits()
    assert stage.told(EventKind.CALL_QUEUED)
    assert not stage.all(PopCustomer)
    stage.happens(LegCleared(PHONE, 16))
    assert stage.all(PopCustomer)


def test_a_talk_of_the_native_queue_is_the_agents_talk(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    stage.happens(LegDiverted(caller), PhoneUsed(PHONE, "1001"), GetReady("ready", AgentId("1001")))
    stage.happens(LegJoined(PHONE, "b1"), LegJoined(caller, "b1"))
    assert stage.state("1001") is AgentState.TALKING
    [told] = stage.told(EventKind.CALL_ESTABLISHED)
    assert (told.agent, told.reason.code) == ("1001", "diverted")
    assert stage.centre.pop(AgentId("1001"), now=stage.now).interaction == caller
    stage.happens(LegCleared(PHONE, 16), LegCleared(caller, 16))
    stage.passes(60)
    record = stage.record(caller)
    assert (record.outcome, record.agent) == (Outcome.ANSWERED, "1001")
    assert [s.kind for s in record.segments] == [
        SegmentKind.IVR, SegmentKind.QUEUE, SegmentKind.TALK, SegmentKind.ACW,
    ]  # fmt: skip
    assert record.closed_at is not None


def test_such_a_talk_cannot_be_held(stage) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    stage.happens(PhoneUsed(PHONE, "1001"), LegJoined(PHONE, "b1"), LegJoined(caller, "b1"))
    stage.happens(HoldCall("hold", AgentId("1001")))
    assert stage.last(AnswerCommand).refused.code == "no_hold_diverted"


def test_a_talk_of_the_native_queue_is_found_by_a_look_and_again_after_another_restart(stage, fresh) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(LegCleared(ring.leg, 16), LegCleared(caller, 16))
    second = stage.waits()
    legs = (in_the_native_queue(second, stage.now), native_leg(PHONE, second))
    talking = SeenLeg(second, caller=True, answered=True, verb="wait", diverted=True, peers=(PHONE,))
    stage.happens(SwitchSeen("sw1", (talking, legs[1]), PHONES))
    assert stage.state("1001") is AgentState.TALKING  # the notes on the first are over
    restart(fresh, stage)
    fresh.happens(SwitchSeen("sw1", (talking, legs[1]), PHONES))
    fresh.happens(LegCleared(PHONE, 16))
    assert fresh.state("1001") is AgentState.WRAP_UP


@pytest.mark.parametrize("phone", ["1001", "trunk", ""])
def test_a_talk_that_was_over_before_we_looked_is_logged_with_its_phone(stage, fresh, phone) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    restart(fresh, stage)
    joined, parted, ended = (fresh.now - timedelta(seconds=s) for s in (1.5, 0.7, 0.2))
    histories = (LegHistory(caller, ended, 16, joined, parted, peer=phone),)
    fresh.happens(SwitchSeen("sw1", (), PHONES, histories=histories))
    record = fresh.record(caller)
    if phone != "1001":
        assert record.outcome is Outcome.ABANDONED_IN_QUEUE
        return
    assert (record.outcome, record.agent, record.answered_at) == (Outcome.ANSWERED, "1001", joined)
    talk = next(s for s in record.segments if s.kind is SegmentKind.TALK)
    assert (talk.started_at, talk.ended_at, record.ended_at) == (joined, parted, ended)
    assert fresh.state("1001") is AgentState.NOT_READY  # what they do now is theirs to say


def test_such_a_talk_is_logged_too_while_the_caller_still_hears_goodbye(stage, fresh) -> None:
    stage.happens(SignOn("on", AgentId("1001")))
    caller = stage.waits()
    restart(fresh, stage)
    joined, parted = (fresh.now - timedelta(seconds=s) for s in (1.5, 0.7))
    histories = (LegHistory(caller, None, 0, joined, parted, peer="1001"),)
    alive = SeenLeg(caller, caller=True, answered=True, verb="wait")
    fresh.happens(SwitchSeen("sw1", (alive,), PHONES, histories=histories), LegCleared(caller, 16))
    assert (fresh.record(caller).outcome, fresh.record(caller).agent) == (Outcome.ANSWERED, "1001")


def test_an_offer_that_was_made_too_late_is_taken_back(stage) -> None:
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.rings()
    stage.happens(LegDiverted(caller))
    assert stage.last(ClearLeg).leg == ring.leg
    [told] = stage.told(EventKind.OFFER_WITHDRAWN)
    assert told.reason.code == "caller_diverted"
    assert stage.state("1001") is AgentState.READY


def test_a_held_caller_whom_another_agent_got_meanwhile_talks_with_that_one(stage) -> None:
    stage.ready("1002")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.happens(HoldCall("hold", AgentId("1002")), LegParted(caller, "b1"))
    stage.happens(LegDiverted(caller), PhoneUsed(PHONE, "1001"))
    stage.happens(LegJoined(PHONE, "b2"), LegJoined(caller, "b2"))
    assert stage.last(ClearLeg).leg == ring.leg
    assert (stage.state("1001"), stage.state("1002")) == (AgentState.TALKING, AgentState.WRAP_UP)
    assert stage.record(caller).agent == "1001"
