"""Hostile SIP input: whatever is dialled or shown, a phone that nobody called for never rings."""

import asyncio
from collections.abc import AsyncIterator, Iterable
from contextlib import AsyncExitStack, suppress

import pytest

from canary import Canary, corpus
from ctid.lab.desk_phone import Dialling
from ctid.lab.house import House
from ctid.lab.page import Page, RefusedError
from ctid.lab.parties import ANSWERING, CalledParty, Caller
from ctid.lab.steps import hang_up
from ctid.model.mistakes import Mistaken
from desk_stage import desk
from live_centre import Centre, nothing_up

pytestmark = pytest.mark.asterisk

AT_ONCE = 20
NUMBERS = corpus("hostile_numbers.txt")
NAMES = [line.encode("ascii").decode("unicode_escape") for line in corpus("hostile_names.txt")]


@pytest.fixture
async def centre(house: House) -> AsyncIterator[Centre]:
    """A centre that is up. The judge of honest calls is not asked: these callers are not who they say."""
    async with AsyncExitStack() as stack:
        await house.start()
        yield (it := Centre(house, stack, house.site))
        for caller in it.callers:
            await caller.stop()
        await nothing_up(it)


@pytest.fixture
async def canary(centre: Centre) -> AsyncIterator[Canary]:
    async with Canary(centre.house) as canary:
        yield canary


async def place(calls: Iterable[Caller | Dialling]) -> list[int]:
    """Place the calls, some at once; return the final code of each, 0 for one that is no SIP to Asterisk."""
    some = asyncio.Semaphore(AT_ONCE)

    async def one(call: Caller | Dialling) -> int:
        async with some:
            await call.start()
            with suppress(Mistaken):
                await call.wait(90)
            return call.story.final_code if call.story is not None else 0

    return list(await asyncio.gather(*(one(call) for call in calls)))


def trunk(centre: Centre, dialled: str, shown: str = "+12025550123", *, name: str = "") -> Caller:
    leaves = (hang_up(after=0.2),)
    return Caller(centre.house.outside, dialled, shown, name=name, steps=leaves)


async def unharmed(centre: Centre, canary: Canary, outside: CalledParty) -> None:
    """Say that nobody was rung, that nothing broke, and that the centre still takes calls."""
    await nothing_up(centre)
    assert canary.rang == []
    assert outside.stories == []
    health = await centre.house.health()
    assert health is not None
    assert health["status"] == "ok"
    words = centre.house.log.read_text()
    assert "Traceback" not in words, words[-2000:]
    assert "ERROR" not in words, words[-2000:]


def world(centre: Centre) -> CalledParty:
    return CalledParty(centre.house.outside, centre.house.switch.plan.trunk_port, manner=ANSWERING)


async def test_a_canary_that_is_called_is_heard(centre: Centre, canary: Canary) -> None:
    """The judge itself: a dialplan that hands on what was dialled rings the canary."""
    await centre.phone("1002")
    file = centre.house.switch.run / "etc/dialplan/50-phones.conf"
    file.write_text("[ctid-phones]\nexten => _X!,1,Dial(PJSIP/${EXTEN})\n")
    await centre.house.switch.cli("dialplan reload")
    phone = desk(centre, "1002", "500%26PJSIP%2F1900%40canary")
    await phone.start(hang_up(after=1.0))
    await phone.wait()
    assert len(canary.rang) == 1


async def all_told(watch: Page, by: str, refused: int) -> None:
    """Wait until every refusal of the dialplan's own (484) is told, with what was dialled."""
    async with asyncio.timeout(20):
        while (
            len([e for e in watch.told("call.refused") if e["reason"]["code"] == "bad_dial_string"]) < refused
        ):
            await asyncio.sleep(0.05)
    told = [e for e in watch.told("call.refused") if e["reason"]["code"] == "bad_dial_string"]
    assert len(told) == refused
    assert {event["facts"]["by"] for event in told} == {by}


async def test_nothing_that_the_trunk_dials_rings_anybody(centre: Centre, canary: Canary) -> None:
    watch = await centre.watch()
    async with world(centre) as outside:
        numbers = [number.replace("CANARY", canary.address) for number in NUMBERS]
        codes = await place(trunk(centre, number) for number in numbers)
        await unharmed(centre, canary, outside)
    assert codes.count(484) > len(NUMBERS) // 2
    await all_told(watch, "trunk", codes.count(484))


async def test_nothing_that_a_phone_dials_rings_anybody(centre: Centre, canary: Canary) -> None:
    watch = await centre.watch()
    page = await centre.agent("1002")
    async with world(centre) as outside:
        numbers = [number.replace("CANARY", canary.address) for number in NUMBERS]
        codes = await place(desk(centre, "1002", number) for number in numbers)
        await unharmed(centre, canary, outside)
        assert await page.state() == "ready"
    await all_told(watch, "1002", codes.count(484))


@pytest.mark.parametrize("into", ["dialled", "shown"])
async def test_a_stranger_cannot_end_the_call_of_another_by_a_forged_event(centre: Centre, into: str) -> None:
    """A URI may carry %0D%0A, and Asterisk writes it into its events as it is."""
    watch = await centre.watch()
    waiting = await centre.call()  # nobody is signed on: they are told so, and asked for a message
    arrived = await watch.hears("call.arrived", within=30)
    unique = arrived["interaction"].partition(":")[2]
    forged = f"%0D%0A%0D%0AEvent%3A%20Hangup%0D%0AUniqueid%3A%20{unique}%0D%0ACause%3A%2016%0D%0A%0D%0A"
    shown = "1" + forged if into == "shown" else "+12025550123"
    stranger = Caller(centre.house.outside, "500" + forged if into == "dialled" else "4001", shown)
    await stranger.start()
    if into == "dialled":
        await watch.hears("call.refused", within=20, by="trunk")
    else:
        theirs = await watch.until(
            lambda line: line.get("type") == "call.arrived" and line["interaction"] != arrived["interaction"]
        )
        assert theirs["facts"]["ani"] == ""
        await stranger.stop()
        await watch.hears("call.cleared", within=20, interaction=theirs["interaction"])
    await stranger.stop()
    ended = {event["interaction"] for event in watch.told("call.cleared")}
    assert arrived["interaction"] not in ended
    await waiting.stop()


async def test_no_name_and_no_number_that_a_caller_shows_does_anything(
    centre: Centre, canary: Canary
) -> None:
    async with world(centre) as outside:
        named = [trunk(centre, "4001", name=name) for name in NAMES]
        numbered = [trunk(centre, "4001", number) for number in NUMBERS]
        codes = await place([*named, *numbered])
        await unharmed(centre, canary, outside)
    assert codes.count(200) >= len(NAMES)


async def test_no_number_in_a_request_rings_anybody(centre: Centre, canary: Canary) -> None:
    page = await centre.agent("1002")
    async with world(centre) as outside:
        for number in [*NUMBERS, *NAMES]:
            with pytest.raises(RefusedError):
                await page.send("POST", "/api/v1/me/calls", number=number)
        await unharmed(centre, canary, outside)


async def test_a_name_that_ends_in_control_characters_hides_no_call(centre: Centre) -> None:
    """They stand before the end of the line: what is left out as forged must not be left out for them."""
    watch = await centre.watch()
    caller = await centre.call(name="Li\u2028\u0085\u0085")
    arrived = await watch.hears("call.arrived", within=30)
    await caller.stop()
    await watch.hears("call.cleared", within=10, interaction=arrived["interaction"])
