"""ctid dies with callers waiting: Asterisk's own queue serves them, and gives the rest back."""

import asyncio
import re

import pytest

from ctid.lab.page import Page
from ctid.lab.parties import Caller, Manner
from ctid.lab.steps import press
from ctid.lab.switch import Switch
from live_centre import TO_SUPPORT, Centre

pytestmark = pytest.mark.asterisk

STAYS = Manner(answer_after=1.0, talk=None)


async def impatient(switch: Switch, *, stale_after: int = 4, back_after: int = 3) -> None:
    """Let the dialplan take ctid for dead, and for back, sooner than it does in earnest."""
    await switch.cli(f"dialplan set global CTID_STALE_AFTER {stale_after}")
    await switch.cli(f"dialplan set global CTID_BACK_AFTER {back_after}")


async def in_the_native_queue(switch: Switch, count: int, within: float = 60.0) -> list[str]:
    """Wait until `count` callers are in it; return them in order of service."""
    async with asyncio.timeout(within):
        while True:
            lines = (await switch.cli("queue show ctid-fallback")).splitlines()
            callers = [line.split()[1] for line in lines if "prio:" in line]
            if len(callers) == count:
                return callers
            await asyncio.sleep(0.1)


async def up(caller: Caller) -> bool:
    return caller.story is not None and caller.story.ended_at is None


async def until_talking(switch: Switch, phone: str, within: float = 60.0) -> None:
    """Wait until a phone is in a talk that Asterisk made by itself."""
    async with asyncio.timeout(within):
        while not any(
            f"PJSIP/{phone}-" in line and "!Up!AppQueue!" in line
            for line in (await switch.cli("core show channels concise")).splitlines()
        ):
            await asyncio.sleep(0.1)


async def talk_of(centre: Centre) -> dict[str, str]:
    """Tell the agent of each call that is answered and has not ended."""
    return {
        row["id"]: row["agent"] for row in await centre.log() if row["answered_at"] and not row["ended_at"]
    }


async def page_state(centre: Centre, agent: str) -> str:
    async with await centre.house.page(agent) as page:
        return await page.state()


async def back(centre: Centre) -> Page:
    await centre.house.start_daemon()
    return await centre.watch()


async def wait_in_line(centre: Centre, watch: Page, *anis: str) -> list[str]:
    """Have callers wait, one after the other; return who they are."""
    known = {line["interaction"] for line in watch.told("call.queued")}
    fresh: list[str] = []
    for ani in anis:
        await centre.call(*TO_SUPPORT, ani=ani)
        met = known | set(fresh)
        told = await watch.until(
            lambda line, met=met: line.get("type") == "call.queued" and line["interaction"] not in met,
            within=30,
        )
        fresh.append(told["interaction"])
    return fresh


async def test_who_waits_when_ctid_dies_is_served_in_order_and_the_rest_come_back_with_their_places(
    centre: Centre,
) -> None:
    switch = centre.house.switch
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    await centre.phone("1001", STAYS)
    await impatient(switch)
    first = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    queued = await wait_in_line(centre, watch, "+12025550161", "+12025550162", "+12025550163")
    centre.house.kill_daemon()
    waiting = await in_the_native_queue(switch, 3)
    assert waiting == sorted(waiting)  # channels are numbered as they came
    await first.stop()
    await until_talking(switch, "1002")
    second, third, fourth = centre.callers[1:]
    assert (await in_the_native_queue(switch, 2)) == waiting[1:]

    watch = await back(centre)
    assert (await talk_of(centre))[queued[0]] == "1002"
    assert await page_state(centre, "1002") == "talking"
    async with asyncio.timeout(40):
        while (await switch.cli("core show channels concise")).count("!ctid-do!wait!") < 2:
            await asyncio.sleep(0.1)
    await centre.agent("1001")
    talk = await watch.hears("call.established", within=20, agent="1001")
    assert talk["interaction"] == queued[1]
    assert talk["facts"]["waited_ms"] > 8_000
    assert await up(fourth)
    for caller in (second, third, fourth):
        await caller.stop()


async def test_a_point_of_priority_counts_for_what_the_configuration_says(centre: Centre) -> None:
    """Who came last has a point, which counts for nothing here; by default it is worth a minute."""
    switch = centre.house.switch
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    await impatient(switch)
    await switch.cli("dialplan set global CTID_PRIORITY_IS_WORTH 0")
    first = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    await wait_in_line(centre, watch, "+12025550161", "+12025550162")
    channels = (await switch.cli("core show channels concise")).splitlines()
    last = max(line.partition("!")[0] for line in channels if "!ctid-do!wait!" in line)
    await switch.cli(f"dialplan set chanvar {last} CTID_PRIORITY 1")
    centre.house.kill_daemon()
    assert (await in_the_native_queue(switch, 2))[-1] == last
    await back(centre)
    await first.stop()
    for caller in centre.callers[1:]:
        await caller.stop()


