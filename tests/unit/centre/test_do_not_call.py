"""Numbers that are not called back, whoever asks for it."""

import pytest

from callback_stage import AGENT_FIRST, asks, configured, rung, wish
from ctid.model.callback_effects import CallBack, Promise
from ctid.model.callbacks import CallbackState
from ctid.model.commands import AllowCallbacks, ForbidCallbacks
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import AnswerCommand, Keep
from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.reports import KeyPressed, LegAnswered, LegHeld, Remembered

CALLER = "+12025550123"  # the stage's


@pytest.fixture
def centre(stage):
    return configured(stage, AGENT_FIRST)


def forbids(stage, number: str = "(202) 555-0123") -> None:
    stage.happens(ForbidCallbacks("f", "boss", number, "asked us not to"))


def allows(stage, number: str) -> None:
    stage.happens(AllowCallbacks("a", "boss", number))


@pytest.mark.parametrize("number", ["2025550123", "+1 202-555-0123", "(202) 555-0123"])
def test_a_number_on_the_list_is_promised_no_call_however_it_was_written(centre, number: str) -> None:
    forbids(centre, number)
    leg = centre.waits()
    centre.happens(LegHeld(leg), KeyPressed(leg, "2"))
    assert centre.last(Promise) == Promise(leg, kept=False)
    refused = centre.told(EventKind.CALL_REFUSED)[-1].reason
    assert (refused.code, refused.facts["number"], refused.facts["who"]) == ("do_not_call", CALLER, "boss")


def test_a_number_put_on_the_list_after_the_promise_is_not_called_and_says_why(centre) -> None:
    leg = asks(centre)
    forbids(centre)
    centre.ready("1001")
    assert not centre.told(EventKind.OFFER_MADE)
    assert centre.centre.callbacks_held()[InteractionId(leg)].code == "do_not_call"


def test_a_number_put_on_the_list_while_the_agents_phone_rings_is_not_called(centre) -> None:
    asks(centre)
    centre.ready("1001")
    ring = centre.rings()
    forbids(centre)
    centre.happens(LegAnswered(ring.leg))
    assert not centre.all(CallBack)
    withdrawn = centre.told(EventKind.OFFER_WITHDRAWN)[-1]
    assert withdrawn.reason.code == "do_not_call"
    assert wish(centre).state is CallbackState.WAITING


def test_a_number_taken_off_the_list_is_called_when_its_turn_comes(centre) -> None:
    asks(centre)
    forbids(centre)
    centre.ready("1001")
    allows(centre, "1 202 555 0123")
    rung(centre)
    assert centre.last(CallBack).number == CALLER
    kept = [keep.record for keep in centre.all(Keep) if isinstance(keep.record, DoNotCall)]
    assert [(record.number, record.listed) for record in kept] == [(CALLER, True), (CALLER, False)]


def test_what_is_no_number_is_refused_and_so_is_taking_off_what_is_not_on_it(centre) -> None:
    forbids(centre, "12")
    assert centre.last(AnswerCommand).refused.code == "not_a_number"
    allows(centre, "+12025550188")
    assert centre.last(AnswerCommand).refused.code == "not_on_do_not_call"


def test_the_list_outlives_a_restart(fresh) -> None:
    entry = DoNotCall(CALLER, True, "boss", fresh.now, "")
    fresh.happens(Remembered((), (), (), do_not_call=(entry,)))
    assert fresh.centre.do_not_call() == {CALLER: entry}


def test_who_is_on_the_list_may_still_call_in(centre) -> None:
    forbids(centre)
    centre.ready("1001")
    centre.talks(centre.waits())
