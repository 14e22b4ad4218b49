"""A message that a real caller left, heard and closed in a real browser.

With CTID_PICTURES=<directory> the list is pictured (docs/pictures).
"""

import asyncio

import pytest
from playwright.async_api import expect

from browser_stage import OpenDesk
from ctid.lab.parties import CalledParty, Manner
from ctid.lab.speech import speech
from ctid.lab.steps import press
from ctid.lab.tree import Toolbox, cache_directory
from ctid.lab.voice import Voice
from ctid.model.languages import Language
from live_centre import KNOWN, TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)


@pytest.fixture(scope="session")
def voice(tools: Toolbox) -> Voice:
    return Voice(speech=speech(tools, cache_directory() / "prompts")[Language.EN])


async def test_a_voicemail_comes_by_itself_is_heard_taken_called_back_and_closed(
    centre: Centre, desk: OpenDesk, voice: Voice
) -> None:
    page, colleague = await desk("1002"), await desk("1001")
    await page.page.get_by_role("button", name="Messages").click()
    await page.sees("No new messages.")

    watch = await centre.watch()
    await centre.call(*TO_SUPPORT, press("#", after=25.0), voice=voice)
    card = page.page.locator(".message")
    await expect(card).to_contain_text("+1 202-555-0101", timeout=90_000)
    await expect(page.page.get_by_role("button", name="Messages 1 new")).to_be_visible()
    await watch.hears("interaction.logged", within=20)
    await page.button("Sign on").click()
    await page.sees("signed on")
    await page.picture("messages")

    seconds = await page.page.evaluate(
        """async () => {
          const sound = document.querySelector("audio");
          await sound.play();
          const { duration } = sound;
          sound.pause();
          return duration;
        }"""
    )
    assert seconds > 2
    await page.button("Take").click()
    await page.sees("No new messages.")
    await colleague.page.get_by_role("button", name="Messages").click()
    await colleague.page.get_by_role("button", name="With others 1").click()
    await expect(colleague.page.locator(".message")).to_contain_text("with Agent 1002")

    await page.page.get_by_role("button", name="Mine 1").click()
    await centre.phone("1002", STAYS)
    await watch.hears("phone.changed", within=20, agent="1002", reachable=1)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=STAYS):
        await page.button("Call back").click()
        await expect(page.page.locator(".head")).to_contain_text("Demo Customer One")
        talk = await watch.hears("call.established", within=30)
        assert watch.told("call.originated")[-1]["facts"]["number"] == KNOWN
        await asyncio.sleep(1.0)
        await page.button("Hang up").click()
        await watch.hears("agent.wrap_up", interaction=talk["interaction"])

    await page.page.get_by_role("button", name="Messages").click()
    await page.button("Close…").click()
    await page.page.get_by_label("Result").select_option(label="Follow-up needed")
    await page.page.get_by_label("Note").fill("called back, <b>nobody</b> there")
    await page.button("Close the message").click()
    await page.button("Closed").click()
    await expect(card).to_contain_text("Follow-up needed")
    await expect(card).to_contain_text("called back, <b>nobody</b> there")
    await page.button("Open again").click()
    await expect(page.page.get_by_role("button", name="Messages 1 new")).to_be_visible()
