"""What orders do to calls under way: a campaign paused or killed, leads looked at, talks that end."""

from dataclasses import replace

import pytest

from ctid.model.attempt_effects import PlaceAttempt
from ctid.model.attempts import AttemptState, Mode
from ctid.model.commands import DialLead, PauseCampaign, TakeLead, WrappingUp
from ctid.model.effects import AnswerCommand
from ctid.model.events import EventKind
from ctid.model.ids import AgentId
from ctid.model.reports import LegJoined
from dialing_stage import CAMPAIGN, Floor

ONE = AgentId("1001")


@pytest.fixture
def floor(stage) -> Floor:
    return Floor(stage)


def joined(floor: Floor, person) -> None:
    """The person and the agent who stands by hear each other."""
    leg = floor.stage.centre._world.dials.standby[ONE].leg
    floor.stage.happens(LegJoined(leg, "b1"), LegJoined(person, "b1"))


def test_a_paused_campaign_begins_nothing_and_whom_it_has_called_still_gets_an_agent(floor: Floor) -> None:
    floor.stands_by("1001")
    [placed] = floor.dials()
    floor.stage.happens(PauseCampaign("p", "boss", "spring"))
    assert floor.dials(3) == []
    before = len(floor.stage.told(EventKind.OFFER_MADE))
    floor.answers(placed)
    assert len(floor.stage.told(EventKind.OFFER_MADE)) == before + 1
    assert floor.attempt(placed).state is AttemptState.WAITING


def test_pacing_is_told_of_a_talk_that_is_about_to_end_and_how_long_it_went_on(floor: Floor) -> None:
    floor.stands_by("1001")
    [placed] = floor.dials()
    joined(floor, floor.answers(placed))
    floor.stage.passes(30)
    floor.stage.happens(WrappingUp("w", ONE), WrappingUp("w", ONE))
    assert len(floor.stage.told(EventKind.AGENT_CLOSING)) == 1
    floor.stage.passes(1)
    [agent] = [it for it in floor.pacing.saw[-1].agents if it.id == ONE]
    assert agent.closing is not None
    assert agent.closing > agent.since


def test_a_campaign_tells_what_is_in_the_air_and_why_so_many_were_called(floor: Floor) -> None:
    floor.stands_by("1001")
    floor.dials(2)
    floor.stage.passes(1)
    flight = floor.stage.centre.campaigns()["spring"].flight
    assert (flight.reason.code, flight.dialled, flight.version) == ("told", 2, "2026-01-01")
    assert (dict(flight.agents)["idle"], dict(flight.calls)) == (1, {"dialling": 2})


def test_an_interaction_of_a_campaign_names_it_and_its_lead(floor: Floor) -> None:
    floor.stands_by("1001")
    [placed] = floor.dials()
    leg = floor.answers(placed)
    of = floor.stage.centre.campaign_call(leg)
    assert (of.campaign, of.lead, placed.line.endswith(of.attempt)) == ("spring", "lead_0", True)


def test_an_agent_looks_at_a_lead_and_has_it_called_or_hears_what_the_law_says(stage) -> None:
    floor = Floor(stage, replace(CAMPAIGN, mode=Mode.PREVIEW))
    floor.stands_by("1001")
    stage.happens(TakeLead("t", ONE, "spring"))
    shown = stage.centre.preview(ONE).lead
    stage.happens(DialLead("d", ONE, shown.id))
    assert stage.last(PlaceAttempt).number == shown.numbers[0].number
    assert stage.centre.preview(ONE) is None
    stage.happens(TakeLead("t", ONE, "spring"))
    floor.law.forbids.add(stage.centre.preview(ONE).lead.id)
    stage.happens(DialLead("d", ONE, stage.centre.preview(ONE).lead.id))
    assert stage.last(AnswerCommand).refused.code == "calling_hours"
    assert len(stage.all(PlaceAttempt)) == 1
