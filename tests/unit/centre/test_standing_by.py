"""A leg that stands by has many talks: each is recorded by itself, and other calls find the phone free."""

from dataclasses import replace

import pytest

from ctid.model.attempt_effects import JoinStandby, StandAgain
from ctid.model.attempts import Mode
from ctid.model.commands import (
    CompleteTransfer,
    Consult,
    DialLead,
    MakeCall,
    PauseRecording,
    ResumeRecording,
    TakeLead,
)
from ctid.model.effects import AnswerCommand, ClearLeg, DialOut, Keep, MuteRecording, RingAgent
from ctid.model.ids import AgentId, LegId
from ctid.model.recordings import Recording, RecordRule
from ctid.model.reports import (
    LegAnswered,
    LegCleared,
    LegHeld,
    LegJoined,
    LegParted,
    RecordingArmed,
    RecordingMuted,
    SeenLeg,
    SwitchSeen,
)
from dialing_stage import CAMPAIGN, Floor

ANN, BEN = AgentId("1001"), AgentId("1002")


@pytest.fixture
def floor(stage) -> Floor:
    return Floor(stage)


def talks(floor: Floor, leg: LegId) -> LegId:
    """Somebody calls, and is joined to the leg that stands by."""
    caller = floor.stage.waits()
    floor.stage.passes(1)
    joined = floor.stage.last(JoinStandby)
    assert (joined.leg, joined.caller) == (leg, caller)
    floor.stage.happens(LegJoined(caller, "b1"), LegJoined(leg, "b1"))
    return caller


def order(floor: Floor, *kinds: type) -> list[type]:
    """Return in which order these were asked for."""
    return [type(it) for it in floor.stage.said if isinstance(it, kinds)]


