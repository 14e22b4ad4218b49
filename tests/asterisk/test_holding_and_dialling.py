"""Hold, retrieve, hang up and click-to-dial on a real Asterisk."""

import asyncio

import pytest

from ctid.lab.page import RefusedError
from ctid.lab.parties import ANSWERING, BUSY, CalledParty, Manner
from live_centre import AT_ONCE, TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
NUMBER = "+12025550142"


async def test_a_held_caller_hears_music_and_is_taken_back_into_the_same_talk(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    await page.send("POST", "/api/v1/me/hold")
    await watch.hears("call.held", within=5)
    await asyncio.sleep(1.0)
    assert "ctid-held" in await centre.house.switch.cli("core show channels")
    await page.send("POST", "/api/v1/me/retrieve")
    await watch.hears("call.retrieved", within=5)
    await asyncio.sleep(1.0)
    assert caller.story is not None
    assert caller.story.ended_at is None
    await page.send("POST", "/api/v1/me/hang-up")
    await watch.hears("agent.wrap_up", within=5)
    story = await caller.wait(20)
    assert story.ended_by == "switch"


async def test_a_caller_held_while_the_daemon_dies_is_taken_back_afterwards(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    await page.send("POST", "/api/v1/me/hold")
    await watch.hears("call.held", within=5)
    await asyncio.sleep(0.2)
    centre.house.kill_daemon()
    await asyncio.sleep(1.0)
    await centre.house.start_daemon()
    watch, page = (
        await centre.watch(),
        await centre.stack.enter_async_context(await centre.house.page("1002")),
    )
    await page.send("POST", "/api/v1/me/retrieve")
    await watch.hears("call.retrieved", within=5)
    await caller.stop()
    await watch.hears("call.cleared", within=5)


async def test_a_held_caller_whose_agent_is_lost_goes_to_the_next_agent(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    await page.send("POST", "/api/v1/me/hold")
    await watch.hears("call.held", within=5)
    await page.send("POST", "/api/v1/me/hang-up")
    await centre.agent("1001", STAYS)
    talk = await watch.hears("call.established", within=20, agent="1001")
    assert talk["interaction"] == watch.told("call.held")[0]["interaction"]
    await caller.stop()
    await watch.hears("call.cleared", within=5)


async def test_click_to_dial_rings_the_agent_first_then_the_number(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=Manner(answer_after=0.5, talk=2.0)) as party:
        await page.send("POST", "/api/v1/me/calls", number=NUMBER)
        talk = await watch.hears("call.established", within=20)
        await watch.hears("agent.wrap_up", within=20)
        await page.dispose(talk["interaction"], "resolved")
        await watch.hears("interaction.logged", within=10)
        [theirs], [own] = party.stories, centre.phones["1002"].stories
    assert own.answered_at is not None
    assert own.answered_at < theirs.invited_at + AT_ONCE
    [row] = await centre.log()
    assert (row["outcome"], row["direction"], row["dnis"]) == ("answered", "outbound", NUMBER)


async def test_a_busy_number_is_told_and_frees_the_agent(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=BUSY):
        await page.send("POST", "/api/v1/me/calls", number=NUMBER)
        failed = await watch.hears("call.failed", within=20)
        await watch.hears("call.cleared", within=10)
    assert failed["reason"]["code"] == "called_busy"
    assert await page.state() == "ready"


async def test_a_number_that_must_not_be_dialled_reaches_nobody(centre: Centre) -> None:
    page = await centre.agent("1002", STAYS)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=ANSWERING) as party:
        for number in ("+19005550142", "0", "+12025550142&PJSIP/1001", "١٢٠٢٥٥٥٠١٤٢"):
            with pytest.raises(RefusedError):
                await page.send("POST", "/api/v1/me/calls", number=number)
        await asyncio.sleep(1.0)
        assert party.stories == []
    assert centre.phones["1002"].stories == []
