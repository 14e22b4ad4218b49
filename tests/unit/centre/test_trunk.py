"""The trunk is everybody's: campaigns together keep within its lines and its calls per second."""

from dataclasses import replace

import pytest

from ctid.dialer.pacing.terms import Decision
from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.attempts import Mode
from ctid.model.commands import DialLead, StartCampaign, TakeLead
from ctid.model.effects import AnswerCommand
from ctid.model.ids import AgentId
from ctid.model.reasons import Reason
from ctid.model.reports import AttemptUnanswered, LegCleared
from ctid.model.site import Trunk
from dialing_stage import CAMPAIGN, Floor

AUTUMN = replace(CAMPAIGN, name="autumn", lists={"some": 1})


class Greedy:
    """A pacing that wants more calls than there ever is room for."""

    def decide(self, observation: object, now: float) -> Decision:
        return Decision(1000, Reason("told"))


def floor_with(stage, trunk: Trunk, *campaigns, mode: Mode = Mode.PREDICTIVE) -> Floor:
    """A floor where campaigns run, and nobody knows moderation."""
    floor = Floor(stage, replace(CAMPAIGN, mode=mode))
    floor.pacing = Greedy()
    world = stage.centre._world
    world.dials.paces.clear()
    ours = {**world.site.campaigns, **{each.name: each for each in campaigns}}
    world.site = replace(world.site, trunk=trunk, campaigns=ours)
    for each in campaigns:
        stage.happens(StartCampaign("start", "boss", each.name))
    return floor


def placed(floor: Floor) -> list[str]:
    """Return the campaigns of the calls so far."""
    return [floor.attempt(each).campaign for each in floor.stage.all(PlaceAttempt)]


@pytest.fixture
def narrow(stage) -> Floor:
    """Two campaigns, and three lines for both."""
    return floor_with(stage, Trunk(lines=3), AUTUMN)


def test_no_more_calls_are_under_way_than_the_trunk_has_lines_for_campaigns(narrow: Floor) -> None:
    narrow.stage.passes(5)
    assert len(placed(narrow)) == 3


def test_a_line_that_is_free_again_is_used(narrow: Floor) -> None:
    narrow.stage.passes(5)
    line = narrow.stage.all(PlaceAttempt)[0].line
    narrow.stage.happens(AttemptUnanswered(line, "BUSY", 17, 486))
    narrow.stage.passes(5)
    assert len(placed(narrow)) == 4


def test_a_caller_takes_a_line_that_campaigns_then_leave_free(narrow: Floor) -> None:
    narrow.stage.passes(5)
    caller = narrow.stage.arrives()
    [line, *_] = [each.line for each in narrow.stage.all(PlaceAttempt)]
    narrow.stage.happens(AttemptUnanswered(line, "BUSY", 17, 486))
    narrow.stage.passes(5)
    assert len(placed(narrow)) == 3
    narrow.stage.happens(LegCleared(caller, 16))
    narrow.stage.passes(5)
    assert len(placed(narrow)) == 4


def test_somebody_who_has_answered_takes_one_line_and_not_two(stage) -> None:
    floor = floor_with(stage, Trunk(lines=2))
    stage.passes(1)
    floor.answers(stage.all(PlaceAttempt)[0])
    line = stage.all(PlaceAttempt)[1].line
    stage.happens(AttemptUnanswered(line, "BUSY", 17, 486))
    stage.passes(1)
    assert len(placed(floor)) == 3


def test_campaigns_together_start_no_more_calls_in_a_second_than_the_trunk_takes_one_after_the_other(
    stage,
) -> None:
    floor = floor_with(stage, Trunk(calls_per_second=1), AUTUMN)
    stage.passes(0.5)
    begun = len(placed(floor))
    stage.passes(4)
    assert begun <= 1
    assert len(placed(floor)) - begun == 4
    assert set(placed(floor)[:2]) == set(placed(floor)[2:4]) == {"autumn", "spring"}


def test_less_than_one_call_in_a_second_is_one_in_several(stage) -> None:
    floor = floor_with(stage, Trunk(calls_per_second=0.2))
    stage.passes(0.1)
    begun = len(placed(floor))
    stage.passes(4)
    assert len(placed(floor)) == begun == 1
    stage.passes(2)
    assert len(placed(floor)) == 2


def test_an_agent_for_whose_lead_there_is_no_line_is_told_so_and_keeps_it(stage) -> None:
    floor = floor_with(stage, Trunk(lines=1), replace(AUTUMN, mode=Mode.PREDICTIVE), mode=Mode.PREVIEW)
    floor.stands_by("1001")
    stage.passes(2)
    assert placed(floor) == ["autumn"]
    one = AgentId("1001")
    stage.happens(TakeLead("t", one, "spring"))
    stage.passes(0)
    preview = stage.centre.preview(one)
    stage.happens(DialLead("d", one, preview.lead.id))
    assert stage.last(AnswerCommand).refused.code == "no_line_free"
    assert stage.centre.preview(one) == preview
    assert placed(floor) == ["autumn"]
