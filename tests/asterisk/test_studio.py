"""Prompts read out at a telephone: recorded by the dialplan, heard again, kept with key 1."""

from array import array
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from ctid.config.sections import Switch as SwitchSettings
from ctid.config.settings import Settings
from ctid.lab.parties import AgentPhone, Caller, Manner
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.sipp import Outside
from ctid.lab.steps import hang_up, press
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox
from ctid.lab.voice import Voice
from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.prompts.shelf import Shelf
from ctid.prompts.sound import to_ulaw
from ctid.runtime.prompt_studio import read_out

pytestmark = pytest.mark.asterisk
DIALPLAN = "[ctid-in]\nexten => 4001,1,Answer()\n same => n,Goto(ctid-studio,en-main-menu,1)\n"


@pytest.fixture
async def switch(tools: Toolbox, folder: Path, tmp_path: Path, prompts: Path) -> AsyncIterator[Switch]:
    dialplan = tmp_path / "dialplan"
    dialplan.mkdir()
    (dialplan / "drill.conf").write_text(DIALPLAN)
    studio = Path(__file__).parents[2] / "dialplan/58-studio.conf"
    (dialplan / studio.name).write_text(studio.read_text("utf-8"))
    sources = Sources(dialplan=dialplan, prompts=prompts)
    plan = Plan(phones=(Phone(name="1001"),), agi_port=1, sources=sources)
    async with Switch(tools, plan, folder / "asterisk") as switch:
        yield switch


@pytest.fixture
def outside(switch: Switch, tools: Toolbox, tmp_path: Path) -> Outside:
    return Outside(tools, f"127.0.0.1:{switch.plan.ports.sip}", tmp_path)


def settings(switch: Switch) -> Settings:
    return Settings(switch=SwitchSettings(control=tuple(switch.console()), spool=switch.run / "spool"))


async def test_what_is_read_out_and_kept_becomes_the_prompt(
    switch: Switch, outside: Outside, tools: Toolbox, tmp_path: Path
) -> None:
    speech = tmp_path / "speech.ulaw"
    speech.write_bytes(to_ulaw(array("h", [8000, 8000, -8000, -8000] * 2000)))
    # The instruction takes some 3 s; then the reader reads, ends with #, hears it again, and keeps it.
    steps = (press("#", after=8), press("1", after=12), hang_up(after=3))
    reader = Caller(outside, "4001", "1001", steps=steps, voice=Voice(speech=speech))
    await reader.start()
    await reader.wait(60)
    assert "kept" in await switch.cli("database get ctid-studio en-main-menu")
    sound = switch.run / "spool/ctid-studio/en-main-menu.wav"
    shelf = Shelf({Language.EN: {"main-menu": "Press 1."}}, tmp_path / "recorded", None)
    kept = shelf.take(tools, Language.EN, "main-menu", sound)
    assert kept.stat().st_size > 8000


async def test_a_reader_who_leaves_keeps_nothing(switch: Switch, outside: Outside) -> None:
    secret = switch.plan.phone("1001").secret
    leaving = Manner(answer_after=0.2, talk=2.0)
    async with AgentPhone(outside, "1001", secret, ip="127.0.0.3", manner=leaving) as phone:
        with pytest.raises(Mistaken, match="R246"):
            await read_out(settings(switch), "1001", Language.EN, "main-menu")
        assert [story.ended_by for story in phone.stories] == ["phone"]


async def test_a_phone_that_nobody_answers_keeps_nothing(switch: Switch) -> None:
    with pytest.raises(Mistaken, match="R246"):
        await read_out(settings(switch), "1001", Language.EN, "main-menu")
