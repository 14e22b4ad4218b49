"""A supervisor's console in a real browser, and the callers who hear what it does.

With CTID_PICTURES=<directory> it is pictured (docs/pictures).
"""

import pytest
from playwright.async_api import expect

from browser_stage import OpenDesk
from ctid.lab.parties import Manner
from live_centre import TO_SUPPORT, UNKNOWN, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)


async def test_a_queue_closed_by_the_supervisor_turns_callers_away_until_it_is_opened(
    centre: Centre, desk: OpenDesk
) -> None:
    watch = await centre.watch()
    page = await desk("test", role="supervisor")
    floor = page.page.get_by_role("main")
    await centre.agent("1002", STAYS)
    await expect(floor).to_contain_text("Ready")
    held = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=40)
    await expect(floor).to_contain_text("Talking")

    await page.button("Close now…: Support").click()
    await page.page.get_by_label("Then").select_option("end the call")
    await page.button("Close now").click()
    support = page.page.get_by_role("listitem", name="Support")
    await expect(support).to_contain_text("by test since")
    turned = await (await centre.call(*TO_SUPPORT, ani=UNKNOWN)).wait(60)
    assert turned.ended_by == "switch"
    await expect(floor).to_contain_text("turned away")
    await page.picture("supervisor")

    await page.button("Open again: Support").click()
    await expect(support).to_contain_text("Open")
    await expect(page.button("Close now…: Support")).to_be_visible()
    await held.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_number_is_blocked_and_let_in_again(centre: Centre, desk: OpenDesk) -> None:
    page = await desk("test", role="supervisor")
    section = page.page.get_by_role("form", name="Block")
    await section.get_by_label("Number").fill("001 202-555-0188")
    await section.get_by_label("Why").fill("shouts")
    await page.button("Block").click()
    await page.sees("shouts")
    await page.button("Let in again: \\+12025550188").click()
    await page.sees("No number is blocked.")


async def test_a_supervisor_sees_who_waits_and_why(centre: Centre, desk: OpenDesk) -> None:
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    held = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=40)
    waits = await centre.call(*TO_SUPPORT, ani=UNKNOWN)
    page = await desk("test", role="supervisor")
    row = page.page.get_by_role("listitem", name="+1 202-555-0199")
    await expect(row).to_contain_text("step 1 of 1", timeout=40_000)

    await row.get_by_role("button", name="Why?").click()
    await expect(row).to_contain_text("whoever would do has something else in hand (agents: 1)")
    await expect(row).to_contain_text("talking for")
    await page.picture("why")
    await page.button("中文").click()
    await expect(row).to_contain_text("符合条件的坐席手头都有事务（1 位）")
    await page.picture("why-zh")

    await held.stop()
    await waits.stop()
    await expect(page.page.get_by_text("暂无等待。")).to_be_visible()


async def test_a_supervisor_sees_who_is_called_back_and_who_is_not_to_be(
    centre: Centre, desk: OpenDesk
) -> None:
    page = await desk("test", role="supervisor")
    await page.sees("Nobody is to be called back.")
    form = page.page.get_by_role("form", name="Add to the list")
    await form.get_by_label("Number").fill("001 202-555-0177")
    await form.get_by_label("Why").fill("asked us")
    await page.button("Add to the list").click()
    await page.sees("asked us")
    await page.picture("callbacks")
    await page.button("May be called again: \\+1 202-555-0177").click()
    await page.sees("No number is on the list.")


async def test_skills_changed_live_are_drift_until_they_are_given_up(centre: Centre, desk: OpenDesk) -> None:
    page = await desk("test", role="supervisor")
    await page.button("Configuration").click()
    await page.sees("The files say what runs.")
    await page.button("Change…: Agent 1001").click()
    form = page.page.get_by_role("form", name="Skills of Agent 1001")
    await form.get_by_label("billing").select_option("4")
    await page.button("Give these skills now").click()
    drift = page.page.get_by_role("region", name="Changed live, not in the file")
    await expect(drift.get_by_role("listitem")).to_have_count(1)  # what was not touched is as it was
    await expect(drift).to_contain_text("billing: live 4, file none")
    await page.picture("configuration")
    await page.button("中文").click()
    await expect(page.page.get_by_text("billing：在线 4，文件 无")).to_be_visible()
    await page.picture("configuration-zh")
    await page.button("放弃在线更改").click()
    await expect(page.page.get_by_text("文件与正在运行的配置一致。")).to_be_visible()
    await expect(page.page.get_by_text("billing：在线")).to_have_count(0)
