"""Calls that came and went while nobody listened are in the log once, with the switch's own times."""

from datetime import timedelta

import pytest

from ctid.centre.world import LATELY
from ctid.model.effects import Keep
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId, LegId
from ctid.model.interactions import Interaction, Outcome, SegmentKind
from ctid.model.reports import (
    Arrival,
    CameAndWent,
    LegCleared,
    LegHistory,
    Remembered,
    SeenLeg,
    SwitchSeen,
)

LEG = LegId("sw1:900.1")


def history(stage, *, ago: float = 60, lasted: float | None = 20, **more) -> LegHistory:
    at = stage.now - timedelta(seconds=ago)
    ended_at = at + timedelta(seconds=lasted) if lasted is not None else None
    last_at = ended_at or at + timedelta(seconds=5)
    return LegHistory(LEG, ended_at, 16, arrival=Arrival(at, "2025550101", "4001", last_at), **more)


def seen(*histories: LegHistory, legs: tuple[SeenLeg, ...] = ()) -> SwitchSeen:
    return SwitchSeen("sw1", legs, {}, histories)


def rows(stage) -> list[Interaction]:
    return [k.record for k in stage.all(Keep) if isinstance(k.record, Interaction)]


@pytest.mark.parametrize(
    ("verb", "outcome"),
    [
        ("voicemail", Outcome.VOICEMAIL),
        ("callback", Outcome.CALLBACK_ASKED),
        ("wait", Outcome.ABANDONED_IN_QUEUE),
        ("closed", Outcome.TURNED_AWAY),
        ("", Outcome.ABANDONED_IN_IVR),
    ],
)
def test_a_call_inside_an_outage_gets_its_row_and_its_outcome(fresh, verb: str, outcome: Outcome) -> None:
    told = history(fresh, verb=verb)
    fresh.happens(seen(told))
    [row] = rows(fresh)
    assert (row.id, row.outcome, row.ani, row.number) == (LEG, outcome, "2025550101", "+12025550101")
    assert (row.arrived_at, row.ended_at) == (told.arrival.at, told.ended_at)
    assert row.closed_at == row.ended_at
    assert all(segment.ended_at is not None for segment in row.segments)
    kinds = [event.kind for event in fresh.told(EventKind.INTERACTION_CLOSED)]
    assert kinds == [EventKind.INTERACTION_CLOSED]


def test_it_gets_it_once(fresh) -> None:
    fresh.happens(seen(history(fresh)))
    fresh.happens(seen(history(fresh)))
    assert len(rows(fresh)) == 1


def test_a_call_that_the_store_has_already_is_left_alone(fresh) -> None:
    told = history(fresh)
    fresh.happens(Remembered((), (), (), closed={InteractionId(LEG): told.ended_at}), seen(told))
    assert rows(fresh) == []


def test_a_call_that_was_closed_in_this_run_is_left_alone(stage) -> None:
    leg = stage.arrives()
    stage.happens(LegCleared(leg, 16))
    before = len(rows(stage))
    told = history(stage)
    stage.happens(seen(LegHistory(leg, stage.now, 16, arrival=told.arrival)))
    assert len(rows(stage)) == before


def test_a_caller_who_lives_is_no_past_call(fresh) -> None:
    fresh.happens(seen(history(fresh), legs=(SeenLeg(LEG, caller=True),)))
    assert fresh.centre.interaction(InteractionId(LEG)) is not None


def test_a_leg_that_is_no_callers_gets_no_row(fresh) -> None:
    fresh.happens(seen(LegHistory(LegId("sw1:off_1"), fresh.now, 16)))
    assert rows(fresh) == []


def test_a_talk_inside_an_outage_names_the_agent_by_the_phone(fresh) -> None:
    at = fresh.now - timedelta(seconds=60)
    joined, parted = at + timedelta(seconds=5), at + timedelta(seconds=15)
    fresh.happens(seen(history(fresh, joined_at=joined, parted_at=parted, peer="1002")))
    [row] = rows(fresh)
    assert (row.outcome, row.agent, row.answered_at) == (Outcome.ANSWERED, "1002", joined)
    [talk] = [segment for segment in row.segments if segment.kind is SegmentKind.TALK]
    assert (talk.started_at, talk.ended_at) == (joined, parted)


def test_a_caller_who_died_with_the_switch_is_lost_at_the_last_that_was_heard_of_them(fresh) -> None:
    told = history(fresh, lasted=None)
    fresh.happens(seen(told))
    [row] = rows(fresh)
    assert (row.outcome, row.ended_at) == (Outcome.LOST, told.arrival.last_at)


def test_a_waiting_caller_who_left_a_message_during_the_outage_did_not_abandon(stage, fresh) -> None:
    stage.happens()
    stage.ready("1001")
    caller = stage.arrives()
    fresh.now = stage.now + timedelta(seconds=60)
    fresh.happens(Remembered((), (stage.record(caller),), ()))
    fresh.happens(seen(LegHistory(caller, fresh.now - timedelta(seconds=5), 16, verb="voicemail")))
    assert rows(fresh)[-1].outcome is Outcome.VOICEMAIL


def test_which_calls_were_closed_is_forgotten_after_the_look_back(fresh) -> None:
    world = fresh.centre._world
    world.closed_at(InteractionId("old"), fresh.now)
    world.closed_at(InteractionId("new"), fresh.now + LATELY)
    assert set(world.over) == {"new"}


def test_a_caller_who_hangs_up_before_anybody_is_asked_is_logged_at_once(stage) -> None:
    went = history(stage)
    stage.happens(CameAndWent(went), LegCleared(went.leg, 16))
    [row] = rows(stage)
    assert (row.outcome, row.ani, row.closed_at) == (
        Outcome.ABANDONED_IN_IVR,
        went.arrival.ani,
        went.ended_at,
    )
    stage.happens(CameAndWent(went))
    assert len(rows(stage)) == 1


def test_the_end_of_a_call_that_is_known_is_told_by_its_leg(stage) -> None:
    caller = stage.arrives()
    arrival = Arrival(stage.now, "1", "4001", stage.now)
    stage.happens(CameAndWent(LegHistory(caller, stage.now, 16, arrival=arrival)))
    assert rows(stage)[-1].ended_at is None
