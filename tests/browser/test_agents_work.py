"""What an agent sees and does about their own work: after this call, more time, and after a missed one."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import expect

from browser_stage import OpenDesk
from centre_fixtures import changed_centre
from ctid.lab.house import House
from ctid.lab.parties import REJECTING, Manner
from live_centre import TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
WITHIN = 30_000
RULES = ("    wrap_up: {limit: 12s, extend: 30s}", "    rona: {not_ready_after: 2, rejected: 6s}")


@pytest.fixture
async def centre(house: House) -> AsyncIterator[Centre]:
    """A centre in which one missed call is forgiven, and wrap-up may be made longer once."""
    async with changed_centre(house, "    wrap_up: 30s", *RULES) as centre:
        yield centre


async def test_a_break_asked_for_in_a_call_comes_after_wrap_up_which_is_made_longer(
    centre: Centre, desk: OpenDesk
) -> None:
    watch = await centre.watch()
    await centre.phone("1002", STAYS)
    page = await desk("1002")
    await page.ready_at_desk_phone()
    caller = await centre.call(*TO_SUPPORT)
    state = page.page.locator(".state")
    await expect(state).to_contain_text("Talking", timeout=WITHIN)

    await page.page.get_by_text("After this call…").click()
    await page.button("Sign off").click()
    await expect(state).to_contain_text("After this call: Signed off")
    await page.button("Ready after it").click()
    await expect(state).not_to_contain_text("After this call")
    await page.page.get_by_text("After this call…").click()
    await page.button("Lunch").click()
    await expect(state).to_contain_text("After this call: Lunch")
    await page.picture("after-this-call")

    await caller.stop()
    await expect(state).to_contain_text("Wrap-up", timeout=WITHIN)
    await expect(state).to_contain_text("After this call: Lunch")
    more = page.page.get_by_role("button", name="More time")
    await page.picture("more-time")
    await more.click()
    await expect(page.page.locator(".countdown")).to_contain_text("0:3")
    await expect(more).to_have_count(0)
    assert (await watch.hears("agent.wrap_up_extended"))["facts"] == {"by_ms": 30_000, "left": 0}
    await page.page.get_by_text("Resolved", exact=True).click()
    await page.button("Save and finish").click()
    await expect(state).to_contain_text("Not ready")
    await expect(state).to_contain_text("Lunch")


async def test_who_misses_a_call_sees_when_they_are_ready_again(centre: Centre, desk: OpenDesk) -> None:
    watch = await centre.watch()
    await centre.phone("1002", REJECTING)
    page = await desk("1002")
    await page.ready_at_desk_phone()
    caller = await centre.call(*TO_SUPPORT)
    state = page.page.locator(".state")
    await expect(state).to_contain_text("ready again in 0:0", timeout=WITHIN)
    await page.sees("You missed a call")
    await page.picture("missed")
    await expect(state).not_to_contain_text("ready again", timeout=WITHIN)
    await expect(page.page.locator("main")).to_contain_text("No calls come now", timeout=WITHIN)
    assert len(watch.told("offer.missed")) == 2
    await caller.stop()
    await watch.hears("call.cleared", within=10)