async def test_a_caller_for_whom_a_phone_rings_is_not_taken_back(centre: Centre) -> None:
    switch = centre.house.switch
    await centre.agent("1002", Manner(answer_after=12.0, talk=None))
    await impatient(switch, back_after=1)
    centre.house.kill_daemon()
    caller = await centre.call(*TO_SUPPORT)  # arrives with ctid dead: nobody asks them for their way
    async with asyncio.timeout(60):
        while not centre.phones["1002"].stories:  # it rings longer than a lap lasts
            await asyncio.sleep(0.1)
    watch = await back(centre)
    async with asyncio.timeout(60):
        while "1002" not in (await talk_of(centre)).values():  # told live, or found by the first look
            await asyncio.sleep(0.1)
    assert await page_state(centre, "1002") == "talking"
    assert len(centre.phones["1002"].stories) == 1
    await caller.stop()
    await watch.hears("agent.wrap_up", within=10)


async def test_who_came_while_ctid_was_away_is_served_before_who_came_later(centre: Centre) -> None:
    switch = centre.house.switch
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    first = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    await impatient(switch, back_after=1)
    centre.house.kill_daemon()
    once_asked = (press("2", after=20.0), press("0", after=1.5))
    early = await centre.call(*once_asked, ani="+12025550171")
    await in_the_native_queue(switch, 1)
    watch = await back(centre)
    [late] = await wait_in_line(centre, watch, "+12025550172")
    await watch.until(
        lambda line: line.get("type") == "call.queued" and line["interaction"] != late, within=40
    )
    await first.stop()
    await watch.hears("agent.wrap_up", within=10)
    async with await centre.house.page("1002") as page:
        await page.ready()
    talk = await watch.hears("call.established", within=20)
    assert talk["interaction"] != late
    assert talk["facts"]["waited_ms"] > 4_000
    for caller in (early, centre.callers[-1]):
        await caller.stop()


async def test_the_members_outlive_asterisk_and_ctid(centre: Centre) -> None:
    switch = centre.house.switch
    page = await centre.agent("1002", Manner(answer_after=1.0, talk=3.0))
    signed_off = await centre.agent("1001", STAYS)
    await signed_off.not_ready("break")
    assert await page.state() == "ready"
    async with asyncio.timeout(10):
        while "PJSIP/1001" in (members := await switch.cli("queue show")) or "PJSIP/1002" not in members:
            await asyncio.sleep(0.1)
    centre.house.kill_daemon()
    await switch.restart()
    assert "PJSIP/1002" in await switch.cli("queue show")
    caller = await centre.call(*TO_SUPPORT)
    story = await caller.wait(60)
    assert story.ended_by == "switch"
    [answered] = centre.phones["1002"].stories
    assert answered.answered_at is not None
    await centre.house.start_daemon()  # which reads of the call, lived without it from end to end, in CEL
    async with asyncio.timeout(10):
        while not await centre.log():
            await asyncio.sleep(0.1)


async def test_a_ctid_that_comes_and_goes_fetches_nobody(centre: Centre) -> None:
    switch = centre.house.switch
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    await impatient(switch, back_after=600)
    await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=30)
    [queued] = await wait_in_line(centre, watch, "+12025550161")
    centre.house.kill_daemon()
    [waiting] = await in_the_native_queue(switch, 1)
    watch = await back(centre)
    laps = 0
    async with asyncio.timeout(60):
        while laps < 2:  # two laps begin while ctid lives
            before = await waited(switch)
            await asyncio.sleep(0.5)
            laps += await waited(switch) < before
    assert await in_the_native_queue(switch, 1) == [waiting]
    await impatient(switch, back_after=2)
    async with asyncio.timeout(30):
        while "!ctid-do!wait!" not in await switch.cli("core show channels concise"):
            await asyncio.sleep(0.1)
    assert (await centre.log())[0]["id"] == queued
    for caller in centre.callers:
        await caller.stop()


async def waited(switch: Switch) -> int:
    """Tell for how long (seconds) the first caller's lap in the native queue has lasted."""
    shown = await switch.cli("queue show ctid-fallback")
    found = re.search(r"wait: (\d+):(\d+)", shown)
    return int(found[1]) * 60 + int(found[2]) if found else 0
