"""The whole daemon in seconds: a process between a fake Asterisk and pages without a browser."""

from contextlib import AsyncExitStack

import pytest

from ctid.lab.fake_house import FakeHouse
from ctid.lab.page import Page
from ctid.model.mistakes import Mistaken
from switch_people import KNOWN, TO_SUPPORT, nothing_up, watch, works

pytestmark = pytest.mark.slow


async def log(page: Page) -> list[dict]:
    return (await page.send("GET", "/api/v1/interactions"))["interactions"]


async def test_a_call_goes_from_the_menu_to_the_log(house: FakeHouse, stack: AsyncExitStack) -> None:
    await house.start_daemon()
    everything = await watch(house, stack)
    page = await works(house, stack, "1002")
    caller = await house.fake.call(KNOWN, keys="2112345#")
    talk = await everything.hears("call.established", within=5)
    house.fake.hang_up(caller)
    wrap_up = await everything.hears("agent.wrap_up", within=5)
    await page.dispose(wrap_up["interaction"], "resolved", "all fine")
    await everything.hears("interaction.logged", within=5)

    told = [line["type"] for line in everything.lines if line.get("type")]
    in_order = ["call.arrived", "call.queued", "pop.shown", "call.delivered", "call.established"]
    assert [kind for kind in told if kind in in_order] == in_order
    assert page.pops[0]["collected"]["order_no"] == "12345"
    [row] = await log(everything)
    assert (row["id"], row["outcome"], row["agent"], row["disposition"]) == (
        talk["interaction"], "answered", "1002", "resolved",
    )  # fmt: skip
    assert house.fake.board.channels == {}


async def test_a_phone_that_is_not_answered_passes_the_call_on(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    house.fake.phones["1002"].refuses = 17
    await house.start_daemon()
    everything = await watch(house, stack)
    silent = await works(house, stack, "1002")
    await house.fake.call(KNOWN, keys=TO_SUPPORT)
    missed = await everything.hears("offer.missed", within=5)
    assert (missed["agent"], missed["reason"]["code"]) == ("1002", "busy")
    assert await silent.state() == "not_ready"
    await works(house, stack, "1001")
    assert (await everything.hears("call.established", within=5))["agent"] == "1001"


async def test_a_caller_who_leaves_while_the_phone_rings_gives_the_agent_back(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    house.fake.phones["1002"].answers = None
    await house.start_daemon()
    everything = await watch(house, stack)
    page = await works(house, stack, "1002")
    caller = await house.fake.call(KNOWN, keys=TO_SUPPORT)
    await everything.hears("call.delivered", within=5)
    house.fake.hang_up(caller)
    await everything.hears("interaction.logged", within=5)
    assert [row["outcome"] for row in await log(everything)] == ["abandoned_in_queue"]
    assert await page.state() == "ready"
    await nothing_up(house)


async def test_a_caller_who_leaves_in_the_menu_is_logged_so(house: FakeHouse, stack: AsyncExitStack) -> None:
    await house.start_daemon()
    everything = await watch(house, stack)
    caller = await house.fake.call(KNOWN, keys="2")
    await everything.hears("call.arrived", within=5)
    house.fake.hang_up(caller)
    await everything.hears("interaction.logged", within=5)
    assert [row["outcome"] for row in await log(everything)] == ["abandoned_in_ivr"]


async def test_a_killed_daemon_comes_back_to_a_talk_and_to_a_caller_who_waits(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    await house.start_daemon()
    everything = await watch(house, stack)
    await works(house, stack, "1002")
    talking = await house.fake.call(KNOWN, keys=TO_SUPPORT)
    await everything.hears("call.established", within=5)
    waiting = await house.fake.call("+12025550199", keys=TO_SUPPORT)
    await everything.until(lambda line: len(everything.told("call.queued")) == 2, within=5)
    house.kill_daemon()
    assert len(house.fake.board.channels) == 3
    await house.start_daemon()
    async with await house.page("1002") as page:
        assert await page.state() == "talking"
        everything = await watch(house, stack)
        house.fake.hang_up(talking)
        await page.until(lambda line: line.get("type") == "agent.wrap_up", within=5)
        await page.ready()
        again = await everything.hears("call.established", within=5)
        assert again["interaction"].endswith(waiting.unique)
        house.fake.hang_up(waiting)
        await everything.hears("call.cleared", within=5)
    assert "ERROR" not in house.log.read_text()


async def test_a_second_daemon_is_kept_out_while_the_first_lives(house: FakeHouse) -> None:
    await house.start_daemon()
    second = FakeHouse(house.folder / "second", house.site)
    second.folder.mkdir()
    described = house.fake.describe()["switch"]
    others = {
        f"switch__{name}": str(described[name]) for name in ("ami_port", "events_secret", "actions_secret")
    }
    try:
        await second.fake.start()
        with pytest.raises(Mistaken, match=r"R402|R404"):
            await second.start_daemon(**others)
    finally:
        await second.stop()
