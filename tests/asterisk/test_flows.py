"""Flows on a real Asterisk: what is keyed, asked outside, recorded and answered, and what nobody may see."""

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web

from ctid.ivr.saying import keys_of
from ctid.ivr.steps import Form, Said
from ctid.lab.house import House
from ctid.lab.parties import CalledParty, Manner
from ctid.lab.speech import speech
from ctid.lab.steps import press
from ctid.lab.tree import Toolbox, cache_directory
from ctid.lab.voice import Voice
from ctid.model.languages import Language
from ctid.webhooks.signature import Seen, verify
from live_centre import UNKNOWN, Centre, the_judge_agrees

pytestmark = pytest.mark.asterisk

FLOWS = Path(__file__).parents[1] / "stage/flows"
RECORDED = 3.0  # seconds, as the flow says
KEY = "whsec_MDEyMzQ1Njc4OWFiY2RlZmdoaWprbG1u"


@dataclass
class Server:
    """The site's server that flows ask: believes what is signed, takes its time, answers."""

    takes: float = 0.0
    asked: list[dict[str, Any]] = field(default_factory=list)
    url: str = ""

    async def answer(self, request: web.Request) -> web.Response:
        body = await request.read()
        verify(request.headers, body, [KEY], datetime.now(UTC), Seen())
        self.asked.append(json.loads(body))
        await asyncio.sleep(self.takes)
        return web.json_response({"outcome": "vip", "values": {"score": 7, "until": "2030-01-15"}})


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    it = Server()
    app = web.Application()
    app.router.add_post("/ivr", it.answer)
    runner = web.AppRunner(app)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    it.url = f"http://127.0.0.1:{runner.addresses[0][1]}/ivr"
    yield it
    await runner.cleanup()


@pytest.fixture
async def asking(house: House, server: Server) -> AsyncIterator[Centre]:
    """A centre whose number is answered by the flow of this test."""
    flows = house.folder / "flows"
    shutil.copytree(FLOWS, flows)
    shutil.copytree(house.files / "ivr/actions", flows / "actions")
    main = flows / "main.yaml"
    main.write_text(main.read_text().replace("WEBHOOK", server.url))
    async with AsyncExitStack() as stack:
        await house.switch.start()
        await house.start_daemon(
            site__flows=str(flows), webhooks__flows_secret=KEY, webhooks__allow_hosts="127.0.0.1"
        )
        yield (it := Centre(house, stack, house.site))
        await the_judge_agrees(it)


@pytest.fixture
def lasts(prompts: Path) -> Callable[..., float]:
    """How long some prompts take, in seconds; one that was not spoken takes no time."""

    def seconds(*keys: str) -> float:
        files = [prompts / "en" / f"{key}.wav" for key in keys]
        return sum((file.stat().st_size - 44) / 16_000 for file in files if file.exists())

    return seconds


@pytest.fixture(scope="session")
def voice(tools: Toolbox) -> Voice:
    return Voice(speech=speech(tools, cache_directory() / "prompts")[Language.EN])


async def test_a_call_goes_through_what_is_asked_recorded_and_answered(
    asking: Centre, server: Server, voice: Voice, lasts: Callable[..., float]
) -> None:
    watch = await asking.watch()
    due, score = Said(Form.DATE, date(2030, 1, 15), Language.EN), Said(Form.NUMBER, 8, Language.EN)
    pin = press("4711", after=lasts("order-due", *keys_of(due), *keys_of(score)) + 1.5)
    spoken = RECORDED + lasts("tell-us") + RECORDED  # recorded, then played
    keys = (press("5"), press("1001#"), pin, press("1", after=spoken + 2.0), press("4", after=1.5))
    caller = await asking.call(*keys, ani=UNKNOWN, voice=voice)
    await watch.hears("interaction.logged", within=90)
    await caller.wait(10)

    told = [(e["facts"]["node"], e["facts"]["what"], e["facts"]["value"]) for e in watch.told("ivr.stepped")]
    assert ("state", "answered", "found") in told
    assert ("whose", "answered", "vip") in told
    assert ("proof/pin", "entered", "••••") in told
    assert ("prove", "returned", "right") in told
    assert ("keep", "answered", "Held") in told
    [asked] = server.asked
    assert (asked["values"], asked["node"]) == ({"order": "1001", "items": 2}, "whose")
    [logged] = await asking.log()
    assert logged["collected"]["order_no"] == "1001"
    assert (logged["collected"]["solved"], logged["collected"]["rating"]) == ("1", "4")
    [sound] = (asking.house.switch.run / "spool/ctid-recorded").glob("*.wav")
    assert sound.stem == logged["collected"]["comment"]
    assert sound.stat().st_size > 16_000
    assert "4711" not in asking.house.log.read_text()
    assert b"4711" not in asking.house.database.read_bytes()


@asynccontextmanager
async def somebody_outside(centre: Centre, manner: Manner) -> AsyncIterator[CalledParty]:
    port = centre.house.switch.plan.trunk_port
    async with CalledParty(centre.house.outside, port, manner=manner) as party:
        yield party


async def test_a_caller_comes_back_into_the_flow_after_a_call_that_it_made(asking: Centre) -> None:
    watch = await asking.watch()
    async with somebody_outside(asking, Manner(talk=1.5)) as party:
        caller = await asking.call(press("6"), ani=UNKNOWN)
        told = await watch.hears("ivr.stepped", node="call", what="answered", within=30)
        assert told["facts"]["value"] == "answered"
        await watch.hears("ivr.stepped", node="opinion", what="no_input", within=40)
        assert any(story.answered_at for story in party.stories)
        await caller.stop()
        await watch.hears("interaction.logged", within=20)


async def test_a_caller_who_is_handed_on_talks_there_without_a_session(asking: Centre) -> None:
    watch = await asking.watch()
    async with somebody_outside(asking, Manner(talk=60.0)) as party:
        caller = await asking.call(press("7"), ani=UNKNOWN)
        async with asyncio.timeout(30):
            while not any(story.answered_at for story in party.stories):
                await asyncio.sleep(0.1)
        await caller.stop()
        await watch.hears("interaction.logged", within=20)
    [row] = await asking.log()
    assert row["outcome"] == "forwarded"
