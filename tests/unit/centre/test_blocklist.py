"""Numbers that are not let in."""

from datetime import timedelta

import pytest

from ctid.model.commands import BlockNumber, UnblockNumber
from ctid.model.effects import AnswerCommand, Keep, SendLeg
from ctid.model.events import EventKind
from ctid.model.ids import LegId
from ctid.model.interactions import Outcome
from ctid.model.reports import CallArrived, LegCleared, Remembered
from ctid.model.switches import BlockedNumber

NUISANCE = "+12025550123"  # whom the stage's callers call from


def block(stage, number: str = NUISANCE, **how) -> None:
    stage.happens(BlockNumber("block", "boss", number, "shouts", **how))


def test_a_blocked_caller_is_ended_at_arrival_and_logged_so(stage) -> None:
    block(stage)
    leg = stage.arrives()
    assert stage.last(SendLeg) == SendLeg(leg, "number-blocked")
    [refused] = stage.told(EventKind.CALL_REFUSED)
    assert (refused.reason.code, refused.reason.facts["who"]) == ("number_blocked", "boss")
    stage.happens(LegCleared(leg, 16))
    assert stage.record(leg).outcome is Outcome.BLOCKED


@pytest.mark.parametrize("written", ["+12025550123", "12025550123", "(202) 555-0123", "2025550123"])
def test_a_number_is_one_number_however_it_is_written(stage, written: str) -> None:
    block(stage, written)
    for n, ani in enumerate(("+12025550123", "12025550123", "2025550123")):
        stage.happens(CallArrived(LegId(f"sw1:1.{n}"), ani, "", "4001", "main"))
    assert len(stage.all(SendLeg)) == 3


def test_a_number_from_abroad_is_known_by_its_exit_code_too(stage) -> None:
    block(stage, "011 86 138 0013 8000")  # as North America writes it
    stage.happens(CallArrived(LegId("sw1:1.1"), "+8613800138000", "", "4001", "main"))
    assert stage.all(SendLeg)


def test_the_centres_own_number_is_never_blocked(stage) -> None:
    block(stage, stage.centre.site.outbound.show_number)
    assert stage.last(AnswerCommand).refused.code == "own_number"


def test_others_and_hidden_callers_are_let_in(stage) -> None:
    block(stage, "+12025550124")
    stage.arrives()
    stage.happens(CallArrived(LegId("sw1:1.2"), "", "", "4001", "main"))
    stage.happens(CallArrived(LegId("sw1:1.3"), "anonymous", "", "4001", "main"))
    assert not stage.all(SendLeg)


def test_a_number_is_let_in_again_by_hand_or_by_itself(stage) -> None:
    block(stage, until=stage.now + timedelta(minutes=5))
    stage.passes(301)
    stage.arrives()
    assert not stage.all(SendLeg)
    block(stage)
    stage.happens(UnblockNumber("free", "boss", NUISANCE))
    stage.arrives()
    assert not stage.all(SendLeg)
    stage.happens(UnblockNumber("again", "boss", NUISANCE))
    assert stage.last(AnswerCommand).refused.code == "not_blocked"


@pytest.mark.parametrize("number", ["110", "112", "1001", "anonymous", "500&PJSIP/x", ""])
def test_only_whole_numbers_can_be_blocked(stage, number: str) -> None:
    block(stage, number)
    assert stage.last(AnswerCommand).refused.code == "not_a_number"


def test_a_block_outlives_a_restart(stage, fresh) -> None:
    block(stage)
    kept = tuple(k.record for k in stage.all(Keep) if isinstance(k.record, BlockedNumber))
    fresh.happens(Remembered((), (), (), blocked=kept))
    fresh.arrives()
    assert fresh.all(SendLeg)
