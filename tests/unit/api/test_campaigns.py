"""Campaigns by the api: a supervisor's, and the leads on an agent's page."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from campaign_stage import LOOKED_AT, RENEWALS
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.campaigns import CampaignState
from ctid.model.commands import (
    DialLead,
    KillDialing,
    PauseCampaign,
    ResumeDialing,
    SkipLead,
    StartCampaign,
    StopCampaign,
    TakeLead,
    WrappingUp,
)
from ctid.model.dialing import (
    CampaignCall,
    CampaignNow,
    CampaignStatus,
    Flight,
    KillSwitch,
    Preview,
    Refusals,
    Standing,
    WindowTally,
)
from ctid.model.events import Event, EventKind
from ctid.model.ids import AgentId, InteractionId
from ctid.model.leads import Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason

ALICE, CALL = AgentId("1001"), InteractionId("sw1:1.1")
SINCE = datetime(2026, 3, 2, 9, tzinfo=UTC)
LEAD = Lead(
    "lead_1", "expiring", (LeadNumber("+12025550142", "mobile"),), "A. Customer", facts={"plan": "gold"}
)
FLIGHT = Flight(
    SINCE, Reason("budget", {}), 3, {"idle": 2, "talking": 17, "wrapping": 1}, {"ringing": 9}, 400, 120,
    (WindowTally("24 h", 120, 3, 0.03, 0.8, Standing.ALERT),), "2026-01-01",
    (Refusals(7, SINCE, "lead_1-00000017", Reason("no_consent", {"of": "all"})),),
)  # fmt: skip
CONSENT = {
    "en": "they have not agreed to be called (needed of: all)",
    "zh": "被叫未同意接听（须同意者：all）",
}
ROUTES = [
    ("GET", "campaigns"), ("GET", "campaigns/renewals"), ("POST", "campaigns/renewals/start"),
    ("POST", "campaigns/renewals/pause"), ("POST", "campaigns/renewals/stop"),
    ("POST", "dialing/kill"), ("POST", "dialing/resume"),
]  # fmt: skip


@pytest.fixture
def running(world):
    status = CampaignStatus(
        "renewals", CampaignState.RUNNING, SINCE, "carol", Reason("asked", {"by": "carol"})
    )
    world.centre.dialed["renewals"] = CampaignNow(RENEWALS, status, FLIGHT)
    return world


@pytest.mark.parametrize(("method", "path"), ROUTES)
async def test_an_agent_neither_sees_nor_switches_campaigns(running, method: str, path: str) -> None:
    await running.sign_in()
    answer = await running.client.request(method, f"/api/v1/{path}")
    assert (answer.status, (await answer.json())["code"]) == (403, "supervisors_only")
    assert running.centre.asked == []


async def test_a_supervisor_sees_how_a_campaign_goes(running) -> None:
    await running.sign_in("carol", role="supervisor")
    [told] = (await (await running.client.get("/api/v1/campaigns")).json())["campaigns"]
    assert (told["name"], told["state"], told["mode"], told["profile"]) == (
        "renewals", "running", "predictive", "us",
    )  # fmt: skip
    assert told["since"] == "2026-03-02T09:00:00.000Z"
    assert told["flight"]["calls"] == {"ringing": 9}
    assert told["flight"]["windows"] == [
        {
            "name": "24 h", "live": 120, "abandoned": 3, "rate": 0.025, "limit": 0.03,
            "alert_at": 0.8, "standing": "alert",
        }
    ]  # fmt: skip
    assert told["flight"]["refused"] == [
        {
            "times": 7, "at": "2026-03-02T09:00:00.000Z", "lead": "lead_1-00000017",
            "reason": {"code": "no_consent", "facts": {"of": "all"}, **CONSENT},
        }
    ]  # fmt: skip
    assert (await (await running.client.get("/api/v1/campaigns/renewals")).json()) == told
    assert (await running.client.get("/api/v1/campaigns/nobody")).status == 404


async def test_every_switch_asks_the_centre_in_the_supervisors_name(running) -> None:
    await running.sign_in("carol", role="supervisor")
    for path in ("campaigns/renewals/start", "campaigns/renewals/pause", "campaigns/renewals/stop"):
        assert (await running.client.post(f"/api/v1/{path}")).status == 200
    for path in ("dialing/kill", "dialing/resume"):
        assert (await running.client.post(f"/api/v1/{path}")).status == 200
    kinds = [StartCampaign, PauseCampaign, StopCampaign, KillDialing, ResumeDialing]
    assert [type(asked) for asked in running.centre.asked] == kinds
    assert {asked.who for asked in running.centre.asked} == {"carol"}


async def test_a_refusal_says_the_rule(running) -> None:
    await running.sign_in("carol", role="supervisor")
    running.centre.refuses = Reason("dialing_killed", {"who": "dave", "since": "2026-03-02 08:00:00"})
    answer = await running.client.post("/api/v1/campaigns/renewals/start")
    told = await answer.json()
    assert (answer.status, told["code"]) == (409, "dialing_killed")
    assert "dave" in told["detail"]


async def test_the_thrown_kill_switch_is_told_by_name(running) -> None:
    await running.sign_in("carol", role="supervisor")
    running.centre.thrown = KillSwitch(True, "dave", SINCE)
    told = await (await running.client.get("/api/v1/campaigns")).json()
    assert told["killed"] == {"who": "dave", "since": "2026-03-02T09:00:00.000Z"}
    running.centre.thrown = KillSwitch(False, "dave", SINCE)
    assert (await (await running.client.get("/api/v1/campaigns")).json())["killed"] is None


async def test_an_agent_takes_a_lead_skips_one_and_has_one_called(world) -> None:
    await world.sign_in()
    script = Text("Hello", "您好")
    of = replace(LOOKED_AT, script=script, dispositions=("solved",))
    status = CampaignStatus("looked_at", CampaignState.RUNNING, SINCE, "carol", Reason("asked", {"by": "c"}))
    world.centre.dialed["looked_at"] = CampaignNow(of, status)
    told = await (await world.client.get("/api/v1/me/leads")).json()
    assert ([each["name"] for each in told["campaigns"]], told["preview"]) == (["looked_at"], None)

    world.centre.previews[ALICE] = Preview("looked_at", "cmd_1", SINCE, LEAD)
    told = await (await world.client.post("/api/v1/me/leads/take", json={"campaign": "looked_at"})).json()
    assert told["preview"]["lead"]["numbers"][0]["number"] == "+12025550142"
    assert told["preview"]["lead"]["facts"] == {"plan": "gold"}
    assert told["preview"]["campaign"]["script"] == {"en": "Hello", "zh": "您好"}
    await world.client.post("/api/v1/me/leads/skip", json={"lead": "lead_1", "why": "busy"})
    await world.client.post("/api/v1/me/leads/dial", json={"lead": "lead_1", "number": "+12025550142"})
    take, skip, dial = world.centre.asked
    assert take == TakeLead(take.id, ALICE, "looked_at")
    assert skip == SkipLead(skip.id, ALICE, "lead_1", "busy")
    assert dial == DialLead(dial.id, ALICE, "lead_1", "+12025550142")


async def test_during_a_campaigns_call_the_page_has_its_script_and_results(world) -> None:
    await world.sign_in()
    of = replace(RENEWALS, script=Text("Hello", "您好"), dispositions=("solved",))
    status = CampaignStatus("renewals", CampaignState.RUNNING, SINCE, "c", Reason("asked", {"by": "c"}))
    world.centre.dialed["renewals"] = CampaignNow(of, status)
    world.centre.agents[ALICE] = AgentStatus(
        ALICE, AgentState.TALKING, SINCE, Reason("talking"), interaction=CALL
    )
    world.centre.campaign_calls[CALL] = CampaignCall("renewals", "lead_1", "att_1")
    told = await (await world.client.post("/api/v1/me/wrapping-up")).json()
    assert (told["call"]["name"], told["call"]["dispositions"], told["lead"]) == (
        "renewals", ["solved"], "lead_1",
    )  # fmt: skip
    assert world.centre.asked == [WrappingUp(world.centre.asked[0].id, ALICE)]


async def test_a_supervisor_has_no_leads(world) -> None:
    await world.sign_in("carol", role="supervisor")
    assert (await (await world.client.get("/api/v1/me/leads")).json())["code"] == "agents_only"


@pytest.mark.parametrize(
    "kind",
    [kind for kind in EventKind if kind.value.startswith("campaign.") and kind != EventKind.CAMPAIGN_ALERTED],
)
async def test_agents_hear_which_campaigns_dial_so_that_their_pages_offer_the_right_leads(
    world, kind
) -> None:
    await world.sign_in()
    async with await world.page() as page:
        assert (await page.receive_json())["kind"] == "hello"
        world.publish(1, Event(kind, SINCE, facts={"campaign": "renewals", "who": "carol"}))
        assert (await page.receive_json())["type"] == kind


async def test_that_a_window_of_the_law_is_nearly_used_up_is_said_to_supervisors_at_once_and_to_no_agent(
    world,
) -> None:
    said = {"window": "24 h", "live": "1000", "abandoned": "25", "share": "2.5%", "limit": "3.0%"}
    why = Reason("window_near", said)
    alert = Event(EventKind.CAMPAIGN_ALERTED, SINCE, reason=why, facts={"campaign": "renewals"})
    await world.sign_in()
    async with await world.page() as agents:
        await world.sign_in("carol", role="supervisor")
        async with await world.page() as supervisors:
            assert [(await page.receive_json())["kind"] for page in (agents, supervisors)] == ["hello"] * 2
            world.publish(1, alert)
            world.publish(2, Event(EventKind.CAMPAIGN_PAUSED, SINCE, facts={"campaign": "renewals"}))
            told = await supervisors.receive_json()
            assert (told["type"], told["facts"]) == ("campaign.alerted", {"campaign": "renewals"})
            assert (told["reason"]["en"][:4], told["reason"]["zh"][:4]) == ("near", "接近上限")
            assert (await agents.receive_json())["type"] == "campaign.paused"
