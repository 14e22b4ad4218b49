"""The fake Asterisk against recordings of the real one: the same story, the same messages.

tests/asterisk/test_recordings.py keeps the recordings honest. What is compared: the kinds of messages, the
fields of each, the order of each leg's events, and the session's dialogue. A phone's device state and
contact are not told by the fake unless they change, so those kinds may be missing from it.
"""

import json
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from ctid.lab.fake_house import FakeHouse
from switch_people import KNOWN, TO_SUPPORT, nothing_up, watch, works
from tapped import STORIES, tapped

pytestmark = pytest.mark.slow

RECORDINGS = Path(__file__).parents[1] / "recordings"
ONLY_REAL = {"event DeviceStateChange", "event ContactStatus"}
BY_THE_CLOCK = {"response Success Ping", "response Success Setvar"}
MEMBERS = {  # of the native queue, written beside whatever the story is
    "response Success QueueStatus", "response Success QueueAdd", "response Success QueueRemove",
    "item QueueParams", "item QueueMember", "item QueueStatusComplete",
}  # fmt: skip
ONLY_REAL_FIELDS = {"TechCause"}  # a SIP status, where there is SIP


@pytest.mark.parametrize("story", STORIES)
async def test_the_fake_says_what_the_real_one_said(
    house: FakeHouse, stack: AsyncExitStack, story: str
) -> None:
    async with tapped(house) as (recording, restart):
        await plays(house, stack, story, restart)
    said = recording.summary()
    recorded = json.loads((RECORDINGS / f"{story}.json").read_text("utf-8"))
    assert said["legs"] == recorded["legs"]
    assert said["sessions"] == recorded["sessions"]
    real, fake = of_the_switch(recorded["fields"]), of_the_switch(said["fields"])
    assert set(real) - set(fake) <= ONLY_REAL | BY_THE_CLOCK | MEMBERS
    assert set(fake) - set(real) <= BY_THE_CLOCK | MEMBERS
    for kind in (set(real) & set(fake)) - MEMBERS:
        always, known = set(real[kind]["always"]), {*real[kind]["always"], *real[kind]["sometimes"]}
        assert always - ONLY_REAL_FIELDS <= set(fake[kind]["always"]), kind
        assert {*fake[kind]["always"], *fake[kind]["sometimes"]} <= known, kind


def of_the_switch(fields: dict) -> dict:
    """What the switch says: the daemon's own actions are the same daemon's."""
    return {kind: names for kind, names in fields.items() if not kind.startswith("action ")}


async def plays(
    house: FakeHouse, stack: AsyncExitStack, story: str, restart: Callable[[], Awaitable[None]]
) -> None:
    """Have one call go as the story says."""
    everything = await watch(house, stack)
    await works(house, stack, "1002")
    phone = house.fake.phones["1002"]
    phone.talks = 0.1
    if story in ("no_answer", "abandoned"):
        phone.answers = None
        house.fake.haste = 15 if story == "no_answer" else 1
    elif story == "busy":
        phone.refuses = 17
    elif story == "unreachable":
        phone.deaf, house.fake.haste = True, 15
    elif story == "restarted":
        phone.talks = None
    caller = await house.fake.call(KNOWN, keys=TO_SUPPORT)
    if story in ("no_answer", "busy", "unreachable"):
        await everything.hears("offer.missed", within=20)
        house.fake.hang_up(caller)
    elif story == "abandoned":
        await everything.hears("call.delivered", within=5)
        house.fake.hang_up(caller)
    elif story == "restarted":
        await everything.hears("call.established", within=5)
        await restart()
        [agent] = [c for c in house.fake.board.channels.values() if c is not caller]
        house.fake.hang_up(agent)
    await nothing_up(house)
