"""The parties on a real switch: keys arrive, phones register, ring, answer, refuse; nothing stays behind."""

import asyncio
import tempfile
import wave
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from ctid.lab.parties import BUSY, SILENT, AgentPhone, Caller, Manner
from ctid.lab.plan import Phone, Plan, Sources
from ctid.lab.sipp import Outside
from ctid.lab.steps import hang_up, may_play_tones, press, wait
from ctid.lab.switch import Switch
from ctid.lab.tree import Toolbox, find_or_fetch
from ctid.model.languages import Language
from ctid.prompts.espeak import phonemes
from ctid.prompts.render import render_prompts
from ctid.prompts.sound import dbfs, from_little_endian, peak, rms
from ctid.prompts.texts import read_texts

pytestmark = pytest.mark.asterisk

NAME = '李 [call_id] "O’Neil\\ <&> ]]> {{steps}}'
DIALPLAN = """\
[ctid-in]
exten => 4001,1,Answer()
 same => n,Read(KEYS,,5,,1,5)
 same => n,Set(DB(heard/keys)=${KEYS})
 same => n,Set(DB(heard/ani)=${CALLERID(num)})
 same => n,Set(DB(heard/name)=${CALLERID(name)})
 same => n,Wait(20)
exten => 4002,1,Dial(PJSIP/1001,3)
 same => n,Hangup(${HANGUPCAUSE})
"""


@pytest.fixture(scope="module")
def tools() -> Toolbox:
    return find_or_fetch(print)


@pytest.fixture
def run() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="ctid-") as folder:
        Path(folder).chmod(0o711)  # Asterisk's user passes through
        yield Path(folder, "run")


@pytest.fixture
async def switch(tools: Toolbox, tmp_path: Path, run: Path) -> AsyncIterator[Switch]:
    for name in ("dialplan", "scripts"):
        (tmp_path / name).mkdir()
    (tmp_path / "dialplan/drill.conf").write_text(DIALPLAN)
    sources = Sources(dialplan=tmp_path / "dialplan", agi_scripts=tmp_path / "scripts")
    plan = Plan(phones=(Phone(name="1001"),), agi_port=1, sources=sources)
    async with Switch(tools, plan, run) as switch:
        yield switch


@pytest.fixture
def outside(switch: Switch, tools: Toolbox, tmp_path: Path) -> Outside:
    return Outside(tools, f"127.0.0.1:{switch.plan.ports.sip}", tmp_path)


def phone(switch: Switch, outside: Outside, manner: Manner) -> AgentPhone:
    return AgentPhone(outside, "1001", switch.plan.phone("1001").secret, ip="127.0.0.3", manner=manner)


@pytest.mark.parametrize("tones", [True, False], ids=["RFC 4733", "INFO"])
async def test_the_switch_hears_the_keys_and_sees_who_calls(
    switch: Switch, outside: Outside, tones: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if tones and not may_play_tones():
        pytest.skip("needs CAP_NET_RAW")
    monkeypatch.setattr("ctid.lab.parties.may_play_tones", lambda: tones)
    steps = (press("1", after=0.5), wait(0.3), press("2*#", after=0.2), hang_up(after=1))
    caller = Caller(outside, "4001", "+8613800138000", name=NAME, steps=steps)
    await caller.start()
    story = await caller.wait(20)
    assert (story.ended_by, story.final_code) == ("caller", 200)
    heard = await switch.cli("database show heard")
    assert ": 12*" in heard.replace("  ", "")
    assert "+8613800138000" in heard
    assert "李 [call_id]" in heard


async def test_a_phone_registers_answers_and_hangs_up(switch: Switch, outside: Outside) -> None:
    async with phone(switch, outside, Manner(answer_after=0.5, talk=1.0)) as agent:
        caller = Caller(outside, "4002", "5551")
        await caller.start()
        told = await caller.wait(20)
        (story,) = agent.stories
        assert story.answered_at and story.ended_at and story.rang_at and told.answered_at and told.ended_at
        assert 0.4 < (story.answered_at - story.rang_at).total_seconds() < 1.0
        assert 0.9 < (story.ended_at - story.answered_at).total_seconds() < 1.5
        assert (story.ani, story.ended_by, told.ended_by) == ("5551", "phone", "switch")
        assert abs((told.ended_at - story.ended_at).total_seconds()) < 0.5
        assert "1001" in await switch.cli("pjsip show contacts")
    assert "1001/" not in await switch.cli("pjsip show contacts")


async def test_a_silent_phone_rings_until_it_is_cancelled(switch: Switch, outside: Outside) -> None:
    async with phone(switch, outside, SILENT) as agent:
        caller = Caller(outside, "4002", "5551")
        await caller.start()
        told = await caller.wait(20)
        (story,) = agent.stories
        assert (story.answered_at, story.ended_by, story.final_code) == (None, "switch", 487)
        assert told.answered_at is None


async def test_a_busy_phone_refuses_call_after_call(switch: Switch, outside: Outside) -> None:
    async with phone(switch, outside, BUSY) as agent:
        for _ in range(2):
            caller = Caller(outside, "4002", "5551")
            await caller.start()
            assert (await caller.wait(20)).final_code == 486
        assert [(story.ended_by, story.final_code) for story in agent.stories] == [("phone", 486)] * 2


async def test_a_caller_who_is_stopped_hangs_up(switch: Switch, outside: Outside) -> None:
    caller = Caller(outside, "4001", "5551")
    await caller.start()
    await asyncio.sleep(1)
    await caller.stop()
    assert caller.story and caller.story.ended_by == "caller"
    assert "0 active channels" in await switch.cli("core show channels count")


def test_the_shipped_prompts_are_spoken_well(tools: Toolbox, tmp_path: Path) -> None:
    texts = read_texts(Path(__file__).parents[2] / "ivr/prompts")
    folder = render_prompts(tools, texts, tmp_path)
    for language, said in texts.items():
        for key, text in said.items():
            with wave.open(str(folder / language / f"{key}.wav")) as sound:
                assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
                samples = from_little_endian(sound.readframes(sound.getnframes()))
            units = len(text) if language is Language.ZH else len(text.split())
            assert 0.12 < len(samples) / 8000 / units < 0.8, key
            assert -23 < dbfs(rms(samples)) < -18, key  # below −19 where the peaks allow no more
            assert dbfs(peak(samples)) < -0.9, key


def test_chinese_is_pronounced_as_chinese(tools: Toolbox) -> None:
    for text in read_texts(Path(__file__).parents[2] / "ivr/prompts")[Language.ZH].values():
        assert "(en)" not in phonemes(tools, Language.ZH, text), text
