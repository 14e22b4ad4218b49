"""A caller who is handed on stays one interaction and is never left alone; who talked has their notes."""

from datetime import UTC, datetime

from ctid.model.agents import AgentState, AgentStatus
from ctid.model.commands import (
    BlindTransfer,
    CancelConsult,
    ClearConnection,
    CompleteTransfer,
    Conference,
    Consult,
    Dispose,
    HoldCall,
)
from ctid.model.effects import (
    AnswerCommand,
    Await,
    BackToLine,
    ClearLeg,
    ConsultNumber,
    ForwardLeg,
    HoldLeg,
    JoinAll,
    Keep,
    RetrieveLeg,
    RingAgent,
)
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, QueueName
from ctid.model.interactions import Interaction, OfferRecord, Outcome, SegmentKind
from ctid.model.reasons import Reason
from ctid.model.reports import (
    KeptPlace,
    LegAnswered,
    LegCleared,
    LegFailed,
    LegHeld,
    LegJoined,
    LegParted,
    LegReferred,
    PhoneUsed,
    Remembered,
    SeenLeg,
    SwitchSeen,
)

ANN, BEN = AgentId("1001"), AgentId("1002")
NUMBER = "+12025550142"
NODE = NodeId("sw1")
START = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)


def talking(stage):
    """Ann talks with the caller, Ben is ready."""
    stage.ready("1001")
    caller = stage.waits()
    ring = stage.talks(caller)
    stage.ready("1002")
    return caller, ring.leg


def refused(stage) -> str:
    return stage.last(AnswerCommand).refused.code


