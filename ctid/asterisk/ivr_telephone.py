"""What a flow does with the caller on the line: says things, takes keys, records, calls a number.

Each renews the watchdog `TIMEOUT(absolute)` for as long as it may take, so that a caller whose ctid froze is
taken back by the dialplan.
"""

import asyncio
import logging
import re
from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta

from ctid.asterisk import contract
from ctid.asterisk.agi_call import KEYS, LONGEST_PROMPT, AgiCall
from ctid.asterisk.hearing import Hearing
from ctid.asterisk.listening import Answer, Question
from ctid.ivr import steps
from ctid.ivr.saying import keys_of
from ctid.ivr.steps import Form
from ctid.model.languages import Language

log = logging.getLogger(__name__)

SLACK = 5.0  # seconds that a watchdog outlasts what it watches
LONGEST_CALL = 4 * 3600.0
BEEP = 0.2  # seconds
SPOKEN_LEAST = 0.5  # seconds; what is shorter is a cough
_UNSAFE = re.compile(r"[^0-9A-Za-z.-]")
_END_BY = {"#": "", "*": "t", "": "y"}  # options of Record()
_RESULTS = {
    "ANSWER": steps.Call.ANSWERED,
    "BUSY": steps.Call.BUSY,
    "NOANSWER": steps.Call.NO_ANSWER,
}


Spoken = Callable[[str, Language], Awaitable[str]]


class Telephone:
    """One caller's line, for the time of a session; `spoken` finds a text as a recording.

    Without `hearing` only keys are taken.
    """

    def __init__(self, call: AgiCall, spoken: Spoken, hearing: Hearing | None = None) -> None:
        self._call = call
        self._spoken = spoken
        self._hearing = hearing
        self._language: Language | None = None
        self._folder = ""
        self._takes = 0
        self._clock = asyncio.get_running_loop().time
        self._ahead = ""  # a key that was pressed before it was asked for

    async def play(self, step: steps.Play) -> None:
        """Play what is said; a key that may cut it short is kept for who asks next."""
        self._ahead = await self.say(step.prompts, keys=KEYS if step.barge_in else "")

    async def say(self, sounds: Sequence[steps.Sound], *, keys: str) -> str:
        """Play the sounds in turn; a key of `keys` ends all of them and is returned.

        What has to be spoken first is begun at once, while the sounds before it play: between two sounds
        Asterisk hears no keys.
        """
        texts = [self._begin(sound) for sound in sounds]
        try:
            for sound, text in zip(sounds, texts, strict=True):
                await self.speak_in(sound.language)
                for file in await self._files(sound, text):
                    await self._call.watch(LONGEST_PROMPT + SLACK)
                    if key := await self._call.speak(file, keys=keys):
                        return key
            return ""
        finally:
            for text in texts:
                text.cancel()

    async def speak_in(self, language: Language) -> None:
        """Let Asterisk take its sounds from a language's folder."""
        if language is not self._language:
            await self._call.set("CHANNEL(language)", language)
            self._language = language

    async def take_keys(self, ask: steps.Ask) -> Answer:
        """Play the prompts and take the keys or words that follow, or that cut them short."""
        ahead, self._ahead = self._ahead, ""
        if not ahead and (answer := await self._take_words(ask)) is not None:
            return answer
        timeout, between = ask.timeout.total_seconds(), ask.digit_timeout.total_seconds()
        key = ahead or await self.say(ask.prompts, keys=KEYS if ask.barge_in else "")
        await self._call.watch(timeout + ask.max_digits * between + SLACK)
        key = key or await self._call.listen(timeout)
        digits = ""
        while key and key != ask.terminator:
            digits += key
            if len(digits) >= ask.max_digits:
                break
            key = await self._call.listen(between)
        return steps.Keys(digits) if digits else steps.NoKeys()

    async def _take_words(self, ask: steps.Ask) -> Answer | None:
        """Take words, and keys beside them; None where keys alone are to be taken."""
        words = self._hearing.words_for(ask) if self._hearing is not None else None
        if self._hearing is None or words is None:
            return None
        files = [
            (file, sound.language)
            for sound in ask.prompts
            for file in await self._files(sound, self._begin(sound))
        ]
        prompt = await self._hearing.sound_of(files)
        if prompt is None:
            return None
        return await self._hearing.take(self._call, Question(ask, words, prompt))

    async def record(self, step: steps.Record) -> steps.Recorded | steps.NothingRecorded:
        """Play the prompts, beep and record.

        Asterisk does not say how long a recording is; it says whether silence ended it. What is left of the
        time without that silence is what the caller said, to some tenths of a second.
        """
        await self.say(step.prompts, keys="")
        self._takes += 1
        name = f"{_UNSAFE.sub('_', self._call.header['agi_uniqueid'])}-{self._takes}"
        longest, silence = round(step.longest.total_seconds()), round(step.silence.total_seconds())
        how = f"{await self._recording(name)}.wav,{silence},{longest},{_END_BY[step.terminator]}"
        await self._call.watch(longest + SLACK)
        began = self._clock()
        await self._call.execute("Record", how, longest + SLACK)
        spoken = self._clock() - began - BEEP
        if await self._call.get("RECORD_STATUS") == "SILENCE":
            spoken -= silence
        if spoken < SPOKEN_LEAST:
            return steps.NothingRecorded()
        return steps.Recorded(name, timedelta(seconds=spoken))

    async def dial(self, number: str, show: str, ring: timedelta) -> steps.Dialled:
        """Call a number that may be called (E.164), and return when it has failed or they have talked.

        No watchdog runs meanwhile: a conversation is not ended because ctid is slow.
        """
        await self._call.watch(0)
        await self._call.set("CALLERID(num)", show)
        seconds = round(ring.total_seconds())
        await self._call.execute("Dial", f"PJSIP/{number}@trunk,{seconds},gm", LONGEST_CALL)
        await self._call.watch(SLACK)
        status = await self._call.get("DIALSTATUS")
        return steps.Dialled(_RESULTS.get(status, steps.Call.FAILED))

    def _begin(self, sound: steps.Sound) -> "asyncio.Future[str]":
        """Have a text spoken; "" at once for any other sound."""
        if isinstance(sound, steps.Said) and sound.form is Form.TEXT:
            return asyncio.ensure_future(self._spoken(str(sound.value), sound.language))
        nothing: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        nothing.set_result("")
        return nothing

    async def _files(self, sound: steps.Sound, text: "asyncio.Future[str]") -> Sequence[str]:
        if isinstance(sound, steps.Prompt):
            return (f"ctid/{sound.key}",)
        if sound.form is Form.RECORDING:
            return (await self._recording(str(sound.value)),)
        if sound.form is Form.TEXT:
            await self._call.watch(LONGEST_PROMPT + SLACK)
            found = await text
            return (found,) if found else ()
        keys = keys_of(sound)
        if not keys:
            log.warning("%s: a value cannot be said as %s", self._call.header["agi_channel"], sound.form)
        return [f"ctid/{key}" for key in keys]

    async def _recording(self, name: str) -> str:
        """Return where a recording lies on the switch, without its ending."""
        self._folder = self._folder or await self._call.evaluate("${ASTSPOOLDIR}") + contract.RECORDED
        return f"{self._folder}/{name}"
