"""A campaign of a running daemon, from a supervisor's page: started, watched, explained, stopped for good.

With CTID_PICTURES=<directory> it is pictured.
"""

import asyncio
import re
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from browser_stage import PICTURES
from campaign_house import COUNTED, attempts, imports, with_campaign
from ctid.lab.parties import Manner
from ctid.lab.town import Town
from live_centre import Centre
from quick_house import QuickHouse

pytestmark = pytest.mark.asterisk

PEOPLE = {"00": Manner(answer_after=0.3, talk=4.0), "02": Manner(answer_after=None)}
UNWANTED, *CALLED = "+12025552200", "+12025552000", "+12025552100", "+12025552002", "+12025552102"
STANDS_BY = Manner(answer_after=0.2)
SOON = 15_000  # ms


@pytest.fixture
async def town(house: QuickHouse) -> AsyncIterator[Town]:
    """A centre whose campaign calls four people for one agent: two of them answer."""
    file = with_campaign(house, "power\n    ratio: 4")
    law = house.files / "config/compliance/always.yaml"
    law.write_text(law.read_text("utf-8") + COUNTED, "utf-8")
    assert "ratio: 4" in file.read_text("utf-8")
    await asyncio.gather(house.switch.start(), imports(house, [UNWANTED, *CALLED]))
    await house.start_daemon()
    async with Town(house.outside, house.switch.plan.trunk_port, PEOPLE) as town:
        yield town


async def supervisor(house: QuickHouse, browser: Browser, language: str) -> Page:
    context = await browser.new_context(viewport={"width": 1280, "height": 1000})
    await context.add_init_script(f"localStorage.setItem('ctid.language', '{language}')")
    page = await context.new_page()
    await page.goto(f"{house.url}/#ticket={await house.ticket('carol', 'supervisor')}")
    return page


async def picture(name: str, *pages: Page) -> None:
    for language, page in zip(("en", "zh"), pages, strict=False):
        if PICTURES:
            await page.screenshot(path=Path(PICTURES) / f"runs-{name}-{language}.png", full_page=True)


async def test_a_supervisor_runs_a_campaign_from_the_page_and_sees_what_it_does_and_why(
    house: QuickHouse, town: Town, browser: Browser
) -> None:
    async with AsyncExitStack() as stack:
        centre = Centre(house, stack, house.site)
        await centre.agent("1001", STANDS_BY)
        everything = await centre.watch()
        page, chinese = [await supervisor(house, browser, language) for language in ("en", "zh")]
        row, in_chinese = page.get_by_role("listitem", name="Renewals"), chinese.get_by_label("续约").first

        forbid = page.get_by_role("form", name="Add to the list")
        await forbid.get_by_label("Number").fill("+1 (202) 555-2200")
        await forbid.get_by_role("button").click()
        await expect(page.get_by_role("button", name="May be called again: +1 202-555-2200")).to_be_visible()
        await page.get_by_role("button", name="Start: Renewals").click()
        await expect(row).to_contain_text("2 ringing")
        await expect(row).to_contain_text("1 talking")
        await expect(row).to_contain_text("4.0 for each agent who is free")
        await expect(row).to_contain_text("1 × +12025552200 is on a do-not-call list")

        await everything.hears("campaign.alerted", within=15)
        banner = page.get_by_text(re.compile("Renewals: .*24 h: .* · above the limit"))
        await expect(banner).to_be_visible(timeout=SOON)
        await expect(row).to_contain_text(
            "24 h: 50% of at most 3% · above the limit, may still recover", timeout=SOON
        )
        await expect(row).to_contain_text("1 of 2 who answered")
        await expect(row.get_by_role("meter", name="24 h: 50% of at most 3%")).to_be_visible()
        await expect(in_chinese).to_contain_text("24 小时：50%，上限 3%", timeout=SOON)
        await expect(in_chinese).to_contain_text("高于上限")
        await expect(chinese.get_by_text(re.compile("续约： .*24 小时：.* · 高于上限"))).to_be_visible()

        await row.get_by_text("Lists").click()
        await expect(row).to_contain_text("expiring · 40% of 5 done")
        await row.get_by_role("textbox", name="Why was somebody not called?").fill("001 202 555 2200")
        await row.get_by_role("button", name="Why?").click()
        await expect(row).to_contain_text("+1 202-555-2200: may not be called now")
        await picture("seen", page, chinese)

        await page.get_by_role("button", name="Pause: Renewals").click()
        await expect(row).to_contain_text("Paused")
        await expect(row).to_contain_text("2 ringing")
        await page.get_by_role("button", name="Stop: Renewals").click()
        await expect(row).to_contain_text("Stopped")
        await page.get_by_role("button", name="Start: Renewals").click()
        await expect(row).to_contain_text("Running")
        await page.get_by_role("button", name="Stop all dialling…").click()
        await page.get_by_role("button", name="Stop all dialling now").click()
        await expect(row).to_contain_text("Callsnone", timeout=SOON)
        await expect(page.get_by_role("button", name="Start: Renewals")).to_be_disabled()
        await picture("killed", page, chinese)
        await page.get_by_role("button", name="Allow dialling again").click()
        await expect(page.get_by_role("button", name="Start: Renewals")).to_be_enabled()
    assert Counter(row["outcome"] for row in attempts(house)) == {
        "connected": 1,
        "abandoned": 1,
        "cancelled": 2,
    }
    assert Counter(story.called for story in town.stories) == dict.fromkeys(CALLED, 1)
