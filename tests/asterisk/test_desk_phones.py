"""Desk phones without a page on a real Asterisk: calls of their own, and feature codes."""

import asyncio

import pytest

from ctid.lab.parties import BUSY, CalledParty, Manner
from ctid.lab.steps import hang_up
from desk_stage import desk, dials
from live_centre import Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
SHORT = Manner(answer_after=0.5, talk=3.0)  # longer than the whisper on a busy machine
NUMBER = "+12025550142"


def world(centre: Centre, manner: Manner = SHORT) -> CalledParty:
    """Everybody out in the world."""
    return CalledParty(centre.house.outside, centre.house.switch.plan.trunk_port, manner=manner)


async def test_an_agent_without_a_page_works_by_feature_codes(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.phone("1002", SHORT)
    assert (await dials(centre, "1002", "*20")).final_code == 200
    assert (await watch.hears("call.refused", within=10))["reason"]["code"] == "not_signed_on"
    for code, state in (("*10", "not_ready"), ("*20", "ready"), ("*22", "not_ready"), ("*20", "ready")):
        await dials(centre, "1002", code)
        assert watch.told("agent.changed")[-1]["facts"]["state"] == state
    assert watch.told("agent.changed")[-2]["reason"]["facts"]["reason"] == "lunch"
    await centre.call()
    talk = await watch.hears("call.established", within=30)
    await watch.hears("agent.wrap_up", within=30)
    await dials(centre, "1002", "*32")
    disposed = await watch.hears("interaction.disposed", within=10)
    assert (disposed["interaction"], disposed["facts"]["disposition"]) == (talk["interaction"], "follow_up")
    await dials(centre, "1002", "*11")
    assert watch.told("agent.changed")[-1]["facts"]["state"] == "signed_off"


async def test_a_number_dialled_at_the_phone_is_judged_and_logged_like_any_other(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    async with world(centre) as outside:
        assert (await dials(centre, "1002", NUMBER)).answered_at is not None
        await watch.hears("agent.wrap_up", within=20)
        refused = await dials(centre, "1002", "+19005550142")
        [theirs] = outside.stories
    assert theirs.ani == centre.site.outbound.show_number
    assert refused.final_code == 200  # a voice says why
    assert await page.state() == "wrap_up"
    [row] = await centre.log()
    assert (row["outcome"], row["direction"], row["dnis"], row["agent"]) == (
        "answered", "outbound", NUMBER, "1002",
    )  # fmt: skip


async def test_a_busy_number_gives_the_agent_back(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    async with world(centre, BUSY):
        await dials(centre, "1002", NUMBER)
        failed = await watch.hears("call.failed", within=20)
        await watch.hears("call.cleared", within=10)
    assert failed["reason"]["code"] == "called_busy"
    assert await page.state() == "ready"


async def test_colleagues_on_an_internal_call_are_offered_nobody(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    other = await centre.agent("1001", STAYS)
    phone = desk(centre, "1002", "1001")
    await phone.start()
    await watch.hears("call.established", within=20)
    assert await other.state() == "reserved"
    caller = await centre.call()
    await watch.hears("call.queued", within=30)
    assert watch.told("offer.made") == []
    await phone.stop()
    await watch.hears("offer.made", within=20)
    await caller.stop()
    await watch.hears("interaction.logged", within=20)
    row = next(row for row in await centre.log() if row["direction"] == "internal")
    assert (row["ani"], row["dnis"], row["outcome"]) == ("1002", "1001", "answered")


async def test_an_emergency_call_passes_whoever_dials_and_with_the_daemon_dead(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.phone("1002", STAYS)
    async with world(centre) as outside:
        await dials(centre, "1002", "110")
        told = await watch.hears("call.emergency", within=10)
        centre.house.kill_daemon()
        await dials(centre, "1002", "119")
        first, second = outside.stories
    assert (told["agent"], told["facts"]["number"]) == ("1002", "110")
    assert first.ani == second.ani == centre.site.emergency.show_number
    await centre.house.start_daemon()


async def test_with_the_daemon_dead_colleagues_are_rung_and_nothing_leaves_the_house(centre: Centre) -> None:
    await centre.phone("1001", SHORT)
    await centre.phone("1002", STAYS)
    centre.house.kill_daemon()
    async with world(centre) as outside:
        assert (await dials(centre, "1002", "1001")).answered_at is not None
        for dialled in (NUMBER, "10086", "1111", "*20"):
            story = await dials(centre, "1002", dialled)
            assert story.ended_by == "switch"
        assert outside.stories == []
    assert len(centre.phones["1001"].stories) == 1
    await centre.house.start_daemon()


async def test_a_phone_that_gives_up_while_a_colleague_rings_frees_both(centre: Centre) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    other = await centre.agent("1001", Manner(answer_after=None))
    phone = desk(centre, "1002", "1001")
    await phone.start(hang_up(after=60))
    await watch.hears("call.originated", within=20)
    async with asyncio.timeout(20):
        while 180 not in phone.codes:
            await asyncio.sleep(0.05)
    await phone.stop()
    cleared = await watch.hears("call.cleared", within=20)
    assert cleared["facts"]["outcome"] == "not_reached"
    assert [await page.state(), await other.state()] == ["ready", "ready"]
