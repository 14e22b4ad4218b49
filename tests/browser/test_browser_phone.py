"""The agent's phone is a browser: a real Chromium, a real Asterisk, sound both ways."""

import asyncio

import pytest
from playwright.async_api import expect

from browser_stage import Desk, OpenDesk, rtp_of
from ctid.lab.parties import Manner
from ctid.lab.speech import speech
from ctid.lab.tree import Toolbox, cache_directory
from ctid.lab.voice import ECHO, Voice
from ctid.model.languages import Language
from live_centre import TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

NO_PERMISSION = """
navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException("", "NotAllowedError"));
"""


async def talk(centre: Centre, desk: Desk) -> None:
    """Have the agent take a call from somebody who echoes all they hear."""
    await desk.be_phone()
    await desk.ready()
    await centre.call(*TO_SUPPORT, voice=ECHO)
    await desk.button("Answer").click(timeout=30_000)
    await expect(desk.button("Mute")).to_be_visible(timeout=10_000)


async def heard_within(desk: Desk, seconds: float) -> dict[str, float]:
    """Count what comes and goes in a span."""
    before = await desk.packets()
    await asyncio.sleep(seconds)
    after = await desk.packets()
    return {name: after[name] - before[name] for name in ("sent", "received", "heard")}


async def test_a_call_is_taken_in_the_browser_with_sound_both_ways_and_wrapped_up(
    centre: Centre, desk: OpenDesk
) -> None:
    watch = await centre.watch()
    page = await desk("1001")
    await talk(centre, page)
    await watch.hears("call.established", within=10)
    flow = await heard_within(page, 3.0)
    assert min(flow["sent"], flow["received"]) > 100, flow
    assert flow["heard"] > 0
    rtp = await rtp_of(centre)
    assert all(min(counts) > 100 for counts in rtp.values()), rtp
    assert set(rtp) == {"1001-web", "trunk"}
    await page.picture("browser-phone")
    await page.button("Hang up").click()
    wrap_up = await watch.hears("agent.wrap_up")
    await page.page.get_by_label("Resolved").check()
    await page.button("Save and finish").click()
    disposed = await watch.hears("interaction.disposed")
    assert (disposed["agent"], disposed["interaction"]) == ("1001", wrap_up["interaction"])


async def test_the_light_shows_ones_own_voice_and_mute_keeps_it_from_the_caller(
    centre: Centre, desk: OpenDesk
) -> None:
    page = await desk("1001")
    await talk(centre, page)
    async with asyncio.timeout(10):
        while await page.page.locator("meter").evaluate("meter => meter.value") <= 0.1:
            await asyncio.sleep(0.02)
    aloud = (await heard_within(page, 2.0))["heard"]
    await page.button("Mute").click()
    await page.sees("Muted")
    await asyncio.sleep(0.5)
    assert (await heard_within(page, 2.0))["heard"] < aloud / 100
    await page.button("Unmute").click()
    await asyncio.sleep(0.5)
    assert (await heard_within(page, 2.0))["heard"] > aloud / 10
    await page.button("Hang up").click()


async def test_a_key_pressed_in_the_browser_goes_through_to_the_caller(
    centre: Centre, desk: OpenDesk
) -> None:
    await centre.house.switch.cli("logger add channel keys.log dtmf")
    page = await desk("1001")
    await talk(centre, page)
    await page.button("Keys").click()
    await page.button("Key 5").click()
    keys = centre.house.switch.log.with_name("keys.log")
    async with asyncio.timeout(10):
        while "DTMF end '5' received on PJSIP/trunk" not in keys.read_text():  # the caller's echo of it
            await asyncio.sleep(0.1)
    assert "DTMF end '5' received on PJSIP/1001-web" in keys.read_text()
    await page.button("Hang up").click()


async def test_a_caller_who_speaks_is_heard(centre: Centre, desk: OpenDesk, tools: Toolbox) -> None:
    page = await desk("1001")
    await page.be_phone()
    await page.ready()
    says = speech(tools, cache_directory() / "prompts")[Language.EN]
    await centre.call(*TO_SUPPORT, voice=Voice(speech=says))
    await page.button("Answer").click(timeout=30_000)
    await page.button("Mute").click()
    heard = await heard_within(page, 4.0)
    assert heard["heard"] > 0.01, heard
    await page.button("Hang up").click()


async def test_a_call_rejected_in_the_browser_goes_back_to_the_line(centre: Centre, desk: OpenDesk) -> None:
    watch = await centre.watch()
    page = await desk("1001")
    await page.be_phone()
    await page.ready()
    caller = await centre.call(*TO_SUPPORT)
    await page.button("Reject").click(timeout=30_000)
    missed = await watch.hears("offer.missed")
    assert (missed["agent"], missed["reason"]["code"]) == ("1001", "rejected")
    await caller.stop()


