"""Handing a caller on from the agent's page in a real browser: the phones do what the page says.

With CTID_PICTURES=<directory> the list of those to whom a caller may be handed is pictured (docs/pictures).
"""

import asyncio

import pytest
from playwright.async_api import expect

from browser_stage import Desk, OpenDesk
from ctid.lab.page import Page
from ctid.lab.parties import CalledParty, Caller, Manner
from live_centre import TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
NUMBER = "+12025550142"
WITHIN = 30_000


async def talking(centre: Centre, desk: OpenDesk) -> tuple[Page, Desk, Caller]:
    """1002 talks with a caller at a page; return one that hears all, the page and the caller."""
    watch = await centre.watch()
    await centre.phone("1002", STAYS)
    page = await desk("1002")
    await page.ready_at_desk_phone()
    caller = await centre.call(*TO_SUPPORT)
    await expect(page.page.locator(".head")).to_contain_text("You talk with the customer", timeout=WITHIN)
    return watch, page, caller


async def is_over(watch: Page, caller: Caller) -> None:
    """Let the two have a word, and the caller go."""
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_caller_is_transferred_to_a_free_colleague_from_the_page(
    centre: Centre, desk: OpenDesk
) -> None:
    watch, page, caller = await talking(centre, desk)
    await page.button("Transfer…").click()
    await expect(page.button("Hand over: Agent 1001")).to_be_disabled()
    await centre.agent("1001", STAYS)
    await expect(page.button("Hand over: Agent 1001")).to_be_enabled(timeout=WITHIN)
    await page.picture("transfer")
    await page.button("Hand over: Agent 1001").click()
    await expect(page.page.locator(".state-name")).to_have_text("Wrap-up")
    await expect(page.page.locator(".timeline")).to_contain_text("Handed on to Agent 1001")
    await watch.hears("call.established", within=20, agent="1001")
    await is_over(watch, caller)


async def test_a_colleague_is_asked_first_and_then_has_the_caller(centre: Centre, desk: OpenDesk) -> None:
    watch, page, caller = await talking(centre, desk)
    await centre.phone("1001", STAYS)
    other = await desk("1001")
    await other.ready_at_desk_phone()
    await page.button("Transfer…").click()
    await page.button("Ask first: Agent 1001").click()
    head, others = page.page.locator(".head"), other.page.locator(".head")
    await expect(head).to_contain_text("You talk with Agent 1001; the customer is on hold", timeout=WITHIN)
    await expect(others).to_contain_text("Agent 1002 asks you; the customer is on hold")
    await expect(others).to_contain_text("Demo Customer One")
    await expect(page.button("Hold")).to_have_count(0)
    await page.button("Hand the customer over").click()
    await expect(others).to_contain_text("You talk with the customer", timeout=WITHIN)
    await expect(other.button("Hold")).to_be_visible()
    await expect(page.page.locator(".state-name")).to_have_text("Wrap-up")
    await is_over(watch, caller)


async def test_three_talk_and_the_agent_goes_back_to_the_customer_alone(
    centre: Centre, desk: OpenDesk
) -> None:
    watch, page, caller = await talking(centre, desk)
    await centre.agent("1001", STAYS)
    await page.button("Transfer…").click()
    await page.button("Ask first: Agent 1001").click()
    await page.button("Talk in three").click(timeout=WITHIN)
    head = page.page.locator(".head")
    await expect(head).to_contain_text("You, the customer and Agent 1001 talk", timeout=WITHIN)
    await page.page.reload()
    await expect(head).to_contain_text("You, the customer and Agent 1001 talk")
    await page.button("Let Agent 1001 go").click()
    await expect(head).to_contain_text("You talk with the customer", timeout=WITHIN)
    await is_over(watch, caller)


async def test_a_number_outside_that_rings_can_be_given_up(centre: Centre, desk: OpenDesk) -> None:
    watch, page, caller = await talking(centre, desk)
    head = page.page.locator(".head")
    port = centre.house.switch.plan.trunk_port
    rings = Manner(answer_after=20.0, talk=None)
    async with CalledParty(centre.house.outside, port, manner=rings):
        await page.button("Transfer…").click()
        section = page.page.get_by_role("region", name="Hand the call to whom?")
        await section.get_by_label("Number outside").fill(NUMBER)
        await section.get_by_role("button", name="Ask first", exact=True).click()
        await expect(head).to_contain_text(f"Calling {NUMBER}; the customer is on hold", timeout=WITHIN)
        await page.page.reload()
        await expect(head).to_contain_text(f"Calling {NUMBER}; the customer is on hold")
        await page.button("Back to the customer").click()
        await expect(head).to_contain_text("You talk with the customer", timeout=WITHIN)
    await is_over(watch, caller)


async def test_an_agent_calls_a_number_from_the_page_and_is_told_why_another_is_refused(
    centre: Centre, desk: OpenDesk
) -> None:
    watch = await centre.watch()
    await centre.phone("1002", STAYS)
    page = await desk("1002")
    await page.ready_at_desk_phone()
    await page.page.get_by_label("Call a number").fill("+19005550142")
    await page.button("Call").click()
    await expect(page.page.locator(".banners")).to_contain_text("(")
    assert watch.told("call.originated") == []
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=Manner(answer_after=1.0, talk=None)):
        await page.page.get_by_label("Call a number").fill(NUMBER)
        await page.button("Call").click()
        head = page.page.locator(".head")
        await expect(head).to_contain_text("Outgoing call")
        await expect(page.page.locator(".state-name")).to_have_text("Talking", timeout=WITHIN)
        await expect(page.button("Transfer…")).to_have_count(0)
        await asyncio.sleep(1.0)
        await page.button("Hang up").click()
        await expect(page.page.locator(".state-name")).to_have_text("Wrap-up")
