"""Campaigns of every mode in a running centre on a real Asterisk, and agents whom callers want as well."""

from datetime import datetime

import pytest

from campaign_house import comes_true
from modes_house import LINES, LISTS, Floor, floor

__all__ = ["floor"]

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="module")]


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
    [row] = await floor.over("looked-at", 1)
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
    first, second = await floor.over("powered", 2)
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
    rows = {row["number"][-2:]: row for row in await floor.over("reminders", len(LISTS["reminders"]))}
    assert {end: row["outcome"] for end, row in rows.items()} == {
        "21": "connected", "22": "connected", "23": "connected", "24": "connected", "10": "busy",
    }  # fmt: skip
    assert rows["21"]["disposition"] == "resolved"
    listed = (await floor.everything.send("GET", "/api/v1/do-not-call"))["do_not_call"]
    assert [each["number"] for each in listed] == [rows["22"]["number"]]
    assert talk["interaction"] == rows["23"]["interaction"]
    assert floor.most_at_once("reminders") == LINES  # of the trunk, and five to call
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
