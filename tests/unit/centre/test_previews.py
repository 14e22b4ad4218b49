"""Leads that an agent looks at before anybody is called."""

from dataclasses import replace

import pytest

from campaign_stage import LOOKED_AT, dialer, with_campaigns
from ctid.centre import previews
from ctid.model.commands import DialLead, KillDialing, PauseCampaign, SkipLead, StartCampaign, TakeLead
from ctid.model.effects import AnswerCommand
from ctid.model.events import EventKind
from ctid.model.ids import AgentId, SkillName
from ctid.model.leads import Lead, LeadNumber

__all__ = ["dialer"]

ONE = AgentId("1001")
LEAD = Lead("lead_1", "expiring", (LeadNumber("+12025550142"), LeadNumber("+12025550143", "mobile")))
TAKE = TakeLead("t", ONE, "looked_at")


@pytest.fixture
def at_desk(dialer):
    """An agent who is ready, and the preview campaign running."""
    dialer.happens(StartCampaign("c", "boss", "looked_at"))
    dialer.ready("1001")
    return dialer


def refused(stage) -> str | None:
    reason = stage.last(AnswerCommand).refused
    return reason.code if reason is not None else None


def shows(stage, lead: Lead | None = LEAD) -> None:
    stage.happens(TAKE)
    previews.show(stage.centre._world, ONE, lead, stage.now)
    stage.passes(0)


def test_a_number_that_is_not_the_leads_is_never_dialled(at_desk) -> None:
    shows(at_desk)
    at_desk.happens(DialLead("d", ONE, "lead_1", "+19005550100"))
    assert refused(at_desk) == "not_their_number"


def test_a_lead_that_is_skipped_says_why_and_another_may_be_taken(at_desk) -> None:
    shows(at_desk)
    at_desk.happens(SkipLead("s", ONE, "lead_1", "on holiday"))
    assert at_desk.told(EventKind.LEAD_SKIPPED)[-1].facts["why"] == "on holiday"
    assert at_desk.centre.preview(ONE) is None
    shows(at_desk, replace(LEAD, id="lead_2"))
    assert at_desk.centre.preview(ONE).lead.id == "lead_2"


def test_asking_twice_keeps_the_lead_that_is_shown(at_desk) -> None:
    shows(at_desk)
    at_desk.happens(TakeLead("t2", ONE, "looked_at"))
    assert (refused(at_desk), at_desk.centre.preview(ONE).lead) == (None, LEAD)


def test_when_there_is_no_lead_now_the_page_is_told_so(at_desk) -> None:
    shows(at_desk, None)
    assert at_desk.told(EventKind.LEAD_SHOWN)[-1].facts["lead"] == ""
    assert at_desk.centre.preview(ONE) is None


def test_only_who_answers_the_queue_takes_leads_and_only_of_a_campaign_they_are_chosen_in(at_desk) -> None:
    at_desk.happens(TakeLead("t", ONE, "renewals"))
    assert refused(at_desk) == "not_preview"
    site = at_desk.centre.site
    others = {**site.agents, ONE: replace(site.agents[ONE], skills={SkillName("other"): 1})}
    at_desk.centre._world.site = replace(with_campaigns(site, LOOKED_AT), agents=others)
    at_desk.happens(TAKE)
    assert refused(at_desk) == "not_of_queue"


def test_nobody_is_called_while_the_campaign_is_paused_or_killed(at_desk) -> None:
    shows(at_desk)
    at_desk.happens(PauseCampaign("p", "boss", "looked_at"), DialLead("d", ONE, "lead_1"))
    assert refused(at_desk) == "campaign_is"
    at_desk.happens(KillDialing("k", "boss"), DialLead("d", ONE, "lead_1"))
    assert (refused(at_desk), at_desk.centre.preview(ONE)) == ("no_lead_shown", None)