# --- what rings a phone -----------------------------------------------------------------------------
def test_a_colleague_who_stands_by_is_let_go_before_their_phone_rings_with_a_question(floor: Floor) -> None:
    ann = floor.stands_by("1001")[ANN]
    caller = talks(floor, ann)
    ben = floor.stands_by("1002")[BEN]
    floor.stage.said.clear()
    floor.stage.happens(Consult("c", ANN, BEN))
    floor.stage.happens(LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    floor.stage.passes(1)
    assert order(floor, ClearLeg, RingAgent) == [ClearLeg, RingAgent]
    assert (floor.stage.last(ClearLeg).leg, floor.stage.last(RingAgent).agent) == (ben, BEN)


def test_who_has_handed_a_caller_on_stands_by_again_on_the_same_leg(floor: Floor) -> None:
    ann = floor.stands_by("1001")[ANN]
    caller = talks(floor, ann)
    floor.stands_by("1002")
    floor.stage.happens(Consult("c", ANN, BEN))
    floor.stage.happens(LegParted(caller, "b1"), LegParted(ann, "b1"), LegHeld(caller))
    floor.stage.passes(1)
    ben = floor.stage.last(RingAgent).leg
    floor.stage.happens(LegAnswered(ben), LegJoined(ben, "b2"), LegJoined(ann, "b2"))
    floor.stage.happens(CompleteTransfer("t", ANN), LegParted(ben, "b2"), LegParted(ann, "b2"))
    floor.stage.happens(LegJoined(ben, "b3"), LegJoined(caller, "b3"))
    assert floor.stage.last(StandAgain).leg == ann


def test_an_agent_who_calls_somebody_is_let_go_before_their_phone_rings(floor: Floor) -> None:
    ann = floor.stands_by("1001")[ANN]
    floor.stage.said.clear()
    floor.stage.happens(MakeCall("m", ANN, "+12025550142"))
    assert order(floor, ClearLeg, DialOut) == [ClearLeg, DialOut]
    assert floor.stage.last(ClearLeg).leg == ann


def test_an_agent_who_waits_for_whom_they_have_had_called_is_not_rung_for_anything_else(stage) -> None:
    floor = Floor(stage, replace(CAMPAIGN, mode=Mode.PREVIEW))
    ben = floor.stands_by("1002")[BEN]
    talks(floor, ben)
    floor.stands_by("1001")
    stage.happens(TakeLead("t", ANN, "spring"))
    stage.passes(0)
    stage.happens(DialLead("d", ANN, stage.centre.preview(ANN).lead.id))
    for asked in (Consult("c", BEN, ANN), MakeCall("m", ANN, "+12025550142")):
        stage.happens(asked)
        assert stage.last(AnswerCommand).refused.code == "kept_for_lead"


# --- recordings -------------------------------------------------------------------------------------
@pytest.fixture
def recorded(floor: Floor) -> Floor:
    """A floor whose queue is recorded."""
    world = floor.stage.centre._world
    queues = {name: replace(queue, record=RecordRule.YES) for name, queue in world.site.queues.items()}
    world.site = replace(world.site, queues=queues)
    return floor


def recording(floor: Floor) -> Recording:
    return [it.record for it in floor.stage.all(Keep) if isinstance(it.record, Recording)][-1]


def starts(floor: Floor, leg: LegId) -> tuple[LegId, LegId]:
    """A talk begins and is recorded; return the caller's leg, and that by which the recording is named."""
    caller = talks(floor, leg)
    asked = floor.stage.last(JoinStandby)
    assert asked.record
    named = LegId(f"sw1:{asked.offer}")
    floor.stage.happens(RecordingArmed(named))
    assert (recording(floor).id, recording(floor).interaction) == (asked.offer, caller)
    return caller, named


def ends(floor: Floor, caller: LegId, leg: LegId) -> None:
    floor.stage.happens(LegParted(caller, "b1"), LegParted(leg, "b1"), LegHeld(leg), LegCleared(caller, 16))


def test_each_talk_of_a_leg_that_stands_by_is_a_recording_of_its_own(recorded: Floor) -> None:
    ann = recorded.stands_by("1001")[ANN]
    caller, first = starts(recorded, ann)
    ends(recorded, caller, ann)
    assert recording(recorded).ended_at is not None
    recorded.stage.passes(120)
    _, second = starts(recorded, ann)
    assert first != second
    assert recording(recorded).ended_at is None


def test_where_talks_are_not_recorded_no_leg_is_asked_to(floor: Floor) -> None:
    talks(floor, floor.stands_by("1001")[ANN])
    assert not floor.stage.last(JoinStandby).record


def test_a_pause_is_one_of_the_leg_that_stands_by_and_of_this_talk(recorded: Floor) -> None:
    ann = recorded.stands_by("1001")[ANN]
    caller, _ = starts(recorded, ann)
    recorded.stage.happens(PauseRecording("p", caller, ANN, "1001"))
    assert recorded.stage.last(MuteRecording) == MuteRecording(ann, muted=True)
    recorded.stage.happens(RecordingMuted(ann, muted=True))
    assert recording(recorded).paused is not None
    recorded.stage.happens(ResumeRecording("r", caller, ANN, "1001"))
    assert recorded.stage.last(MuteRecording) == MuteRecording(ann, muted=False)
    recorded.stage.happens(RecordingMuted(ann, muted=False))
    assert recording(recorded).paused is None


def test_a_recording_that_is_found_on_a_leg_that_stands_by_goes_on(recorded: Floor) -> None:
    ann = recorded.stands_by("1001")[ANN]
    caller, _ = starts(recorded, ann)
    before = recording(recorded)
    legs = (
        SeenLeg(caller, peers=(ann,), caller=True, answered=True),
        SeenLeg(ann, peers=(caller,), agent=ANN, answered=True, recorded=True, paused=True),
    )
    recorded.stage.happens(SwitchSeen("sw1", legs, {}))
    assert recording(recorded).id == before.id
    assert recording(recorded).ended_at is None
    assert recording(recorded).paused is not None  # in doubt it is one
