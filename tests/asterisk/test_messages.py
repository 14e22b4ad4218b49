"""Messages on a real Asterisk: left with ctid alive or dead, handed over once, heard, assigned, closed."""

import asyncio
import json
import os
import wave
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from io import BytesIO
from pathlib import Path
from typing import Any

import aiohttp
import pytest

from ctid.lab.house import House
from ctid.lab.page import Page, RefusedError
from ctid.lab.speech import speech
from ctid.lab.steps import hang_up, press
from ctid.lab.tree import Toolbox, cache_directory
from ctid.lab.voice import Voice
from ctid.model.languages import Language
from live_centre import KNOWN, TO_SUPPORT, UNKNOWN, Centre, nothing_up

pytestmark = pytest.mark.asterisk

ASKED = 2.0  # seconds that a dead daemon is asked for, until the fallback


@pytest.fixture(scope="session")
def voice(tools: Toolbox) -> Voice:
    return Voice(speech=speech(tools, cache_directory() / "prompts")[Language.EN])


@pytest.fixture
def told(prompts: Path) -> Callable[..., float]:
    """How long some prompts take, in seconds."""

    def seconds(*keys: str) -> float:
        return sum(_length((prompts / "en" / f"{key}.wav").read_bytes()) for key in keys)

    return seconds


@pytest.fixture
async def dead(centre: Centre) -> AsyncIterator[Centre]:
    """A centre whose daemon was killed; each test starts it again."""
    centre.house.kill_daemon()
    yield centre


def _length(sound: bytes) -> float:
    with wave.open(BytesIO(sound)) as wav:
        return wav.getnframes() / wav.getframerate()


def spool(house: House) -> list[str]:
    return sorted(path.name for path in (house.switch.run / "spool/ctid-voicemail").glob("*"))


async def emptied(house: House) -> None:
    async with asyncio.timeout(30):
        while spool(house):
            await asyncio.sleep(0.1)


async def messages(page: Page) -> list[dict[str, Any]]:
    return list((await page.send("GET", "/api/v1/messages"))["messages"])


async def sound(page: Page, message: str, **headers: str) -> tuple[aiohttp.ClientResponse, bytes]:
    async with page._http.get(f"/api/v1/messages/{message}/sound", headers=headers) as answer:
        return answer, await answer.read()


async def there(centre: Centre, *, count: int = 1) -> Page:
    """Start the daemon and wait until so many messages are handed over."""
    await centre.house.start_daemon()
    page = await centre.watch()
    async with asyncio.timeout(30):
        while len(await messages(page)) < count:
            await asyncio.sleep(0.1)
    await emptied(centre.house)
    return page


async def test_a_message_left_with_the_daemon_dead_is_heard_assigned_and_closed(
    dead: Centre, voice: Voice, told: Callable[..., float]
) -> None:
    menu = told("technical-difficulty", "message-or-callback") + ASKED + 4
    caller = await dead.call(press("#", after=menu + told("voicemail-instructions") + 6), voice=voice)
    story = await caller.wait(90)
    await nothing_up(dead)
    assert len(spool(dead.house)) == 2

    watch = await there(dead)
    [left] = await messages(watch)
    assert (left["kind"], left["state"], left["number"]) == ("voicemail", "new", KNOWN)
    [event] = (await watch.send("GET", "/api/v1/events?types=message.left"))["events"]
    assert event["facts"]["message"] == left["id"]
    [row] = await dead.log()
    assert (row["outcome"], row["id"]) == ("voicemail", left["interaction"])
    assert story.final_code == 200

    agent = await dead.stack.enter_async_context(await dead.house.page("1002"))
    answer, heard = await sound(agent, left["id"])
    assert answer.headers["Content-Type"] == "audio/wav"
    assert answer.headers["Content-Disposition"].startswith("inline; filename=")
    assert left["duration_ms"] > 2000
    assert _length(heard) * 1000 == pytest.approx(left["duration_ms"], abs=1)
    answer, part = await sound(agent, left["id"], Range="bytes=44-99")
    assert (answer.status, part) == (206, heard[44:100])

    taken = await agent.send("POST", f"/api/v1/messages/{left['id']}/assign", agent="1002")
    assert (taken["state"], taken["agent"], taken["assigned_by"]) == ("assigned", "1002", "1002")
    closed = await agent.send("POST", f"/api/v1/messages/{left['id']}/close", code="resolved", note="done")
    assert (closed["state"], closed["closed_by"], closed["note"]) == ("closed", "1002", "done")
    await watch.hears("message.closed", message=left["id"])

    dead.house.kill_daemon()  # and nothing of it is told again
    await dead.house.start_daemon()
    again = await dead.watch()
    assert [each["state"] for each in await messages(again)] == ["closed"]
    assert len(await dead.log()) == 1