def consulting(stage):
    """Ann has asked Ben, who has answered her."""
    caller, ann = talking(stage)
    stage.happens(Consult("c", ANN, "1002"))
    stage.happens(LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    ben = stage.rings().leg
    stage.happens(LegAnswered(ben), LegJoined(ben, "b2"), LegJoined(ann, "b2"))
    return caller, ann, ben


def completed(stage):
    caller, ann, ben = consulting(stage)
    stage.happens(CompleteTransfer("t", ANN), LegParted(ben, "b2"), LegParted(ann, "b2"))
    stage.happens(LegJoined(ben, "b3"), LegJoined(caller, "b3"))
    return caller, ann, ben


def conferring(stage):
    caller, ann, ben = consulting(stage)
    stage.happens(Conference("f", ANN), LegJoined(caller, "b4"))
    stage.happens(LegParted(ann, "b2"), LegParted(ben, "b2"), LegJoined(ann, "b4"), LegJoined(ben, "b4"))
    return caller, ann, ben


def talks(stage, caller):
    segments = [s for s in stage.record(caller).segments if s.kind is SegmentKind.TALK]
    return [(s.agent, s.ended_at is None) for s in segments]


# --- blind ------------------------------------------------------------------------------------------
def test_a_caller_handed_on_to_a_colleague_is_offered_to_them_and_stays_one_interaction(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(BlindTransfer("t", ANN, "1002"))
    assert stage.last(BackToLine).caller == caller
    assert not stage.told(EventKind.CALL_TRANSFERRED)
    stage.happens(LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller), LegCleared(ann, 16))
    event = stage.told(EventKind.CALL_TRANSFERRED)[0]
    assert (event.agent, event.facts["to"], event.facts["command"]) == ("1001", "1002", "t")
    assert stage.state("1001") is AgentState.WRAP_UP
    ben = stage.rings()
    assert (ben.agent, ben.caller) == ("1002", caller)
    stage.happens(LegAnswered(ben.leg), LegJoined(ben.leg, "b2"), LegJoined(caller, "b2"))
    assert stage.record(caller).agent == "1002"
    stage.happens(LegCleared(caller, 16), LegCleared(ben.leg, 16))
    assert talks(stage, caller) == [("1001", False), ("1002", False)]
    assert stage.state("1002") is AgentState.WRAP_UP
    for command, agent in (("d1", ANN), ("d2", BEN)):
        stage.happens(Dispose(command, agent, InteractionId(caller), "resolved"))
        assert stage.last(AnswerCommand).refused is None
    assert stage.record(caller).closed_at is not None


def test_a_colleague_who_does_not_answer_leaves_the_caller_in_the_line(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(BlindTransfer("t", ANN, "1002"), LegParted(caller, "b1"), LegParted(ann, "b1"))
    ben = stage.rings()
    stage.happens(LegFailed(ben.leg, Reason("no_answer")), LegCleared(ben.leg, 19))
    assert stage.centre.counts() == {"waiting": 1}
    assert stage.state("1002") is AgentState.NOT_READY


def test_a_caller_handed_on_to_a_queue_has_a_place_there(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(BlindTransfer("t", ANN, "support"))
    assert stage.last(BackToLine).queue == "support"
    stage.happens(LegParted(ann, "b1"), LegParted(caller, "b1"))
    assert len(stage.told(EventKind.CALL_QUEUED)) == 2
    assert stage.told(EventKind.OFFER_MADE)[-1].agent == "1002"


def test_a_caller_handed_on_to_a_number_that_nobody_answers_is_in_the_line_again(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(BlindTransfer("t", ANN, NUMBER))
    assert stage.last(ForwardLeg) == ForwardLeg(caller, NUMBER, "+12025550000")
    stage.happens(LegParted(caller, "b1"), LegCleared(ann, 16))
    assert stage.centre.counts() == {"after": 1}
    stage.happens(LegHeld(caller))
    assert stage.centre.counts() == {"waiting": 1}


def test_a_caller_handed_on_to_a_number_is_answered_when_they_hang_up_there(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(BlindTransfer("t", ANN, NUMBER), LegParted(caller, "b1"), LegCleared(ann, 16))
    stage.happens(LegJoined(caller, "b9"), LegJoined(LegId("sw1:7.7"), "b9"), LegCleared(caller, 16))
    record = stage.record(caller)
    assert (record.outcome, record.agent) == (Outcome.ANSWERED, "1001")
    assert talks(stage, caller) == [("1001", False)]


def test_a_held_caller_is_handed_on_at_once(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(HoldCall("h", ANN), LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    stage.happens(BlindTransfer("t", ANN, "1002"))
    assert stage.last(ClearLeg).leg == ann
    assert stage.told(EventKind.OFFER_MADE)[-1].agent == "1002"


def test_what_may_not_be_called_and_who_cannot_be_rung_is_refused(stage) -> None:
    talking(stage)
    for to, code in (
        ("+19005550142", "costly_number"),
        ("+442079460000", "number_refused"),
        ("nobody", "unknown_target"),
        ("1001", "agent_not_free"),
    ):
        stage.happens(BlindTransfer("t", ANN, to))
        assert refused(stage) == code
    stage.happens(BlindTransfer("t", BEN, "support"))
    assert refused(stage) == "not_now"
    assert not stage.all(ForwardLeg) + stage.all(BackToLine)


def test_the_phones_own_transfer_follows_the_same_rules(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(LegParted(ann, "b1"), LegParted(caller, "b1"), LegReferred(caller, "1002"))
    assert stage.told(EventKind.CALL_TRANSFERRED)[0].facts["to"] == "1002"
    assert stage.rings().agent == "1002"
    assert stage.state("1001") is AgentState.WRAP_UP


def test_a_phone_that_refers_to_what_may_not_be_called_leaves_the_caller_in_the_line(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(LegReferred(caller, "0019005550142"), LegParted(ann, "b1"), LegParted(caller, "b1"))
    assert stage.told(EventKind.CALL_FAILED)[0].facts["number"] == "0019005550142"
    assert stage.told(EventKind.OFFER_MADE)[-1].agent == "1002"
    assert not stage.all(ForwardLeg)


def test_a_caller_whom_the_phones_themselves_handed_over_is_with_the_colleague(stage) -> None:
    for order in ((0, 1, 2), (1, 0, 2), (1, 2, 0), (2, 0, 1)):  # reports of legs come in any order
        caller, ann = talking(stage)
        ben = LegId(f"sw1:{caller[-1]}00.9")  # a leg that Ann's phone had called by itself
        reports = (LegParted(ann, "b1"), LegJoined(ben, "b1"), LegCleared(ann, 16))
        stage.happens(PhoneUsed(ben, "1002"), *(reports[at] for at in order))
        assert stage.record(caller).agent == "1002"
        assert (stage.state("1001"), stage.state("1002")) == (AgentState.WRAP_UP, AgentState.TALKING)
        stage.happens(LegParted(ben, "b1"), LegCleared(ben, 16), LegCleared(caller, 16))
        assert talks(stage, caller) == [("1001", False), ("1002", False)]
        stage.passes(60)


# --- asking -----------------------------------------------------------------------------------------
def test_asking_holds_the_caller_then_rings_the_colleague_toward_the_agent(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(Consult("c", ANN, "1002"))
    assert stage.last(HoldLeg) == HoldLeg(caller, ann)
    assert [r.agent for r in stage.all(RingAgent)] == ["1001"]
    stage.happens(LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    assert stage.last(Await) == Await(ann)
    ring = stage.rings()
    assert (ring.agent, ring.caller, ring.consults) == ("1002", caller, ann)
    stage.happens(LegAnswered(ring.leg), LegJoined(ring.leg, "b2"), LegJoined(ann, "b2"))
    event = stage.told(EventKind.CALL_CONSULTED)[0]
    assert (event.agent, event.facts["to"], event.facts["command"]) == ("1001", "1002", "c")
    assert stage.state("1001") is stage.state("1002") is AgentState.TALKING
    assert stage.centre.counts() == {"consulting": 1}


def test_completing_gives_the_caller_to_the_colleague_and_frees_the_agent(stage) -> None:
    caller, ann, ben = completed(stage)
    assert stage.last(RetrieveLeg) == RetrieveLeg(caller, ben)
    assert stage.last(ClearLeg).leg == ann
    assert stage.told(EventKind.CALL_TRANSFERRED)[0].facts["command"] == "t"
    assert (stage.state("1001"), stage.state("1002")) == (AgentState.WRAP_UP, AgentState.TALKING)
    assert stage.record(caller).agent == "1002"
    stage.happens(LegCleared(ann, 16), LegParted(caller, "b3"), LegCleared(caller, 16), LegCleared(ben, 16))
    assert talks(stage, caller) == [("1001", False), ("1002", False)]
    assert stage.state("1002") is AgentState.WRAP_UP


def test_an_agent_who_hangs_up_right_after_completing_does_not_undo_it(stage) -> None:
    caller, ann, ben = consulting(stage)
    stage.happens(CompleteTransfer("t", ANN), LegParted(ann, "b2"), LegCleared(ann, 16), LegParted(ben, "b2"))
    stage.happens(LegJoined(caller, "b3"), LegJoined(ben, "b3"))
    assert stage.record(caller).agent == "1002"
    assert stage.state("1001") is AgentState.WRAP_UP


def test_cancelling_brings_the_agent_back_to_the_caller_and_the_colleague_is_ready_again(stage) -> None:
    caller, ann, ben = consulting(stage)
    stage.happens(CancelConsult("x", ANN))
    assert stage.last(RetrieveLeg) == RetrieveLeg(caller, ann)
    stage.happens(LegParted(ann, "b2"), LegParted(ben, "b2"), LegCleared(ben, 16))
    stage.happens(LegJoined(ann, "b3"), LegJoined(caller, "b3"))
    assert len(stage.all(RetrieveLeg)) == 1
    assert stage.told(EventKind.CALL_RETRIEVED)[0].facts["command"] == "x"
    assert (stage.state("1001"), stage.state("1002")) == (AgentState.TALKING, AgentState.READY)
    assert stage.centre.counts() == {"talking": 1}


def test_cancelling_while_the_colleague_is_rung_takes_the_ring_back(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(Consult("c", ANN, "1002"), LegParted(caller, "b1"), LegHeld(caller))
    ben = stage.rings().leg
    stage.happens(CancelConsult("x", ANN))
    assert stage.last(ClearLeg).leg == ben
    stage.happens(LegFailed(ben, Reason("failed")), LegCleared(ben, 16))
    stage.happens(LegJoined(ann, "b3"), LegJoined(caller, "b3"))
    assert len(stage.all(RetrieveLeg)) == 1
    assert stage.state("1002") is AgentState.READY


def test_a_colleague_who_does_not_answer_is_told_and_the_caller_is_taken_back(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(Consult("c", ANN, "1002"), LegParted(caller, "b1"), LegHeld(caller))
    ben = stage.rings().leg
    stage.happens(LegFailed(ben, Reason("no_answer")), LegCleared(ben, 19))
    assert stage.told(EventKind.CALL_FAILED)[0].facts["command"] == "c"
    assert stage.last(RetrieveLeg) == RetrieveLeg(caller, ann)
    assert stage.state("1002") is AgentState.NOT_READY


def test_a_number_outside_is_asked_and_takes_the_caller_over(stage) -> None:
    caller, ann = talking(stage)
    stage.happens(Consult("c", ANN, NUMBER), LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    out = stage.last(ConsultNumber)
    assert (out.number, out.agent_leg, out.caller) == (NUMBER, ann, caller)
    stage.happens(LegJoined(out.leg, "b2"), LegJoined(ann, "b2"), CompleteTransfer("t", ANN))
    stage.happens(LegParted(out.leg, "b2"), LegParted(ann, "b2"))
    stage.happens(LegJoined(out.leg, "b3"), LegJoined(caller, "b3"), LegCleared(ann, 16))
    assert stage.told(EventKind.CALL_TRANSFERRED)[0].facts["to"] == NUMBER
    assert stage.state("1001") is AgentState.WRAP_UP
    stage.happens(LegParted(caller, "b3"), LegCleared(caller, 16), LegCleared(out.leg, 16))
    stage.happens(Dispose("d", ANN, InteractionId(caller), "resolved"))
    assert stage.record(caller).closed_at is not None


def test_a_caller_who_leaves_during_the_consultation_leaves_the_two_talking(stage) -> None:
    caller, ann, ben = consulting(stage)
    stage.happens(LegCleared(caller, 16))
    assert stage.state("1001") is stage.state("1002") is AgentState.TALKING
    assert stage.record(caller).closed_at is None
    stage.happens(LegParted(ben, "b2"), LegParted(ann, "b2"), LegCleared(ben, 16), LegCleared(ann, 16))
    assert (stage.state("1001"), stage.state("1002")) == (AgentState.WRAP_UP, AgentState.READY)
    stage.happens(Dispose("d", ANN, InteractionId(caller), "resolved"))
    assert stage.record(caller).closed_at is not None


def test_an_agent_who_vanishes_while_asking_keeps_the_caller_held_for_a_while(stage) -> None:
    _, ann, ben = consulting(stage)
    stage.happens(LegParted(ann, "b2"), LegParted(ben, "b2"), LegCleared(ann, 16), LegCleared(ben, 16))
    assert stage.centre.counts() == {"held": 1}
    assert stage.state("1002") is AgentState.READY
    stage.passes(21)
    assert stage.told(EventKind.CALL_QUEUED)[-1].reason.code == "agent_lost"
    assert stage.told(EventKind.OFFER_MADE)[-1].agent == "1002"


# --- three ------------------------------------------------------------------------------------------
def test_three_hear_each_other_and_it_is_told_once(stage) -> None:
    caller, ann, ben = conferring(stage)
    assert stage.last(JoinAll) == JoinAll(caller, (ann, ben))
    assert [e.facts["command"] for e in stage.told(EventKind.CALL_CONFERENCED)] == ["f"]
    assert talks(stage, caller) == [("1001", False), ("1001", True), ("1002", True)]
    assert stage.centre.counts() == {"conference": 1}


def test_the_agent_who_leaves_a_conference_leaves_the_caller_with_the_other(stage) -> None:
    caller, ann, ben = conferring(stage)
    stage.happens(CompleteTransfer("t", ANN))
    assert stage.last(ClearLeg).leg == ann
    stage.happens(LegParted(ann, "b4"), LegCleared(ann, 16))
    assert stage.told(EventKind.CALL_TRANSFERRED)[0].facts["command"] == "t"
    assert (stage.state("1001"), stage.state("1002")) == (AgentState.WRAP_UP, AgentState.TALKING)
    assert stage.record(caller).agent == "1002"
    stage.happens(LegParted(caller, "b4"), LegCleared(caller, 16))
    assert stage.last(ClearLeg).leg == ben
    assert talks(stage, caller) == [("1001", False), ("1001", False), ("1002", False)]


def test_the_colleague_who_leaves_a_conference_leaves_the_caller_with_the_agent(stage) -> None:
    caller, ann, ben = conferring(stage)
    stage.happens(ClearConnection("y", BEN))
    assert stage.last(ClearLeg).leg == ben
    stage.happens(LegParted(ben, "b4"), LegCleared(ben, 16))
    assert (stage.state("1001"), stage.state("1002")) == (AgentState.TALKING, AgentState.WRAP_UP)
    assert [(e.agent, e.facts["by"]) for e in stage.told(EventKind.CONNECTION_CLEARED)] == [(ANN, "third")]
    assert stage.record(caller).agent == "1001"
    stage.happens(LegParted(ann, "b4"), LegCleared(ann, 16), LegCleared(caller, 16))
    assert stage.state("1001") is AgentState.WRAP_UP


def test_the_notes_of_one_do_not_end_those_of_the_other(stage) -> None:
    caller, ann, ben = conferring(stage)
    stage.happens(LegCleared(caller, 16), LegCleared(ann, 16), LegCleared(ben, 16))
    stage.happens(Dispose("d1", ANN, InteractionId(caller), "resolved"))
    notes = [s for s in stage.record(caller).segments if s.kind is SegmentKind.ACW]
    assert [(s.agent, s.ended_at is None) for s in notes] == [("1001", False), ("1002", True)]
    assert stage.state("1002") is AgentState.WRAP_UP


def test_the_caller_who_leaves_a_conference_leaves_the_two_talking(stage) -> None:
    caller, ann, ben = conferring(stage)
    stage.happens(LegParted(caller, "b4"), LegCleared(caller, 16))
    assert stage.state("1001") is stage.state("1002") is AgentState.TALKING
    assert talks(stage, caller) == [("1001", False), ("1001", False), ("1002", False)]
    stage.happens(LegParted(ann, "b4"), LegCleared(ann, 16))
    assert ben in {effect.leg for effect in stage.all(ClearLeg)}
    stage.happens(LegParted(ben, "b4"), LegCleared(ben, 16))
    assert stage.state("1001") is stage.state("1002") is AgentState.WRAP_UP


def test_whoever_has_asked_nobody_can_neither_complete_nor_cancel_nor_confer(stage) -> None:
    talking(stage)
    for command in (CompleteTransfer("t", ANN), CancelConsult("x", ANN), Conference("f", ANN)):
        stage.happens(command)
        assert refused(stage) == "no_consult"


# --- a restart in between ---------------------------------------------------------------------------
def restarted(stage, fresh, caller, *legs: SeenLeg):
    """Give a fresh centre what was kept, and a look at the switch."""
    kept = {}
    for effect in stage.all(Keep):
        record = effect.record
        kept[type(record), record.agent if isinstance(record, AgentStatus) else record.id] = record
    values = list(kept.values())
    remembered = Remembered(
        tuple(r for r in values if isinstance(r, AgentStatus)),
        tuple(r for r in values if isinstance(r, Interaction)),
        tuple(r for r in values if isinstance(r, OfferRecord)),
    )
    fresh.now = stage.now
    fresh.happens(remembered, SwitchSeen(NODE, legs, {"1001": True, "1002": True}))


PLACE = KeptPlace(QueueName("support"), {}, 0, START)


def test_a_consultation_goes_on_over_a_restart(stage, fresh) -> None:
    caller, ann, ben = consulting(stage)
    restarted(
        stage, fresh, caller,
        SeenLeg(caller, caller=True, holding=True, verb="wait", place=PLACE),
        SeenLeg(ann, answered=True, peers=(ben,), agent=ANN, toward=caller),
        SeenLeg(ben, answered=True, peers=(ann,), agent=BEN, toward=caller),
    )  # fmt: skip
    fresh.happens(CompleteTransfer("t", ANN), LegJoined(ben, "b3"), LegJoined(caller, "b3"))
    assert fresh.last(RetrieveLeg) == RetrieveLeg(caller, ben)
    assert fresh.record(caller).agent == "1002"
    assert (fresh.state("1001"), fresh.state("1002")) == (AgentState.WRAP_UP, AgentState.TALKING)


def test_a_conference_goes_on_over_a_restart(stage, fresh) -> None:
    caller, ann, ben = conferring(stage)
    restarted(
        stage, fresh, caller,
        SeenLeg(caller, caller=True, peers=(ann, ben), verb="wait", place=PLACE),
        SeenLeg(ann, answered=True, peers=(caller, ben), agent=ANN, toward=caller),
        SeenLeg(ben, answered=True, peers=(caller, ann), agent=BEN, toward=caller),
    )  # fmt: skip
    assert fresh.centre.counts() == {"conference": 1}
    fresh.happens(LegCleared(ann, 16))
    assert fresh.record(caller).agent == "1002"
    assert (fresh.state("1001"), fresh.state("1002")) == (AgentState.WRAP_UP, AgentState.TALKING)


def test_a_colleague_who_is_rung_over_a_restart_is_joined_to_the_agent(stage, fresh) -> None:
    caller, ann = talking(stage)
    stage.happens(Consult("c", ANN, "1002"), LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    ben = stage.rings().leg
    restarted(
        stage, fresh, caller,
        SeenLeg(caller, caller=True, holding=True, verb="wait", place=PLACE),
        SeenLeg(ann, answered=True, agent=ANN, toward=caller),
        SeenLeg(ben, ringing=True, agent=BEN, toward=caller),
    )  # fmt: skip
    fresh.happens(LegAnswered(ben), LegJoined(ben, "b2"), LegJoined(ann, "b2"))
    assert fresh.told(EventKind.CALL_CONSULTED)
    assert fresh.centre.counts() == {"consulting": 1}


def test_a_caller_who_was_handed_on_while_ctid_was_away_is_in_the_line(stage, fresh) -> None:
    caller, ann = talking(stage)
    stage.happens(BlindTransfer("t", ANN, NUMBER), LegParted(caller, "b1"), LegCleared(ann, 16))
    restarted(stage, fresh, caller, SeenLeg(caller, caller=True, holding=True, verb="wait", place=PLACE))
    assert fresh.centre.counts() == {"waiting": 1}


def test_reports_twice_and_in_another_order_change_nothing(stage) -> None:
    caller, ann, ben = consulting(stage)
    stage.happens(Conference("f", ANN))
    stage.happens(LegJoined(ben, "b4"), LegJoined(caller, "b4"), LegJoined(ann, "b4"))
    stage.happens(LegParted(ann, "b2"), LegParted(ben, "b2"), LegJoined(ann, "b4"), LegJoined(ben, "b4"))
    assert len(stage.told(EventKind.CALL_CONFERENCED)) == 1
    stage.happens(LegParted(ann, "b4"), LegParted(ann, "b4"), LegCleared(ann, 16), LegCleared(ann, 16))
    assert len(stage.told(EventKind.CALL_TRANSFERRED)) == 1
    assert stage.record(caller).agent == "1002"
