"""`ctid why` beside a running daemon, and without one."""

import json
from contextlib import AsyncExitStack

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer

from ctid.lab.fake_house import FakeHouse
from ctid.model.mistakes import Mistaken
from switch_people import KNOWN, TO_SUPPORT, nothing_up, watch, works

pytestmark = pytest.mark.slow

ANOTHER = "+12025550102"


async def one_talks_and_one_waits(house: FakeHouse, stack: AsyncExitStack) -> list[str]:
    """Have an agent talk with a caller while a second one waits; return both callers' channels."""
    await house.start_daemon()
    everything = await watch(house, stack)
    await works(house, stack, "1002")
    talks = await house.fake.call(KNOWN, keys=TO_SUPPORT)
    await everything.hears("call.established", within=5)
    waits = await house.fake.call(ANOTHER, keys=TO_SUPPORT)
    await everything.hears("call.queued", within=5)
    return [talks, waits]


async def test_a_wait_is_told_as_it_is_and_remembered_as_it_was(
    house: FakeHouse, stack: AsyncExitStack
) -> None:
    callers = await one_talks_and_one_waits(house, stack)
    told = json.loads(await house.command("why", "last", "--json"))
    [agent] = told["wait"]["place"]["would_do"]["agents"]
    assert (agent["agent"], agent["what"]["code"], told["offers"]) == ("1002", "does_talk", [])
    written = await house.command("why", ANOTHER)
    assert told["interaction"] in written
    assert "whoever would do has something else in hand (agents: 1)" in written
    assert "talking for 0:" in written

    served = await house.command("why", KNOWN)
    assert "the caller does not wait now" in served
    assert "caller and agent were connected" in served

    for caller in callers:
        house.fake.hang_up(caller)
    await nothing_up(house)
    await house.stop_daemon()
    over = json.loads(await house.command("why", told["interaction"], "--json"))
    assert (over["wait"], over["outcome"]) == (None, "abandoned_in_queue")
    assert over["says"] == ["ctid is not running: this is what was written down last"]
    with pytest.raises(Mistaken, match="R150 no call sw1:nobody is known"):
        await house.command("why", "sw1:nobody")
    async with TestServer(web.Application(), port=house.http_port):
        with pytest.raises(Mistaken, match=r"R151 .* does not answer as this centre's daemon"):
            await house.command("why", "last")
