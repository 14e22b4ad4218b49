"""What people say with a key when a campaign has called them: a result, and that they want no more calls."""

from dataclasses import replace

import pytest

from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.attempts import Mode
from ctid.model.do_not_call import DoNotCall
from ctid.model.effects import Keep
from ctid.model.ids import FlowName, LegId
from ctid.model.reports import CallArrived, IvrLeft, IvrStepped, LegCleared, Sign
from dialing_stage import CAMPAIGN, Floor


@pytest.fixture
def floor(stage) -> Floor:
    return Floor(stage, replace(CAMPAIGN, mode=Mode.AGENTLESS, queue=None, flow=FlowName("reminder")))


def hears(floor: Floor) -> tuple[PlaceAttempt, LegId]:
    """Somebody answers, and the flow talks to them."""
    [placed] = floor.dials()
    floor.told(placed, Sign.DIALLING, Sign.ANSWERED)
    floor.stage.happens(CallArrived(floor.leg(placed), placed.number, "", "", "reminder"))
    return placed, floor.leg(placed)


def test_a_key_says_what_came_of_the_call_as_an_agent_would(floor: Floor) -> None:
    placed, person = hears(floor)
    floor.stage.happens(IvrStepped(person, "ask", "chose", "resolved", "disposition"))
    assert floor.attempt(placed).disposition == "resolved"
    assert floor.stage.centre.interaction(person).disposition == "resolved"
    assert floor.leads.results == ["resolved"]
    floor.stage.happens(IvrLeft(person, "hangup"), LegCleared(person, 16))
    assert floor.attempt(placed).disposition == "resolved"


def test_who_wants_no_more_calls_stands_on_the_list_from_that_moment_on(floor: Floor) -> None:
    placed, person = hears(floor)
    floor.stage.happens(IvrStepped(person, "ask", "chose", "yes", "do_not_call"))
    entry = floor.stage.centre.do_not_call()[placed.number]
    assert (entry.who, entry.why) == ("spring: ask", floor.attempt(placed).id)
    assert [it.record for it in floor.stage.all(Keep) if isinstance(it.record, DoNotCall)] == [entry]


def test_who_hangs_up_with_the_key_has_said_it_all_the_same(floor: Floor) -> None:
    placed, person = hears(floor)
    floor.stage.happens(
        LegCleared(person, 16),
        IvrStepped(person, "ask", "chose", "resolved", "disposition"),
        IvrStepped(person, "ask", "chose", "yes", "do_not_call"),
    )
    assert floor.attempt(placed).disposition == "resolved"
    assert placed.number in floor.stage.centre.do_not_call()


@pytest.mark.parametrize(
    ("value", "into"), [("sold_out", "disposition"), ("no", "do_not_call"), ("yes", "topic")]
)
def test_other_words_of_a_flow_say_nothing_of_the_kind(floor: Floor, value: str, into: str) -> None:
    placed, person = hears(floor)
    floor.stage.happens(IvrStepped(person, "ask", "chose", value, into))
    assert floor.attempt(placed).disposition == ""
    assert not floor.stage.centre.do_not_call()


def test_a_caller_puts_nobody_on_the_list(floor: Floor) -> None:
    caller = floor.stage.arrives()
    floor.stage.happens(IvrStepped(caller, "ask", "chose", "yes", "do_not_call"))
    assert not floor.stage.centre.do_not_call()
