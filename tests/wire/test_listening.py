"""An entry that may be spoken or keyed, on a stream: who wins, what is cut short, and how it always ends."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from ctid.asterisk.audio_door import AudioDoor
from ctid.asterisk.audio_frames import ID, KEY, QUIET, SOUND, Frame, Frames
from ctid.asterisk.hearing import Hearing
from ctid.asterisk.ivr_telephone import Telephone
from ctid.asterisk.listening import Listening, Question
from ctid.ivr import steps
from ctid.ivr.speech import DIGITS, NOTHING, Heard, Vocabulary
from ctid.model.languages import Language
from telephone_sound import noise, tone

SOON = timedelta(milliseconds=300)
WORD = noise(0.2) + tone(0.4) + noise(0.7)
TWO = Heard("two", 0.9, sure=True)


class Ears:
    """Hears what it is told to, after `takes` seconds."""

    words = {Language.EN: tuple(DIGITS.keys)}

    def __init__(self, *heard: Heard, takes: float = 0.0) -> None:
        self._heard, self.takes, self.asked = list(heard), takes, 0

    def prepare(self) -> None:
        pass

    async def hear(self, utterance, words):
        self.asked += 1
        await asyncio.sleep(self.takes)
        return self._heard.pop(0) if self._heard else NOTHING


class Caller:
    """Asterisk's end of a stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer, self._frames = reader, writer, Frames()

    def send(self, *frames: Frame) -> None:
        self._writer.write(b"".join(map(bytes, frames)))

    def say(self, sound: bytes = WORD) -> None:
        self.send(*(Frame(SOUND, sound[at : at + 320]) for at in range(0, len(sound), 320)))

    def press(self, keys: str) -> None:
        self.send(*(Frame(KEY, key.encode()) for key in keys))

    async def hears(self, count: int) -> list[bytes]:
        heard: list[bytes] = []
        while len(heard) < count:
            data = await self._reader.read(4096)
            assert data, "the stream ended"
            heard += [frame.payload for frame in self._frames.feed(data) if frame.kind == SOUND]
        return heard

    def leave(self) -> None:
        self._writer.close()


@pytest.fixture
async def door() -> AsyncIterator[AudioDoor]:
    it = AudioDoor("127.0.0.1")
    await it.open()
    yield it
    it.close()


async def connect(door: AudioDoor, id: bytes) -> Caller:
    host, port = door.address.split(":")
    caller = Caller(*await asyncio.open_connection(host, int(port)))
    caller.send(Frame(ID, id))
    return caller


def ask(**given):
    how = {
        "max_digits": 1,
        "terminator": "#",
        "barge_in": True,
        "secret": False,
        "into": "",
        "speech": DIGITS,
    }
    return steps.Ask((), SOON, SOON, **{**how, **given})


class Entry:
    """A caller before an entry that has begun."""

    def __init__(self, caller: Caller, answering: "asyncio.Task[object]", line) -> None:
        self.caller, self.answering, self.line = caller, answering, line

    async def answer(self):
        try:
            async with asyncio.timeout(10):
                return await self.answering
        finally:
            self.caller.leave()
            self.line.close()


async def begin(door, ears, prompt=b"", words=DIGITS, **given) -> Entry:
    id, coming = door.expect()
    caller = await connect(door, id.bytes)
    line = await coming
    question = Question(ask(**given), words, prompt)
    return Entry(caller, asyncio.create_task(Listening(line, ears, question).answer()), line)


async def test_a_word_that_is_sure_is_its_key(door):
    entry = await begin(door, Ears(TWO))
    entry.caller.say()
    assert await entry.answer() == steps.Keys("2", "two")


async def test_a_word_that_is_not_sure_is_unclear(door):
    entry = await begin(door, Ears(Heard("six", 0.4, sure=False)))
    entry.caller.say()
    assert await entry.answer() == steps.Unclear("six")


async def test_a_key_wins_over_what_is_being_recognised(door):
    ears = Ears(TWO, takes=0.1)
    entry = await begin(door, ears, max_digits=3, into="number")
    entry.caller.say()
    while not ears.asked:
        await asyncio.sleep(0.01)
    entry.caller.press("7")
    assert await entry.answer() == steps.Keys("7")


