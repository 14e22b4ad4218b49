"""A leg that stands by, on a real Asterisk: recorded talk by talk, and out of the way of other calls."""

import pytest

from modes_house import Floor, floor
from tones import strength, tone, two_sides

__all__ = ["floor"]

pytestmark = [pytest.mark.asterisk, pytest.mark.asyncio(loop_scope="module")]

HERTZ = 1000
LOUD = 3000.0


async def test_each_talk_of_a_leg_that_stands_by_is_recorded_by_itself_with_both_sides(floor: Floor) -> None:
    await floor.works("1001", tone(floor.house.outside.folder, HERTZ))
    await floor.starts("spoken")
    rows = await floor.over("spoken", 2)
    assert [row["outcome"] for row in rows] == ["connected", "connected"]
    assert len(floor.phone("1001").stories) == 1  # one leg had both talks
    ids = set()
    for row in rows:
        kept = await floor.everything.hears("recording.kept", interaction=row["interaction"])
        ids.add(kept["facts"]["recording"])
        left, right = two_sides(floor.house.folder / "recordings" / f"{kept['facts']['recording']}.wav")
        assert strength(left, HERTZ) > LOUD  # the agent …
        assert strength(right, HERTZ) > LOUD  # … and who was called: an echo of them
        assert 1500 < kept["facts"]["duration_ms"] < 3000
    assert len(ids) == 2
    await floor.stops("spoken")
    await floor.goes_home("1001")


async def test_a_colleague_who_stands_by_is_asked_on_a_phone_that_is_free(floor: Floor) -> None:
    await floor.starts("looked-at")
    page = await floor.works("1002")
    await floor.stands_by("1002")
    caller = await floor.centre.call()
    call = (await page.hears("call.established"))["interaction"]
    await floor.works("1003")
    await floor.stands_by("1003")
    await page.send("POST", "/api/v1/me/consult", to="1003")
    await floor.everything.hears("call.consulted", interaction=call)
    first, second = floor.phone("1003").stories
    assert first.ended_at <= second.rang_at
    await page.send("POST", "/api/v1/me/consult/complete")
    await floor.everything.hears("call.transferred", interaction=call)
    await floor.stands_by("1002")
    assert len(floor.phone("1002").stories) == 1  # on the leg on which they asked
    await caller.stop()
    await floor.everything.hears("interaction.closed", interaction=call)
    await floor.stands_by("1003")
    await floor.goes_home("1002")
    await floor.goes_home("1003")
    await floor.stops("looked-at")


async def test_an_agent_who_stands_by_calls_a_number_on_a_phone_that_is_free(floor: Floor) -> None:
    await floor.starts("looked-at")
    page = await floor.works("1003")
    await floor.stands_by("1003")
    before = len(floor.phone("1003").stories)
    await page.send("POST", "/api/v1/me/calls", number="+12025551000")
    await page.hears("call.established")
    *_, last, new = floor.phone("1003").stories
    assert len(floor.phone("1003").stories) == before + 1
    assert last.ended_at <= new.rang_at
    await page.hears("call.cleared")
    await floor.goes_home("1003")
    await floor.stops("looked-at")
