"""Campaigns of every mode in a running centre on a real Asterisk, and agents whom callers want as well."""

from collections.abc import AsyncIterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
import pytest_asyncio

from campaign_house import comes_true
from ctid.lab.tree import Toolbox
from ctid.runtime.sources import Sources
from modes_house import LISTS, Floor, modes_floor
from quick_house import QuickHouse

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="module")]


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def floor(tools: Toolbox, sources: Sources, prompts: Path) -> AsyncIterator[Floor]:
    """One house for all of them: each has a campaign and a list of its own."""
    with TemporaryDirectory(prefix="ctid-") as name:
        Path(name).chmod(0o711)
        house = QuickHouse(tools, Path(name), sources.site, prompts=prompts)
        house.outside.folder.mkdir()
        house.write_phone_secrets()
        house.switch.render()
        async with modes_floor(house) as floor:
            yield floor


async def over(floor: Floor, campaign: str, many: int) -> list[dict]:
    """Wait until so many attempts of a campaign are over; return them."""
    await comes_true(lambda: sum(row["ended_at"] is not None for row in floor.attempts(campaign)) >= many)
    return floor.attempts(campaign)


async def test_an_agent_sees_a_lead_and_says_dial_or_skip(floor: Floor) -> None:
    page = await floor.works("1001")
    await floor.starts("looked-at")
    await floor.stands_by("1001")
    await page.send("POST", "/api/v1/me/leads/take", campaign="looked-at")
    await page.hears("lead.shown")
    shown = (await page.send("GET", "/api/v1/me/leads"))["preview"]["lead"]
    assert [each["number"] for each in shown["numbers"]] == LISTS["looked-at"][:1]
    assert not floor.attempts("looked-at")
    await page.send("POST", "/api/v1/me/leads/dial", lead=shown["id"])
    talk = await page.hears("call.established")
    await page.hears("call.cleared", interaction=talk["interaction"])
    [row] = await over(floor, "looked-at", 1)
    assert (row["outcome"], row["agent"], row["mode"]) == ("connected", "1001", "preview")
    page.lines.clear()
    await floor.everything.hears("interaction.closed", interaction=talk["interaction"])
    await page.send("POST", "/api/v1/me/leads/take", campaign="looked-at")
    second = (await page.hears("lead.shown"))["facts"]["lead"]
    assert second not in ("", shown["id"])
    await page.send("POST", "/api/v1/me/leads/skip", lead=second, why="on holiday")
    await page.hears("lead.skipped", lead=second)
    assert len(floor.attempts("looked-at")) == 1
    await floor.stops("looked-at")
    await floor.goes_home("1001")


async def test_a_ratio_of_two_calls_two_for_one_agent_and_who_is_second_hears_the_message(
    floor: Floor,
) -> None:
    await floor.works("1001")
    await floor.starts("powered")
    first, second = await over(floor, "powered", 2)
    assert {first["outcome"], second["outcome"]} == {"connected", "abandoned"}
    between = datetime.fromisoformat(second["committed_at"]) - datetime.fromisoformat(first["committed_at"])
    assert between.total_seconds() < 0.5
    await floor.stops("powered")
    await floor.goes_home("1001")


async def test_a_campaign_without_agents_hears_keys_a_result_a_refusal_and_who_wants_a_person(
    floor: Floor,
) -> None:
    page = await floor.works("1002")
    await floor.starts("reminders")
    talk = await page.hears("call.established")
    rows = {row["number"][-2:]: row for row in await over(floor, "reminders", len(LISTS["reminders"]))}
    assert {end: row["outcome"] for end, row in rows.items()} == {
        "21": "connected", "22": "connected", "23": "connected", "24": "connected", "10": "busy",
    }  # fmt: skip
    assert rows["21"]["disposition"] == "resolved"
    listed = (await floor.everything.send("GET", "/api/v1/do-not-call"))["do_not_call"]
    assert [each["number"] for each in listed] == [rows["22"]["number"]]
    assert talk["interaction"] == rows["23"]["interaction"]
    await floor.stops("reminders")
    await floor.goes_home("1002")


async def test_nobody_is_dialled_for_an_agent_who_has_a_caller_and_callers_come_before_who_is_dialled(
    floor: Floor,
) -> None:
    page = await floor.works("1003")
    caller = await floor.centre.call()
    talk = await page.hears("call.established")
    await floor.starts("blended")
    asked: set[str] = set()
    while len(asked) < 3:  # pacing, a second apart
        flight = await floor.flight("blended")
        if flight:
            asked.add(flight["at"])
            assert (flight["lines"], flight["agents"]) == (0, {"away": 1})
    assert not floor.attempts("blended")
    await caller.stop()
    await floor.everything.hears("interaction.closed", interaction=talk["interaction"])
    await comes_true(lambda: len(floor.attempts("blended")) == 1)
    rung = len(floor.phone("1003").stories)
    page.lines.clear()
    caller = await floor.centre.call()
    await page.hears("call.established")
    [row] = floor.attempts("blended")
    assert row["answered_at"] is None
    assert len(floor.phone("1003").stories) == rung  # it stood by: the caller was there at once
    await comes_true(lambda: floor.attempts("blended")[0]["message_at"] is not None)
    [row] = floor.attempts("blended")
    assert row["agent"] is None
    await caller.stop()
    await floor.stops("blended")
    await floor.goes_home("1003")
