"""Campaigns on a supervisor's page and leads on an agent's, in both languages, at an api made of memory.

With CTID_PICTURES=<directory> they are pictured.
"""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from aiohttp.test_utils import TestClient, TestServer
from playwright.async_api import Browser, Page, expect

from browser_stage import PICTURES
from campaign_stage import LOOKED_AT, RENEWALS
from ctid.api.app import make_app
from ctid.api.pages import Pages
from ctid.api.pretend import PretendCentre
from ctid.api.pretend_records import PretendRecords
from ctid.api.pretend_sign_in import PretendSession
from ctid.config.sections import SiteFiles
from ctid.lab.house import PROJECT
from ctid.model.agents import AgentState, AgentStatus
from ctid.model.campaigns import Campaign, CampaignState
from ctid.model.commands import DialLead, KillDialing, PauseCampaign, SkipLead, TakeLead, WrappingUp
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
from ctid.model.effects import PopCustomer
from ctid.model.ids import AgentId, InteractionId, OfferId, QueueName
from ctid.model.leads import Lead, LeadNumber
from ctid.model.mistakes import Text
from ctid.model.reasons import Reason
from ctid.runtime.daemon import DIST
from ctid.runtime.sources import read_sources

pytestmark = pytest.mark.slow

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ONE, CALL = AgentId("1002"), InteractionId("sw1:1.1")
SCRIPT = Text(
    "Good morning, this is Example Telecom.\nYour contract ends soon: may I tell you what comes next?",
    "您好，这里是示例电信。\n您的合约即将到期，可以为您介绍续约方案吗？",
)
SPOKEN = replace(RENEWALS, script=SCRIPT, dispositions=("resolved", "wrong_number"))
SHOWN = replace(LOOKED_AT, title=Text("Key accounts", "重点客户"), script=SCRIPT)
FLIGHT = Flight(
    NOW, Reason("asked", {"by": "the budget"}), 3,
    {"idle": 2, "talking": 15, "wrapping": 3}, {"dialling": 1, "ringing": 9},
    1412, 431,
    (WindowTally("24 h", 431, 11, 0.03, 0.8, Standing.ALERT), WindowTally("30 days", 9000, 96, 0.03, 0.8)),
    "2024-10-15", (Refusals(12, NOW, "lead_1-00000017", Reason("no_consent", {"of": "mobiles"})),),
)  # fmt: skip
LEAD = Lead(
    "lead_1", "key", (LeadNumber("+12025550142", "mobile"), LeadNumber("+12025550143", "fixed")),
    "Example Bakery", facts={"contract ends": "2026-03-31", "plan": "gold"},
)  # fmt: skip


def standing(of: Campaign, state: CampaignState, flight: Flight | None = None) -> CampaignNow:
    return CampaignNow(
        of, CampaignStatus(of.name, state, NOW, "carol", Reason("asked", {"by": "carol"})), flight
    )


@pytest.fixture
def centre() -> PretendCentre:
    """A centre with a campaign that runs near the law's limit, and one whose leads agents look at."""
    files = SiteFiles(
        centre=PROJECT / "config/centre.yaml", flows=PROJECT / "ivr", prompts=PROJECT / "ivr/prompts"
    )
    centre = PretendCentre(read_sources(files).site)
    centre.dialed = {
        "renewals": standing(SPOKEN, CampaignState.RUNNING, FLIGHT),
        "looked_at": standing(SHOWN, CampaignState.PAUSED),
    }
    centre.agents[ONE] = AgentStatus(ONE, AgentState.READY, NOW, Reason("signed_on"))
    return centre


@pytest.fixture
async def opened(centre: PretendCentre, browser: Browser) -> AsyncIterator[Callable[..., Awaitable[Page]]]:
    """Open a person's page at that centre."""
    async with AsyncExitStack() as stack:

        async def open_page(who: str, role: str = "agent", language: str = "en") -> Page:
            records = PretendRecords()
            records.tickets["t"] = PretendSession(role, who, NOW + timedelta(minutes=1))
            app = make_app(centre, records, Pages(centre.report), clock=lambda: NOW, dist=DIST)
            client = await stack.enter_async_context(TestClient(TestServer(app)))
            context = await browser.new_context(viewport={"width": 1280, "height": 1000})
            stack.push_async_callback(context.close)
            await context.add_init_script(f"localStorage.setItem('ctid.language', '{language}')")
            page = await context.new_page()
            await page.goto(str(client.make_url("/#ticket=t")))
            return page

        yield open_page


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png", full_page=True)


