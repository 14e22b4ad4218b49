"""Words on a real Asterisk: said to a menu, beside keys, and with the daemon killed while it listens."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from pathlib import Path

import psutil
import pytest

from ctid.asterisk.utterances import Utterances
from ctid.ivr.speech import DIGITS, YES_NO
from ctid.lab.commands import run
from ctid.lab.steps import press, wait
from ctid.lab.tree import Toolbox
from ctid.lab.voice import SILENCE, Voice
from ctid.speech.recognising import RECOGNISERS, Recogniser
from live_centre import Centre, nothing_up, the_judge_agrees
from quick_house import QuickHouse

pytestmark = pytest.mark.asterisk

FLOWS = Path(__file__).parents[1] / "stage/flows_spoken"
LISTENS = "AudioSocket"
RAW = ("-t", "raw", "-r", "8000", "-c", "1", "-e", "u-law")


def speak(tools: Toolbox, folder: Path, word: str, voice: str = "en-us+m3", pause: str = "1.5") -> Path:
    """A file of µ-law in which a voice says a word, after and before a pause."""
    wide, file = folder / f"{word}.wav", folder / f"{word}.ulaw"
    run(tools.argv("espeak-ng", "-v", voice, "-s", "130", "-w", str(wide), word), mend="install espeak-ng")
    run(tools.argv("sox", str(wide), *RAW, str(file), "pad", pause, "2"), mend="install sox")
    return file


@pytest.fixture
async def spoken(house: QuickHouse) -> AsyncIterator[Centre]:
    """A centre whose number is answered by a menu that may be spoken to."""
    async with AsyncExitStack() as stack:
        await house.seed()
        await house.switch.start()
        await house.start_daemon(site__flows=str(FLOWS))
        yield (it := Centre(house, stack, house.site))
        await the_judge_agrees(it)


async def listens(centre: Centre) -> None:
    """Wait until the caller is listened to."""
    async with asyncio.timeout(30):
        while LISTENS not in await centre.house.switch.cli("core show channels concise"):
            await asyncio.sleep(0.1)


async def test_the_word_two_is_the_key_2_of_the_menu(spoken: Centre, tools: Toolbox, folder: Path) -> None:
    watch = await spoken.watch()
    caller = await spoken.call(wait(120), voice=Voice(speech=speak(tools, folder, "two")))
    said = await watch.hears("ivr.stepped", what="said", within=60)
    pressed = await watch.hears("ivr.stepped", what="pressed")
    assert (said["facts"]["value"], pressed["facts"]["value"]) == ("two", "2")
    assert (await caller.wait(30)).ended_by == "switch"
    assert "speech: pocketsphinx hears" in spoken.house.log.read_text()


async def test_keys_are_pressed_beside_speech_and_cut_the_prompt_short(spoken: Centre) -> None:
    watch = await spoken.watch()
    caller = await spoken.call(press("2", after=1.0), voice=SILENCE)
    pressed = await watch.hears("ivr.stepped", what="pressed", within=30)
    assert pressed["facts"]["value"] == "2"
    assert not [line for line in watch.told("ivr.stepped") if line["facts"]["what"] == "said"]
    assert (await caller.wait(30)).ended_by == "switch"


async def test_a_daemon_killed_while_it_listens_leaves_its_caller_to_the_dialplan_and_no_process(
    spoken: Centre,
) -> None:
    caller = await spoken.call(wait(120))
    await listens(spoken)
    daemon = spoken.house.daemon_pid
    assert daemon is not None
    recognisers = await asyncio.to_thread(lambda: psutil.Process(daemon).children(recursive=True))
    assert recognisers
    spoken.house.kill_daemon()
    async with asyncio.timeout(10):
        while LISTENS in (up := await spoken.house.switch.cli("core show channels concise")):
            await asyncio.sleep(0.1)
    assert "PJSIP/trunk" in up, "the caller was lost"
    async with asyncio.timeout(20):
        while any(process.is_running() for process in recognisers):
            await asyncio.sleep(0.1)
    await caller.stop()
    await nothing_up(spoken)
    await spoken.house.start_daemon(site__flows=str(FLOWS))


@pytest.fixture(scope="module")
def recogniser() -> Recogniser:
    return RECOGNISERS["pocketsphinx"].make()


def test_of_recordings_most_are_heard_right_and_hardly_one_wrong(
    recogniser: Recogniser, tools: Toolbox, folder: Path
) -> None:
    accepted = {word: accept(word, recogniser, tools, folder) for word in (*DIGITS.keys, *YES_NO.keys)}
    right = [word for word, heard in accepted.items() if heard == word]
    wrong = {word: heard for word, heard in accepted.items() if heard not in (word, "")}
    assert len(right) >= 7, accepted
    assert len(wrong) <= 1, accepted


def accept(word: str, recogniser: Recogniser, tools: Toolbox, folder: Path) -> str:
    """Have a word said and return the one that is accepted, "" if none is."""
    raw, linear = speak(tools, folder, word), folder / "linear.raw"
    shape = ("-t", "raw", "-e", "signed", "-b", "16", "-L", str(linear))
    run(tools.argv("sox", *RAW, str(raw), *shape), mend="install sox")
    [utterance] = Utterances().feed(linear.read_bytes())
    words = YES_NO if word in YES_NO.keys else DIGITS
    heard = recogniser.hear(utterance, words.keys)
    return heard.word if heard.sure else ""


def test_nothing_and_noise_are_no_words(recogniser: Recogniser) -> None:
    assert not recogniser.hear(b"", DIGITS.keys).sure
    assert not recogniser.hear(bytes(16_000), DIGITS.keys).sure
