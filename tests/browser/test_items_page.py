"""Chats and e-mails in a real browser, beside a switch that is a fake: no phone rings for them.

With CTID_PICTURES=<directory> the page is pictured (docs/pictures).
"""

import os
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from ctid.config.sections import SiteFiles
from ctid.lab.fake_house import FakeHouse
from ctid.runtime.sources import read_sources
from item_house import a_program, with_channels
from quick_house import QuickFakeHouse

pytestmark = pytest.mark.slow

PICTURES = os.environ.get("CTID_PICTURES", "")


@pytest.fixture
async def quick(tmp_path: Path) -> AsyncIterator[FakeHouse]:
    """A centre with chats and e-mails on a fake switch."""
    house = QuickFakeHouse(tmp_path, read_sources(SiteFiles()).site)
    with_channels(house)
    await house.start()
    yield house
    await house.stop()


async def a_page(
    house: FakeHouse, browser: Browser, who: str, role: str = "agent", locale: str = "en-US"
) -> Page:
    context = await browser.new_context(viewport={"width": 1280, "height": 860}, locale=locale)
    await context.add_init_script(f"localStorage.setItem('ctid.language', '{locale[:2]}')")
    page = await context.new_page()
    await page.goto(f"{house.url}/#ticket={await house.ticket(who, role)}")
    return page


async def picture(page: Page, name: str) -> None:
    if PICTURES:
        await page.screenshot(path=Path(PICTURES) / f"{name}.png")


async def test_a_chat_and_an_e_mail_are_taken_and_finished(quick: FakeHouse, browser: Browser) -> None:
    async with AsyncExitStack() as stack:
        program = await stack.enter_async_context(a_program(quick))
        page = await a_page(quick, browser, "1002")
        boss = await a_page(quick, browser, "boss", "supervisor", "zh-CN")
        await page.get_by_role("button", name="Sign on").click()
        await page.get_by_role("button", name="Ready", exact=True).click()
        await expect(page.get_by_text("Waiting for the next call")).to_be_visible()

        chat = await program.brings("k-1", url="https://chat.example.net/1")
        await program.brings("k-2", channel="email", title="My invoice of <b>May</b>")
        for number in range(3, 5):
            await program.brings(f"k-{number}")
        offered = page.get_by_role("listitem", name="Where is my parcel?").first
        await expect(offered).to_contain_text("New for you")
        await expect(page.get_by_role("alert")).to_contain_text("offered")
        await expect(boss.get_by_text("在线聊天 · Where is my parcel?").first).to_be_visible()
        await picture(boss, "items-supervisor")

        await offered.get_by_role("button", name="Accept").click()
        mail = page.get_by_role("listitem", name="My invoice of <b>May</b>")
        await mail.get_by_role("button", name="Accept").click()
        link = page.get_by_role("link", name="Open in a new window")
        await expect(link).to_be_visible()
        await expect(mail.get_by_role("button", name="Done…")).to_be_enabled()
        await expect(page.get_by_role("button", name="Accept")).to_be_enabled()
        await picture(page, "items")
        assert await link.get_attribute("href") == "https://chat.example.net/1"

        await mail.get_by_role("button", name="Done…").click()
        await mail.get_by_role("button", name="Give the result later").click()
        await expect(mail).to_contain_text("Result missing")
        await mail.get_by_label("Result").select_option(label="Resolved")
        await mail.get_by_role("button", name="Save and finish").click()
        await expect(mail).to_have_count(0)

        work = page.get_by_role("listitem").filter(has=link)
        await work.get_by_role("button", name="Done…").click()
        await work.get_by_role("button", name="Save and finish").click()
        await expect(link).to_have_count(0)
        assert (await program.sees(chat["id"]))["disposition"] == "resolved"

        await page.get_by_role("button", name="Decline").first.click()
        await expect(page.get_by_text("Not ready").first).to_be_visible()
