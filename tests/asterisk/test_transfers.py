"""Handing on and asking on a real Asterisk: one interaction, several phones, nobody left alone."""

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from ctid.lab.page import Page, RefusedError
from ctid.lab.parties import CalledParty, Caller, Manner
from desk_stage import desk
from live_centre import TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=0.5, talk=None)
NUMBER = "+12025550142"


async def talking(centre: Centre) -> tuple[Page, Page, Caller]:
    """1002 talks with a caller; return a page that hears all, 1002's page and the caller."""
    watch = await centre.watch()
    page = await centre.agent("1002", STAYS)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    return watch, page, caller


async def consulting(centre: Centre) -> tuple[Page, Page, Page, Caller]:
    """1002 has asked 1001, who has answered."""
    watch, page, caller = await talking(centre)
    other = await centre.agent("1001", STAYS)
    await page.send("POST", "/api/v1/me/consult", to="1001")
    await watch.hears("call.consulted", within=20)
    return watch, page, other, caller


async def bridges(centre: Centre) -> list[tuple[str, int]]:
    """Return (technology, members) of every bridge in which legs hear each other."""
    shown = (await centre.house.switch.cli("bridge show all")).splitlines()[1:]
    rows = [line.split() for line in shown if line.strip()]
    return sorted((row[-2], int(row[-4])) for row in rows if row[-2] != "holding_bridge")


async def conferees(centre: Centre) -> list[int]:
    """Return how many people are in each conference."""
    shown = (await centre.house.switch.cli("confbridge list")).splitlines()[2:]
    return [int(line.split()[1]) for line in shown if line.strip()]


async def until(true: Callable[[], Awaitable[bool]], within: float = 10.0) -> None:
    async with asyncio.timeout(within):
        while not await true():
            await asyncio.sleep(0.1)


async def test_a_caller_handed_on_to_a_colleague_talks_with_them_in_the_same_interaction(
    centre: Centre,
) -> None:
    watch, page, caller = await talking(centre)
    await centre.agent("1001", STAYS)
    await page.send("POST", "/api/v1/me/transfer", to="1001")
    talk = await watch.hears("call.established", within=20, agent="1001")
    assert talk["interaction"] == watch.told("call.transferred")[0]["interaction"]
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("call.cleared", within=10)
    [row] = await centre.log()
    assert row["agent"] == "1001"


async def test_a_caller_handed_on_to_a_queue_is_taken_by_whoever_serves_it(centre: Centre) -> None:
    watch, page, caller = await talking(centre)
    await centre.agent("1001", STAYS)
    await page.send("POST", "/api/v1/me/transfer", to="support")
    await watch.hears("call.established", within=20, agent="1001")
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_caller_handed_on_to_a_number_talks_with_somebody_outside(centre: Centre) -> None:
    watch, page, caller = await talking(centre)
    with pytest.raises(RefusedError):
        await page.send("POST", "/api/v1/me/transfer", to="+19005550142")
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=STAYS) as party:
        await page.send("POST", "/api/v1/me/transfer", to=NUMBER)
        await watch.hears("call.transferred", within=10)

        async def answered() -> bool:
            return bool(party.stories) and party.stories[0].answered_at is not None

        await until(answered)
        assert caller.story is not None
        assert caller.story.ended_at is None
        await caller.stop()
        await watch.hears("call.cleared", within=10)


async def test_a_number_that_does_not_answer_gives_the_caller_back_into_the_line(centre: Centre) -> None:
    watch, page, caller = await talking(centre)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=Manner(refusal="486 Busy Here")):
        await page.send("POST", "/api/v1/me/transfer", to=NUMBER)
        await watch.hears("call.transferred", within=10)
        await centre.agent("1001", STAYS)
        await watch.hears("call.established", within=20, agent="1001")
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_completed_consultation_leaves_the_caller_with_the_colleague(centre: Centre) -> None:
    watch, page, _, caller = await consulting(centre)
    await page.send("POST", "/api/v1/me/consult/complete")
    done = await watch.hears("call.transferred", within=10)
    assert done["interaction"] == watch.told("call.consulted")[0]["interaction"]
    await asyncio.sleep(1.0)
    assert len(await bridges(centre)) == 1
    await caller.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_cancelled_consultation_leaves_the_caller_with_the_agent(centre: Centre) -> None:
    watch, page, other, caller = await consulting(centre)
    await page.send("POST", "/api/v1/me/consult/cancel")
    await watch.hears("call.retrieved", within=10)
    assert await other.state() == "ready"
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_number_outside_that_was_asked_takes_the_caller_over(centre: Centre) -> None:
    watch, page, caller = await talking(centre)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=STAYS):
        await page.send("POST", "/api/v1/me/consult", to=NUMBER)
        await watch.hears("call.consulted", within=20)
        await page.send("POST", "/api/v1/me/consult/complete")
        await watch.hears("call.transferred", within=10)
        await asyncio.sleep(1.0)
        assert len(await bridges(centre)) == 1
        await caller.stop()
        await watch.hears("call.cleared", within=10)


