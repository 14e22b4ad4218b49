"""A supervisor closes the centre, or blocks a number: real calls hear it and are ended."""

import asyncio

import pytest

from ctid.lab.parties import Manner
from live_centre import KNOWN, TO_SUPPORT, UNKNOWN, Centre

pytestmark = pytest.mark.asterisk

NUISANCE = "+12025550188"
STAYS = Manner(answer_after=1.0, talk=None)


async def test_a_blocked_caller_hears_no_menu_and_others_do(centre: Centre) -> None:
    watch = await centre.watch()
    listed = await watch.send("POST", "/api/v1/blocklist", number="001 202-555-0188", reason="shouts")
    assert [(entry["number"], entry["who"]) for entry in listed["blocked"]] == [(NUISANCE, "test")]
    blocked = await centre.call(ani=NUISANCE)
    story = await blocked.wait(40)
    assert story.ended_by == "switch"
    refused = await watch.hears("call.refused", within=10)
    assert refused["reason"]["code"] == "number_blocked"
    await watch.hears("interaction.logged", within=10)
    assert [row["outcome"] for row in await centre.log()] == ["blocked"]
    assert not watch.told("ivr.stepped")
    other = await centre.call(ani=KNOWN)
    await watch.hears("ivr.stepped", within=20)
    await other.stop()


async def test_with_everything_closed_callers_are_told_also_when_ctid_is_dead(centre: Centre) -> None:
    watch = await centre.watch()
    await centre.agent("1002", STAYS)
    now = await watch.send("POST", "/api/v1/queues/all/close", announcement="closed", waiting="tell")
    assert {queue["closed"]["who"] for queue in now["queues"]} == {"test"}
    told = await (await centre.call(*TO_SUPPORT)).wait(60)
    assert told.ended_by == "switch"
    await watch.hears("interaction.logged", within=10)
    assert [row["outcome"] for row in await centre.log()] == ["turned_away"]

    await centre.house.switch.cli("dialplan set global CTID_STALE_AFTER 4")
    centre.house.kill_daemon()
    alone = await centre.call(*TO_SUPPORT, ani=UNKNOWN)
    async with asyncio.timeout(60):
        while "ctid-told" not in await centre.house.switch.cli("core show channels concise"):
            await asyncio.sleep(0.1)
    await alone.wait(60)
    assert centre.phones["1002"].stories == []

    await centre.house.start_daemon()
    watch = await centre.watch()
    again = await watch.send("GET", "/api/v1/queues")
    assert all(queue["closed"] for queue in again["queues"])
    await watch.send("POST", "/api/v1/queues/all/open")
    last = await centre.call(*TO_SUPPORT)
    await watch.hears("call.established", within=40)
    await last.stop()
