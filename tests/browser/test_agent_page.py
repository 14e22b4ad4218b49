"""An agent at the real page in a real browser, and a real call: what is seen, when, and what a click does.

With CTID_PICTURES=<directory> the page is pictured there while the phone rings (docs/pictures).
"""

import os
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from chromium import NoChromiumError, find_chromium
from ctid.lab.parties import Manner
from ctid.lab.steps import press
from live_centre import TO_SUPPORT, Centre

expect.set_options(timeout=20_000)  # a caller listens to the menu first

MANNER = Manner(answer_after=2.0, talk=2.5)
PAINTED = """
  new MutationObserver(() => {
    if (!window.seenAt && document.querySelector('.head h2')) {
      requestAnimationFrame(() => { window.seenAt ??= Date.now(); });
    }
  }).observe(document, {childList: true, subtree: true});
"""
"""Notes in the page when the card's headline was first about to be painted."""


async def sign_in(
    centre: Centre, browser: Browser, agent: str, *, locale: str, script: str = PAINTED
) -> Page:
    """Open the page with a ticket, in a browser of that language, in which `script` runs first."""
    context = await browser.new_context(
        locale=locale, viewport={"width": 1400, "height": 640}, color_scheme="light"
    )
    page = await context.new_page()
    await page.add_init_script(script)
    await page.goto(f"{centre.house.url}/#ticket={await centre.house.ticket(agent)}")
    return page


async def get_ready(page: Page, *, sign_on: str, ready: str) -> None:
    """Sign on and say ready, until the switch has noticed that the phone is registered."""
    await page.get_by_role("button", name=sign_on, exact=True).click()
    state = page.locator(".state-name")
    for _ in range(50):
        await page.get_by_role("button", name=ready, exact=True).click()
        await page.wait_for_timeout(100)
        if await state.inner_text() == ready:
            return
    raise AssertionError(await page.locator(".banners").inner_text())


async def picture(page: Page, name: str) -> None:
    """Keep a picture of the page where somebody asked for it."""
    if folder := os.environ.get("CTID_PICTURES"):
        await page.screenshot(path=Path(folder) / name)


@pytest.mark.asterisk
async def test_an_agent_sees_who_calls_before_the_phone_rings_and_works_the_call_to_its_end(
    centre: Centre, browser: Browser
) -> None:
    watch = await centre.watch()
    phone = await centre.phone("1002", MANNER)
    page = await sign_in(centre, browser, "1002", locale="en-GB")
    await get_ready(page, sign_on="Sign on", ready="Ready")
    assert "ticket" not in page.url

    await centre.call(press("2", after=1.0), press("1", after=1.0), press("12345#", after=1.0))
    head = page.locator(".head")
    await expect(head).to_contain_text("Demo Customer One")
    await expect(head).to_contain_text("Incoming call")
    await expect(head).to_contain_text("12345")
    await expect(page.locator(".timeline")).to_contain_text("The phone rang")
    await picture(page, "agent-page.png")

    shown, rang = (await watch.hears("pop.shown")), (await watch.hears("call.delivered"))
    assert shown["at"] < rang["at"]
    assert shown["facts"]["after_ms"] < 150
    assert watch.told("pop.skipped") == []
    [story] = phone.stories
    seen_at = datetime.fromtimestamp(await page.evaluate("window.seenAt") / 1000, UTC)
    assert seen_at < story.invited_at + timedelta(milliseconds=1)  # a browser's clock has whole milliseconds

    await expect(page.locator(".state-name")).to_have_text("Talking")
    await page.get_by_label("Note on the call").fill("asked for <b>May</b>")
    await expect(page.locator(".state-name")).to_have_text("Wrap-up")
    await page.get_by_text("Resolved", exact=True).click()

    await page.reload()
    await expect(head).to_contain_text("Demo Customer One")
    await expect(page.get_by_label("Note on the call")).to_have_value("asked for <b>May</b>")
    await expect(page.get_by_label("Resolved")).to_be_checked()
    await page.get_by_role("button", name="Save and finish").click()
    await expect(page.locator(".state-name")).to_have_text("Ready")
    await expect(page.locator("main")).to_contain_text("Saved: Resolved")

    [logged] = await centre.log()
    assert (logged["disposition"], logged["note"]) == ("resolved", "asked for <b>May</b>")


@pytest.mark.asterisk
async def test_the_page_speaks_chinese_to_whoever_does_and_english_on_a_click(
    centre: Centre, browser: Browser
) -> None:
    watch = await centre.watch()
    await centre.phone("1001", MANNER)
    page = await sign_in(centre, browser, "1001", locale="zh-CN")
    await get_ready(page, sign_on="签入", ready="就绪")
    await centre.call(press("1", after=1.0), press("0", after=1.0), ani="+12025550104")
    head = page.locator(".head")
    await expect(head).to_contain_text("演示客户一")
    await expect(head).to_contain_text("来电")
    await expect(page).to_have_title(re.compile("演示客户一"))
    await expect(page.locator(".timeline")).to_contain_text("话机振铃")
    assert (await watch.hears("pop.shown"))["facts"]["after_ms"] < 150
    assert watch.told("pop.skipped") == []

    await page.get_by_role("button", name="English").click()
    await expect(head).to_contain_text("Incoming call")
    await expect(page.locator("html")).to_have_attribute("lang", "en")
    await page.get_by_role("button", name="中文").click()
    await expect(page.locator(".state-name")).to_have_text("话后处理")
    await page.get_by_role("button", name="保存并完成").click()
    await expect(page.locator("main")).to_contain_text("请先选择处理结果。")
    await page.get_by_text("已解决", exact=True).click()
    await page.get_by_role("button", name="保存并完成").click()
    await expect(page.locator(".state-name")).to_have_text("就绪")
    await expect(page.locator("main")).to_contain_text("已保存：已解决")


@pytest.mark.asterisk
async def test_a_window_that_is_given_no_frames_holds_no_call_up(centre: Centre, browser: Browser) -> None:
    watch = await centre.watch()
    await centre.phone("1002", MANNER)
    page = await sign_in(centre, browser, "1002", locale="en-GB", script="requestAnimationFrame = () => 0")
    await get_ready(page, sign_on="Sign on", ready="Ready")
    await centre.call(*TO_SUPPORT)
    await watch.hears("call.delivered")
    assert [event["facts"]["after_ms"] < 150 for event in watch.told("pop.shown")] == [True]
    assert watch.told("pop.skipped") == []
    await watch.hears("agent.wrap_up")


def test_a_machine_without_chromium_is_told_what_to_do(tmp_path: Path) -> None:
    stub = tmp_path / "chromium-browser"
    stub.write_text("#!/bin/sh\necho 'requires the chromium snap to be installed'\nexit 10\n")
    stub.chmod(0o755)
    with pytest.raises(NoChromiumError, match="script/setup --test"):
        find_chromium({"PATH": f"{tmp_path}:/nowhere"})
    with pytest.raises(NoChromiumError, match="/no/such/chrome"):
        find_chromium({"CTID_CHROMIUM": "/no/such/chrome"})
