"""What docs/tutorial/change-a-menu.md promises: a menu is changed while a caller stands in it."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from ctid.lab.house import PROJECT, House
from ctid.lab.parties import Manner
from ctid.lab.steps import press
from live_centre import KNOWN, UNKNOWN, Centre

pytestmark = pytest.mark.asterisk

LINE, OTHER_LINE = '"0": {goto: to_support}', '"0": {goto: to_billing}'
OLD_SENTENCE = re.compile(r"main-menu: >-\n( .*\n)+")
SENTENCE = "main-menu: Tell us what it is about. Whatever you choose, somebody will be with you.\n"
A_FIFTH = 3200  # bytes of a fifth of a second: 8 kHz, 16 bit


@pytest.fixture
def files(house: House) -> Path:
    """Give the house files of its own."""
    files = house.folder / "files"
    for folder in ("config", "ivr"):
        shutil.copytree(PROJECT / folder, files / folder)
    house.files = files
    return files


def slices(file: Path) -> list[bytes]:
    """Cut a sound into pieces as they are played; quiet ones could be of any sound."""
    sound = file.read_bytes()[44:]
    pieces = [sound[at : at + A_FIFTH] for at in range(0, len(sound) - A_FIFTH, A_FIFTH)]
    return [piece for piece in pieces if max(piece[1::2]) > 0 and len(set(piece)) > 100]


async def test_who_is_in_a_menu_notices_nothing_and_the_next_caller_hears_the_new_one(
    files: Path, centre: Centre, prompts: Path
) -> None:
    watch = await centre.watch()
    agent = await centre.agent("1002")
    await agent.not_ready("break")
    house, sound = centre.house, centre.house.switch.run / "data/sounds/en/ctid/main-menu.wav"
    flow, texts = files / "ivr/main.yaml", files / "ivr/prompts/main.en.yaml"

    first = await centre.call(press("2", after=1.0), press("0", after=30.0), ani=UNKNOWN)
    await watch.hears("ivr.stepped", node="welcome", within=30)
    flow.write_text(flow.read_text("utf-8").replace(LINE, OTHER_LINE, 1), "utf-8")
    written, changed = OLD_SENTENCE.subn(SENTENCE, texts.read_text("utf-8"))
    assert changed == 1
    texts.write_text(written, "utf-8")
    assert "all right" in await house.command("check")
    assert "billing" in await house.command("ivr", "sim", "main", "--keys", "2 0")
    applied = await house.command("centre", "apply")
    assert "1 sounds changed" in applied
    assert "main_menu" in applied
    assert not watch.told("ivr.left")

    left = await watch.hears("ivr.left", within=60)
    assert "to_support" in left["facts"]["path"]
    queued = await watch.hears("call.queued", within=20)
    assert queued["facts"]["queue"] == "support"
    await first.stop()
    await watch.hears("call.cleared", within=20)

    heard = house.switch.run / "spool/heard.sln"  # where Asterisk may write
    second = await centre.call(press("2", after=2.0), press("0", after=8.0), ani=KNOWN)
    arrived = await watch.hears("call.arrived", within=20, ani=KNOWN)
    await listen(house, heard)
    queued = await watch.hears("call.queued", within=60, interaction=arrived["interaction"])
    await second.stop()
    await watch.hears("call.cleared", within=20, interaction=arrived["interaction"])
    assert queued["facts"]["queue"] == "billing"
    assert shared(slices(sound), heard) > 3
    assert shared(slices(prompts / "en/main-menu.wav"), heard) == 0


@pytest.fixture
async def unjudged(house: House) -> AsyncIterator[Centre]:
    """A centre without the judge, who knows callers from outside only."""
    await house.start()
    async with AsyncExitStack() as stack:
        yield Centre(house, stack, house.site)


async def test_an_engineer_hears_the_menu_on_their_own_phone(unjudged: Centre) -> None:
    watch = await unjudged.watch()
    phone = await unjudged.phone("1003", Manner(answer_after=0.5, talk=4.0))
    settings = str(unjudged.house.write_settings())
    assert "4001" in await unjudged.house.command("ivr", "listen", "1003", "--config", settings)
    arrived = await watch.hears("call.arrived", within=30, dnis="4001")
    cleared = await watch.hears("call.cleared", within=30, interaction=arrived["interaction"])
    assert cleared["facts"]["outcome"] == "abandoned_in_ivr"
    assert len(phone.stories) == 1


async def listen(house: House, heard: Path) -> None:
    """Have Asterisk itself write down what the caller hears."""
    lines = (await house.switch.cli("core show channels concise")).splitlines()
    [channel] = [line.partition("!")[0] for line in lines if "!ctid-in!" in line]
    both = heard.with_suffix(".both.sln")
    await house.switch.cli(f"mixmonitor start {channel} {both},t({heard})")


def shared(pieces: list[bytes], heard: Path) -> int:
    """Count the pieces of a sound that were heard, to the bit."""
    recorded = heard.read_bytes()
    return sum(piece in recorded for piece in pieces)