@pytest.mark.parametrize("leaver", ["agent", "colleague", "caller"])
async def test_whoever_leaves_a_conference_leaves_the_other_two_talking(centre: Centre, leaver: str) -> None:
    watch, page, other, caller = await consulting(centre)
    await page.send("POST", "/api/v1/me/conference")
    await watch.hears("call.conferenced", within=10)
    assert await conferees(centre) == [3]
    await asyncio.sleep(1.0)
    if leaver == "caller":
        await caller.stop()
    else:
        await (page if leaver == "agent" else other).send("POST", "/api/v1/me/hang-up")

    async def two() -> bool:
        return await conferees(centre) == [2]

    await until(two)
    await asyncio.sleep(1.0)
    if leaver == "caller":
        await page.send("POST", "/api/v1/me/hang-up")
    else:
        await caller.stop()
    await watch.hears("call.cleared", within=10)


@pytest.mark.parametrize("to", ["1001", "0012025550142", "0019005550142"])
async def test_a_phones_own_transfer_leads_where_the_page_could_and_nowhere_else(
    centre: Centre, to: str
) -> None:
    watch = await centre.watch()
    await centre.agent("1002", Manner(answer_after=0.5, talk=2.0, refers_to=to))
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    await centre.agent("1001", STAYS)
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=STAYS) as party:
        handed = await watch.hears("call.transferred", within=20)
        assert handed["facts"]["to"] == to
        if to == "0012025550142":

            async def answered() -> bool:
                return bool(party.stories) and party.stories[0].answered_at is not None

            await until(answered)
        else:
            await watch.hears("call.established", within=20, agent="1001")
            assert party.stories == []
        await asyncio.sleep(1.0)
        await caller.stop()
        await watch.hears("call.cleared", within=10)


@pytest.mark.parametrize("joined", ["consulting", "conference"])
async def test_a_consultation_and_a_conference_outlive_the_daemon(centre: Centre, joined: str) -> None:
    watch, page, _, caller = await consulting(centre)
    if joined == "conference":
        await page.send("POST", "/api/v1/me/conference")
        await watch.hears("call.conferenced", within=10)
    first = watch.told("call.consulted")[0]["interaction"]
    centre.house.kill_daemon()
    await asyncio.sleep(1.0)
    await centre.house.start_daemon()
    watch = await centre.watch()
    page = await centre.stack.enter_async_context(await centre.house.page("1002"))
    await page.send("POST", "/api/v1/me/consult/complete")
    done = await watch.hears("call.transferred", within=15)
    assert done["interaction"] == first
    await asyncio.sleep(1.0)
    assert caller.story is not None
    assert caller.story.ended_at is None
    await caller.stop()
    await watch.hears("call.cleared", within=10)


async def test_a_caller_whom_a_phone_hands_over_to_its_other_line_is_with_the_colleague(
    centre: Centre,
) -> None:
    """Attended, by the phone alone (REFER with Replaces): 1002 has 1001 on another line."""
    named = centre.house.outside.folder / "replaces"  # SIPp reads it when it sends the REFER
    watch = await centre.watch()
    colleague = await centre.agent("1001", STAYS)
    await colleague.not_ready("lunch")
    manner = Manner(answer_after=0.5, talk=10.0, refers_to="1001", replaces=f"[file name={named}]")
    await centre.agent("1002", manner)
    caller = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30, agent="1002")
    other_line = desk(centre, "1002", "1001")
    centre.stack.push_async_callback(other_line.stop)
    await other_line.start()

    async def answered() -> bool:
        return bool(other_line.replaces)

    await until(answered, within=20)
    named.write_text(other_line.replaces)
    handed = await watch.hears("call.transferred", within=30)
    assert handed["facts"]["to"] == "1001"
    assert await colleague.state() == "talking"
    await asyncio.sleep(1.0)
    await caller.stop()
    await watch.hears("call.cleared", within=10)
