"""Recordings: begun with the talk, paused for sure, over with the talk, complete when the sound is."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import count
from typing import Any

import pytest

from ctid.centre.centre import Centre
from ctid.model.commands import PauseRecording, ResumeRecording, RetakeCall
from ctid.model.effects import AnswerCommand, AnswerQueueAsk, Keep, MuteRecording, RingAgent
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, InteractionId, LegId, NodeId, OfferId, QueueName, switch_id
from ctid.model.interactions import Interaction
from ctid.model.languages import Language
from ctid.model.recordings import Recording, RecordRule
from ctid.model.reports import (
    IvrLeft,
    LegCleared,
    LegParted,
    QueueAsked,
    RecordingAnnounced,
    RecordingArmed,
    RecordingKept,
    RecordingMuted,
    Remembered,
    SeenLeg,
    SwitchSeen,
)

SUPPORT = QueueName("support")
WHO = AgentId("1001")


NODE = NodeId("sw1")
Make = Callable[..., Any]


@pytest.fixture
def make(stage: Any) -> Make:
    """Makes a centre whose queue is recorded by a rule, with one agent ready."""

    def stage_of(rule: RecordRule = RecordRule.YES, *, fresh: bool = False) -> Any:
        site = stage.centre.site
        site = replace(site, queues={SUPPORT: replace(site.queues[SUPPORT], record=rule)})
        numbers = count(1)
        made = type(stage)(Centre(site, new_offer_id=lambda: OfferId(f"off_{next(numbers)}")))
        if not fresh:
            made.happens(SwitchSeen(NODE, (), {"1001": True, "1002": True}))
            made.ready("1001")
        return made

    return stage_of


def talks(stage: Any) -> tuple[LegId, RingAgent]:
    caller = stage.waits()
    offer = stage.told(EventKind.OFFER_MADE)[-1].offer
    assert offer is not None
    stage.happens(RecordingArmed(LegId(f"{NODE}:{offer}")))
    return caller, stage.talks(caller)


def row(stage: Any) -> Recording:
    return [k.record for k in stage.all(Keep) if isinstance(k.record, Recording)][-1]


def pause(stage: Any, caller: LegId, **how: timedelta) -> None:
    stage.happens(PauseRecording("p", InteractionId(caller), WHO, "1001", **how))
    mute = stage.last(MuteRecording)
    assert mute.muted
    stage.happens(RecordingMuted(mute.leg, muted=True))


def test_a_recording_begins_with_the_talk_and_ends_with_it(make: Make) -> None:
    stage = make()
    caller, ring = talks(stage)
    assert ring.record
    [started] = stage.told(EventKind.RECORDING_STARTED)
    assert (started.interaction, started.agent) == (caller, WHO)
    stage.happens(LegParted(caller, "b1"), LegCleared(caller, 16))
    assert len(stage.told(EventKind.RECORDING_STOPPED)) == 1
    assert stage.centre.finished_recordings() == [row(stage)]


def test_nobody_is_recorded_by_a_queue_that_does_not_record(make: Make) -> None:
    stage = make(RecordRule.NO)
    assert not stage.talks(stage.waits()).record


def test_where_it_must_be_announced_only_who_was_told_is_recorded_and_is_told_once(make: Make) -> None:
    for told in (False, True):
        stage = make(RecordRule.ANNOUNCE)
        leg = stage.arrives()
        asked = QueueAsked(leg, SUPPORT, {}, 0, Language.EN)
        stage.happens(asked)
        assert stage.last(AnswerQueueAsk).announce
        if told:
            stage.happens(RecordingAnnounced(leg), asked)
            assert not stage.last(AnswerQueueAsk).announce
        stage.happens(IvrLeft(leg, "wait"))
        assert stage.rings().record is told


def test_a_pause_is_true_once_the_switch_has_muted_and_is_told_once(make: Make) -> None:
    stage = make()
    caller, _ = talks(stage)
    stage.happens(PauseRecording("p", InteractionId(caller), WHO, "1001"))
    assert stage.told(EventKind.RECORDING_PAUSED) == []
    muted = RecordingMuted(stage.last(MuteRecording).leg, muted=True)
    stage.happens(muted, muted)
    [event] = stage.told(EventKind.RECORDING_PAUSED)
    assert (event.facts["by"], event.facts["command"]) == ("1001", "p")
    stage.happens(ResumeRecording("r", InteractionId(caller), WHO, "1001"), muted)
    assert row(stage).paused is not None
    stage.happens(RecordingMuted(muted.leg, muted=False))
    assert row(stage).paused is None
    assert len(row(stage).pauses) == 1


def test_a_late_answer_to_resuming_does_not_end_a_newer_pause(make: Make) -> None:
    stage = make()
    caller, ring = talks(stage)
    pause(stage, caller)
    stage.happens(ResumeRecording("r", InteractionId(caller), WHO, "1001"))
    stage.happens(PauseRecording("p2", InteractionId(caller), WHO, "1001"))
    stage.happens(RecordingMuted(ring.leg, muted=False), RecordingMuted(ring.leg, muted=True))
    assert stage.told(EventKind.RECORDING_RESUMED) == []
    assert row(stage).paused is not None


def test_a_pause_with_a_limit_ends_by_itself(make: Make) -> None:
    stage = make()
    caller, ring = talks(stage)
    pause(stage, caller, limit=timedelta(seconds=30))
    stage.passes(29)
    assert stage.last(MuteRecording).muted
    stage.passes(2)
    assert stage.all(MuteRecording)[1:] == [MuteRecording(ring.leg, muted=False)]


def test_only_the_agent_in_the_talk_or_a_supervisor_may_pause_it(make: Make) -> None:
    stage = make()
    caller, _ = talks(stage)
    for agent, code in ((AgentId("1002"), "not_your_interaction"), (None, None)):
        stage.happens(PauseRecording("p", InteractionId(caller), agent, "x"))
        refused = stage.last(AnswerCommand).refused
        assert (refused.code if refused else None) == code


def test_a_talk_that_is_not_recorded_cannot_be_paused(make: Make) -> None:
    stage = make(RecordRule.NO)
    caller = stage.waits()
    stage.talks(caller)
    stage.happens(PauseRecording("p", InteractionId(caller), WHO, "1001"))
    refused = stage.last(AnswerCommand).refused
    assert refused is not None
    assert refused.code == "not_recorded"


def test_a_restarted_centre_knows_the_pause_and_says_it_again_to_the_switch(make: Make) -> None:
    stage = make()
    caller, ring = talks(stage)
    pause(stage, caller)
    calls = [k.record for k in stage.all(Keep) if isinstance(k.record, Interaction)]
    again = make(fresh=True)
    again.now = stage.now
    again.happens(
        Remembered((), (calls[-1],), (), recordings=(row(stage),)), _look(caller, ring.leg, paused=False)
    )
    assert again.last(MuteRecording) == MuteRecording(ring.leg, muted=True)
    again.happens(ResumeRecording("r", InteractionId(caller), None, "boss"))
    again.happens(RecordingMuted(ring.leg, muted=False))
    assert row(again).paused is None
    assert len(row(again).pauses) == 1


def test_a_pause_that_was_not_written_is_read_off_the_switch(make: Make) -> None:
    stage = make()
    caller, ring = talks(stage)
    stage.happens(_look(caller, ring.leg, paused=True))
    assert row(stage).paused is not None


def _look(caller: LegId, leg: LegId, *, paused: bool) -> SwitchSeen:
    legs = (
        SeenLeg(caller, caller=True, answered=True, peers=(leg,)),
        SeenLeg(leg, answered=True, peers=(caller,), recorded=True, paused=paused, agent=WHO, toward=caller),
    )
    return SwitchSeen(NODE, legs, {"1001": True, "1002": True})


def test_an_agent_rung_anew_in_a_pause_is_muted_before_a_word_is_heard(make: Make) -> None:
    stage = make()
    caller, ring = talks(stage)
    pause(stage, caller)
    stage.happens(RetakeCall("t", WHO), LegParted(caller, "b1"), LegCleared(ring.leg, 16))
    new = stage.last(RingAgent).leg
    assert new != ring.leg
    stage.happens(RecordingArmed(new))
    assert stage.last(MuteRecording) == MuteRecording(new, muted=True)


def test_a_sound_is_kept_once_and_one_that_is_not_there_is_told_lost(make: Make) -> None:
    stage = make()
    caller, _ = talks(stage)
    stage.happens(LegParted(caller, "b1"), LegCleared(caller, 16))
    whole = replace(row(stage), duration_ms=1000, bytes=32044, sha256="00", channels=2)
    stage.happens(RecordingKept(whole), RecordingKept(whole))
    assert len(stage.told(EventKind.RECORDING_KEPT)) == 1
    assert row(stage).kept_at is not None
    assert stage.centre.finished_recordings() == []

    other = make()
    caller, ring = talks(other)
    other.happens(LegParted(caller, "b1"), LegCleared(caller, 16), RecordingKept(row(other)))
    [lost] = other.told(EventKind.RECORDING_LOST)
    assert lost.facts["recording"] == switch_id(ring.leg)