async def test_a_supervisor_sees_how_a_campaign_goes_and_how_near_it_is_to_the_laws_limit(opened) -> None:
    page = await opened("carol", "supervisor")
    row = page.get_by_role("listitem", name="Renewals")
    for words in ("Running", "law: us 2024-10-15", "2 free · 15 talking", "9 ringing", "431 of 1412 (30.5%)"):
        await expect(row).to_contain_text(words)
    near = row.get_by_role("meter", name="24 h: 2.6% of at most 3%")
    await expect(near).to_have_attribute("aria-valuemax", "0.03")
    await expect(row.locator(".allowance.near")).to_have_count(1)
    await expect(row).to_contain_text("Asked for by the budget", ignore_case=True)
    await expect(row).to_contain_text("12 × they have not agreed to be called", ignore_case=True)
    await picture(page, "campaigns")
    page = await opened("carol", "supervisor", "zh")
    await expect(page.get_by_role("listitem", name="续约")).to_contain_text(
        "24 小时：2.6%，上限 3% · 接近上限"
    )
    await picture(page, "campaigns-zh")


async def test_a_campaign_is_paused_from_the_page_and_only_what_can_be_done_is_offered(
    opened, centre
) -> None:
    page = await opened("carol", "supervisor")
    await expect(page.get_by_role("button", name="Start: Renewals")).to_have_count(0)
    async with page.expect_response("**/pause"):
        await page.get_by_role("button", name="Pause: Renewals").click()
    assert centre.asked == [PauseCampaign(centre.asked[0].id, "carol", "renewals")]


async def test_the_kill_switch_asks_once_more_and_then_says_by_whose_word_nothing_is_dialled(
    opened, centre
) -> None:
    page = await opened("carol", "supervisor")
    card = page.get_by_role("region", name="Campaigns")
    await card.get_by_role("button", name="Stop all dialling…").click()
    await picture(page, "kill")
    await card.get_by_role("button", name="Cancel").click()
    assert centre.asked == []
    centre.thrown = KillSwitch(True, "carol", NOW)
    centre.dialed["renewals"] = standing(SPOKEN, CampaignState.STOPPED)
    await card.get_by_role("button", name="Stop all dialling…").click()
    await card.get_by_role("button", name="Stop all dialling now").click()
    await expect(card.get_by_role("status")).to_contain_text("stopped by carol")
    await expect(card.get_by_role("button", name="Start: Renewals")).to_be_disabled()
    assert centre.asked == [KillDialing(centre.asked[0].id, "carol")]
    await picture(page, "killed")


async def test_an_agent_looks_at_a_lead_and_has_one_of_its_numbers_called(opened, centre) -> None:
    centre.dialed["looked_at"] = standing(SHOWN, CampaignState.RUNNING)
    page = await opened(ONE)
    show = page.get_by_role("button", name="Key accounts: Show a lead")
    await expect(show).to_be_visible()
    centre.previews[ONE] = Preview("looked_at", "cmd_1", NOW, LEAD)
    await show.click()
    card = page.get_by_role("region", name="Whom to call")
    for words in ("Example Bakery", "2026-03-31", "this is Example Telecom"):
        await expect(card).to_contain_text(words)
    await picture(page, "lead")
    await card.get_by_label("Why skip").fill("on holiday")
    await card.get_by_role("button", name="Skip").click()
    del centre.previews[ONE]
    await card.get_by_role("button", name="Call +1 202-555-0143 (landline)").click()
    await expect(show).to_be_visible()
    take, skip, dial = centre.asked
    assert take == TakeLead(take.id, ONE, "looked_at")
    assert skip == SkipLead(skip.id, ONE, "lead_1", "on holiday")
    assert dial == DialLead(dial.id, ONE, "lead_1", "+12025550143")


async def test_a_campaigns_call_has_its_script_its_results_and_the_word_that_it_ends_soon(
    opened, centre
) -> None:
    centre.agents[ONE] = AgentStatus(ONE, AgentState.TALKING, NOW, Reason("talking"), interaction=CALL)
    centre.campaign_calls[CALL] = CampaignCall("renewals", "lead_1", "att_1")
    centre.pops[ONE] = PopCustomer(
        OfferId("off_1"), ONE, CALL, QueueName("support"), {"en": "Renewals", "zh": "续约"},
        None, Reason("talking"), timedelta(seconds=1),
    )  # fmt: skip
    page = await opened(ONE)
    await expect(page.get_by_text("this is Example Telecom")).to_be_visible()
    await expect(page.get_by_role("radio")).to_have_count(2)
    closing = page.get_by_role("button", name="Wrapping up")
    await closing.click()
    await expect(closing).to_be_disabled()
    assert centre.asked == [WrappingUp(centre.asked[0].id, ONE)]
    await picture(page, "campaign-call")
    page = await opened(ONE, language="zh")
    await expect(page.get_by_role("button", name="即将结束")).to_be_visible()
    await expect(page.get_by_text("这里是示例电信")).to_be_visible()
    await picture(page, "campaign-call-zh")


async def test_an_agent_without_campaigns_sees_nothing_of_them(opened, centre) -> None:
    centre.dialed = {}
    page = await opened(ONE)
    await expect(page.get_by_text("Waiting for the next call")).to_be_visible()
    await expect(page.get_by_role("region", name="Whom to call")).to_have_count(0)
