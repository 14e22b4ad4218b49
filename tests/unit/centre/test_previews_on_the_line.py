"""Leads that an agent looks at, and has called: the agent is kept for them, and a lead is never lost."""

from dataclasses import replace

import pytest

from ctid.centre.routing import free_since
from ctid.model.attempt_effects import JoinStandby, PlaceAttempt
from ctid.model.attempts import Mode
from ctid.model.commands import DialLead, SignOff, SkipLead, StopCampaign, TakeLead
from ctid.model.effects import AnswerCommand
from ctid.model.ids import AgentId
from ctid.model.reports import AttemptUnanswered
from dialing_stage import CAMPAIGN, Floor

ONE = AgentId("1001")
TAKE = TakeLead("t", ONE, "spring")


@pytest.fixture
def floor(stage) -> Floor:
    """A preview campaign that runs."""
    return Floor(stage, replace(CAMPAIGN, mode=Mode.PREVIEW))


def looks(floor: Floor) -> str:
    """Have an agent look at a lead; return it."""
    floor.stage.happens(TAKE)
    floor.stage.passes(0)
    preview = floor.stage.centre.preview(ONE)
    assert preview is not None and preview.lead is not None
    return preview.lead.id


def test_nobody_is_called_whom_no_agent_has_chosen(floor: Floor) -> None:
    floor.stands_by("1001")
    assert floor.dials(5) == []
    looks(floor)
    assert not floor.stage.all(PlaceAttempt)


def test_the_agent_who_had_somebody_called_is_kept_for_them_alone(floor: Floor) -> None:
    floor.stands_by("1001", "1002")
    world = floor.stage.centre._world
    floor.stage.happens(DialLead("d", ONE, looks(floor)))
    [placed] = floor.stage.all(PlaceAttempt)
    assert free_since(world, ONE) is None
    assert free_since(world, AgentId("1002")) is not None
    floor.answers(placed)
    assert world.offers[floor.stage.last(JoinStandby).offer].record.agent == ONE


def test_where_nobody_answers_the_agent_is_free_again(floor: Floor) -> None:
    floor.stands_by("1001")
    floor.stage.happens(DialLead("d", ONE, looks(floor)))
    [placed] = floor.stage.all(PlaceAttempt)
    floor.stage.happens(AttemptUnanswered(placed.line, "BUSY", 17, 486))
    assert free_since(floor.stage.centre._world, ONE) is not None


def test_an_agent_whose_phone_does_not_stand_by_calls_nobody_and_keeps_the_lead(floor: Floor) -> None:
    floor.stage.ready("1001")
    lead = looks(floor)
    floor.stage.happens(DialLead("d", ONE, lead))
    refused = floor.stage.last(AnswerCommand).refused
    assert refused is not None and refused.code == "not_standing_by"
    assert floor.stage.centre.preview(ONE) is not None


def test_a_lead_that_is_skipped_is_put_aside_for_an_hour(floor: Floor) -> None:
    floor.stands_by("1001")
    lead = looks(floor)
    floor.stage.happens(SkipLead("s", ONE, lead, "on holiday"))
    assert [each.lead.id for each in floor.leads.put_aside] == [lead]
    assert looks(floor) != lead


@pytest.mark.parametrize("command", [StopCampaign("c", "boss", "spring"), SignOff("o", ONE)])
def test_a_lead_that_nobody_will_call_goes_back(floor: Floor, command: object) -> None:
    floor.stands_by("1001")
    lead = looks(floor)
    floor.stage.happens(command)
    floor.stage.passes(0)
    assert [each.id for each in floor.leads.returned] == [lead]
    assert floor.stage.centre.preview(ONE) is None