async def test_the_browser_rings_while_it_is_chosen_and_else_the_desk_phone(
    centre: Centre, desk: OpenDesk
) -> None:
    watch = await centre.watch()
    await centre.phone("1001", Manner(answer_after=0.2, talk=4.0))
    page = await desk("1001")
    await page.be_phone()
    await page.ready()
    caller = await centre.call(*TO_SUPPORT)
    await expect(page.button("Answer")).to_be_visible(timeout=30_000)
    assert centre.phones["1001"].stories == []
    await caller.stop()
    await page.sees("Waiting for the next call")
    await page.page.get_by_role("switch").uncheck()
    await asyncio.sleep(1.0)
    await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30, agent="1001")
    await watch.hears("agent.wrap_up", within=30)
    assert len(centre.phones["1001"].stories) == 1
    changes = [line["facts"] for line in watch.told("phone.changed") if line["facts"]["phone"] == "1001"]
    assert changes == [{"phone": "1001", "reachable": 1}]  # to everybody else it was one phone all the time


async def test_the_newer_page_is_the_phone_and_the_older_is_told_and_can_take_it_back(
    centre: Centre, desk: OpenDesk
) -> None:
    first = await desk("1001")
    await first.be_phone()
    second = await desk("1001", language="zh")
    await second.page.get_by_role("switch").check()
    await second.sees_phone("浏览器话机：已注册")
    await first.sees("You are signed in elsewhere.")
    await first.button("Take it back here").click()
    await first.sees_phone("Browser phone: ready")
    await second.sees("您已在其他页面登录。")
    assert (await centre.house.switch.cli("pjsip show contacts")).count("1001-web/") == 1


async def test_a_wrong_password_is_told_with_its_remedy_in_both_languages(
    centre: Centre, desk: OpenDesk
) -> None:
    await centre.house.stop_daemon()
    centre.house.phone_secrets.write_text('{"1001": "wrong", "1002": "wrong"}')
    await centre.house.start_daemon()
    page = await desk("1001")
    await page.page.get_by_role("switch").check()
    await page.sees("Asterisk refused its name or password (401).")
    await page.sees("the same password for 1001-web")
    other = await desk("1002", language="zh")
    await other.page.get_by_role("switch").check()
    await other.sees("Asterisk 拒绝了账号或密码（401）。")
    assert "wrong" not in centre.house.log.read_text()


async def test_a_browser_phone_that_loses_asterisk_says_so_and_comes_back_by_itself(
    centre: Centre, desk: OpenDesk
) -> None:
    page = await desk("1001")
    await page.be_phone()
    centre.house.switch.kill()
    await page.sees("Asterisk cannot be reached.")
    await centre.house.switch.start()
    await page.sees_phone("Browser phone: ready")


async def test_a_microphone_that_may_not_be_used_is_told_before_any_call(
    centre: Centre, desk: OpenDesk
) -> None:
    page = await desk("1001", script=NO_PERMISSION)
    await page.be_phone()
    await page.sees("This browser may not use the microphone.")
    await page.sees("Allow it with the sign beside the page's address")


async def test_a_page_loaded_anew_is_the_phone_again_and_its_agent_as_ready_as_before(
    centre: Centre, desk: OpenDesk
) -> None:
    page = await desk("1001")
    await page.be_phone()
    await page.ready()
    await page.page.reload()
    await page.sees_phone("Browser phone: ready")
    await asyncio.sleep(1.0)
    await page.sees("Waiting for the next call")


async def test_a_held_caller_is_retrieved_and_heard_again(centre: Centre, desk: OpenDesk) -> None:
    watch = await centre.watch()
    page = await desk("1001")
    await talk(centre, page)
    await page.button("Hold").click()
    await watch.hears("call.held", within=10)
    await page.sees("On hold")
    await asyncio.sleep(0.5)
    assert (await heard_within(page, 2.0))["heard"] < 1e-4
    await page.button("Retrieve").click()
    await watch.hears("call.retrieved", within=10)
    flow = await heard_within(page, 3.0)
    assert min(flow["sent"], flow["received"]) > 100, flow
    assert flow["heard"] > 0
    await page.button("Hang up").click()
    await watch.hears("agent.wrap_up")


async def test_a_page_loaded_anew_in_a_talk_takes_its_call_back_by_itself(
    centre: Centre, desk: OpenDesk
) -> None:
    watch = await centre.watch()
    page = await desk("1001")
    await talk(centre, page)
    await watch.hears("call.established", within=10)
    await page.page.reload()
    await watch.hears("call.held", within=10)
    await watch.hears("call.retrieved", within=20)
    await expect(page.button("Mute")).to_be_visible()
    flow = await heard_within(page, 3.0)
    assert min(flow["sent"], flow["received"]) > 100, flow
    assert flow["heard"] > 0
    await page.button("Hang up").click()
    await watch.hears("call.cleared")
    assert [row["outcome"] for row in await centre.log()] == ["answered"]


async def test_the_daemon_dies_in_the_middle_of_a_talk_and_neither_the_talk_nor_the_page_minds(
    centre: Centre, desk: OpenDesk
) -> None:
    page = await desk("1001")
    await talk(centre, page)
    centre.house.kill_daemon()
    flow = await heard_within(page, 3.0)
    assert min(flow["sent"], flow["received"]) > 100, flow
    await centre.house.start_daemon()
    await expect(page.page.get_by_role("img", name="Connected")).to_be_visible(timeout=15_000)
    watch = await centre.watch()
    flow = await heard_within(page, 2.0)
    assert min(flow["sent"], flow["received"], flow["heard"]) > 0, flow
    await page.button("Hang up").click()
    await watch.hears("agent.wrap_up")