async def test_after_a_key_nobody_listens(door):
    ears = Ears(TWO)
    entry = await begin(door, ears, max_digits=4, into="number")
    entry.caller.press("7")
    entry.caller.say()
    entry.caller.press("8#")
    assert await entry.answer() == steps.Keys("78")
    assert not ears.asked


async def test_digits_are_said_one_by_one(door):
    ears = Ears(TWO, Heard("oh", 0.8, sure=True))
    entry = await begin(door, ears, max_digits=2, into="number")
    entry.caller.say()
    while ears.asked < 1:
        await asyncio.sleep(0.01)
    entry.caller.say()
    assert await entry.answer() == steps.Keys("20", "two oh")


async def test_a_choice_of_several_keys_is_whole_with_one_word(door):
    words = Vocabulary({"two": "12"})
    entry = await begin(door, Ears(TWO), words=words, max_digits=4)
    entry.caller.say()
    assert await entry.answer() == steps.Keys("12", "two")


async def test_who_says_and_presses_nothing_is_told_so_after_the_prompt(door):
    entry = await begin(door, Ears(), prompt=tone(0.2))
    heard = await entry.caller.hears(12)
    assert b"".join(heard[:10]) == tone(0.2)
    assert heard[10] == QUIET
    assert await entry.answer() == steps.NoKeys()


@pytest.mark.parametrize("interrupts", [Caller.say, lambda caller: caller.press("2")], ids=["word", "key"])
async def test_the_prompt_is_cut_short_by_who_speaks_or_presses(door, interrupts):
    entry = await begin(door, Ears(TWO, takes=0.3), prompt=tone(60), max_digits=2, into="number")
    await entry.caller.hears(3)
    interrupts(entry.caller)
    async with asyncio.timeout(5):
        while (await entry.caller.hears(1))[-1] != QUIET:
            pass
    assert (await entry.answer()).digits == "2"


async def test_without_barge_in_what_is_said_over_the_prompt_is_lost(door):
    ears = Ears(TWO)
    entry = await begin(door, ears, prompt=tone(0.4), barge_in=False)
    entry.caller.say(tone(0.3))
    entry.caller.press("5")
    assert await entry.answer() == steps.NoKeys()
    assert not ears.asked


async def test_a_stream_that_ends_is_no_answer(door):
    entry = await begin(door, Ears())
    entry.caller.leave()
    assert await entry.answer() is None


async def test_a_stream_that_nobody_asked_for_is_shown_out(door):
    caller = await connect(door, bytes(16))
    with pytest.raises((AssertionError, ConnectionError)):
        await caller.hears(1)
    caller.leave()


async def test_an_id_opens_the_door_once(door):
    id, coming = door.expect()
    first = await connect(door, id.bytes)
    line = await coming
    second = await connect(door, id.bytes)
    with pytest.raises((AssertionError, ConnectionError)):
        await second.hears(1)
    for caller in (first, second):
        caller.leave()
    line.close()


class Line:
    """An `AgiCall` whose Asterisk has no such application: it comes back without a stream."""

    header = {"agi_uniqueid": "1763781000.12", "agi_channel": "PJSIP/trunk-1"}

    def __init__(self) -> None:
        self.watched: list[float] = []

    async def watch(self, seconds):
        self.watched.append(seconds)

    async def execute(self, application, arguments, seconds):
        assert application == "AudioSocket"
        assert self.watched[-1] > seconds

    async def listen(self, seconds):
        return "3"


async def test_a_call_without_a_stream_is_asked_for_keys(door, tmp_path):
    telephone = Telephone(Line(), None, Hearing(Ears(), door, tmp_path))
    assert await telephone.take_keys(ask()) == steps.Keys("3")


async def test_words_that_the_recogniser_does_not_know_are_not_offered(door):
    hearing = Hearing(Ears(), door, None)
    assert hearing.words_for(ask(speech=Vocabulary({"orders": "1"}))) is None
    assert hearing.words_for(ask(speech=Vocabulary({"orders": "1", "two": "2"}))).keys == {"two": "2"}
    assert hearing.words_for(ask(speech=None)) is None