async def test_a_message_left_with_the_daemon_alive_is_taken_over_within_seconds(
    centre: Centre, voice: Voice
) -> None:
    watch = await centre.watch()
    await centre.call(*TO_SUPPORT, press("#", after=25.0), voice=voice)
    left = await watch.hears("message.left", within=90)
    await watch.hears("interaction.logged", within=10)
    assert left["facts"]["number"] == KNOWN
    await emptied(centre.house)
    [row] = await centre.log()
    assert row["outcome"] == "voicemail"


async def test_a_caller_asks_for_a_call_back_at_another_number_with_the_daemon_dead(
    dead: Centre, told: Callable[..., float]
) -> None:
    menu = told("technical-difficulty", "message-or-callback") + ASKED + 1
    read_back = told("callback-we-call") + 10 * 1.0
    caller = await dead.call(
        press("1", after=menu),
        press("2", after=told("callback-own") + 1),
        press("2025550177#", after=told("callback-number") + 1),
        press("1", after=read_back + told("callback-confirm") + 1),
        ani=UNKNOWN,
    )
    await caller.wait(120)
    await nothing_up(dead)
    [note] = spool(dead.house)
    assert note.endswith("-callback.json")
    watch = await there(dead)
    [left] = await messages(watch)
    assert (left["kind"], left["keyed"]) == ("callback_request", "2025550177")
    assert left["ani"] == UNKNOWN
    assert not left["sound"]
    [row] = await dead.log()
    assert row["outcome"] == "callback_asked"


async def test_a_caller_asks_for_a_call_back_at_their_own_number_and_hangs_up(
    dead: Centre, told: Callable[..., float]
) -> None:
    menu = told("technical-difficulty", "message-or-callback") + ASKED + 1
    caller = await dead.call(
        press("1", after=menu), press("1", after=told("callback-own") + 1), hang_up(after=2.0)
    )
    await caller.wait(90)
    await nothing_up(dead)
    watch = await there(dead)
    [left] = await messages(watch)
    assert (left["kind"], left["number"]) == ("callback_request", KNOWN)


async def test_a_caller_who_says_nothing_useful_with_the_daemon_dead_is_still_in_the_log(
    dead: Centre,
) -> None:
    caller = await dead.call(hang_up(after=1.0))
    await caller.wait(30)
    await nothing_up(dead)
    await dead.house.start_daemon()
    [row] = await dead.log()
    assert row["outcome"] == "abandoned_in_ivr"
    assert row["ended_at"] is not None


async def test_a_daemon_killed_while_it_takes_messages_over_loses_and_doubles_none(dead: Centre) -> None:
    wishes = {f"1795329837.{n}": f"+1202555{n:04}" for n in range(100, 140)}
    lay(dead.house, wishes)
    for pause in (0.0, 0.02, 0.05, 0.1, 0.2):
        await dead.house.start_daemon(whole=False)
        await asyncio.sleep(pause)
        dead.house.kill_daemon()
    page = await there(dead, count=len(wishes))
    found = await messages(page)
    assert sorted(each["interaction"] for each in found) == sorted(f"sw1:{call}" for call in wishes)


async def test_asterisk_killed_while_a_message_is_recorded_loses_neither_message_nor_call(
    house: House, voice: Voice
) -> None:
    folder = house.switch.run / "spool/ctid-voicemail"
    async with AsyncExitStack() as stack:
        centre = Centre(house, stack, house.site)
        await house.switch.start()
        caller = await centre.call(voice=voice)
        async with asyncio.timeout(90):
            while not any(file.stat().st_size > 40_000 for file in folder.glob("*.wav")):
                await asyncio.sleep(0.1)
        house.switch.kill()  # and its scripts with it
        await caller.stop()
        await house.switch.start()
        [begun] = folder.glob("*.part")
        os.utime(begun, (1, 1))  # as if it lay there for long
        page = await there(centre)
        [left] = await messages(page)
        assert left["ani"] == KNOWN
        assert left["duration_ms"] > 2000
        [row] = await centre.log()
        assert (row["outcome"], row["id"]) == ("lost", left["interaction"])


def lay(house: House, wishes: dict[str, str]) -> None:
    """Lay notes into the spool as the scripts would."""
    folder = house.switch.run / "spool/ctid-voicemail"
    folder.mkdir()
    for call, ani in wishes.items():
        note = {"kind": "callback_request", "call": call, "ani": ani, "left_at": 1795329837}
        (folder / f"{call}-callback.json").write_text(json.dumps(note))


async def test_a_message_in_somebodys_hands_is_not_another_agents_to_close(dead: Centre) -> None:
    lay(dead.house, {"1795329837.1": KNOWN})
    await there(dead)
    one, other = [
        await dead.stack.enter_async_context(await dead.house.page(agent)) for agent in ("1001", "1002")
    ]
    [left] = await messages(one)
    await one.send("POST", f"/api/v1/messages/{left['id']}/assign", agent="1001")
    with pytest.raises(RefusedError, match="message_taken"):
        await other.send("POST", f"/api/v1/messages/{left['id']}/close", code="resolved")
