"""Brings a call and a recogniser together for one entry.

The stream is opened by an application that Asterisk runs inside the session (EXEC AudioSocket). It is no
unbounded EXEC: the entry has an end in time, its watchdog is set before, and it returns by itself when ctid
is gone (audio_door.py).
"""

import asyncio
import logging
import wave
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from ctid.asterisk.agi_call import AgiCall
from ctid.asterisk.audio_door import PATIENCE, AudioDoor, AudioLine
from ctid.asterisk.ears import Ears
from ctid.asterisk.listening import Answer, Listening, Question, longest
from ctid.ivr import steps
from ctid.ivr.speech import Vocabulary
from ctid.model.languages import Language

log = logging.getLogger(__name__)

SLACK = 5.0  # seconds that a watchdog outlasts what it watches
_SHAPE = (1, 2, 8000)  # channels, bytes a sample, samples a second


@dataclass(frozen=True, slots=True)
class Hearing:
    """Who recognises, where streams come in, and the switch's folder of sounds (None: not here)."""

    ears: Ears
    door: AudioDoor
    sounds: Path | None

    def words_for(self, ask: steps.Ask) -> Vocabulary | None:
        """Return what may be said here; None if nothing that the recogniser knows."""
        if ask.speech is None:
            return None
        known = self.ears.words.get(ask.speech.language, ())
        keys = {word: key for word, key in ask.speech.keys.items() if word in known}
        return Vocabulary(keys, ask.speech.language) if keys else None

    async def sound_of(self, files: Sequence[tuple[str, Language]]) -> bytes | None:
        """Return sounds of the switch in a row; None if one cannot be read from here."""
        sound = await asyncio.to_thread(_read, self.sounds, files) if self.sounds else None
        if sound is None:
            log.warning("prompts cannot be read (switch.sounds): keys are taken, not words")
        return sound

    async def take(self, call: AgiCall, question: Question) -> Answer | None:
        """Ask, and return what was said or pressed; None if there was no stream, or it broke off."""
        self.ears.prepare()
        seconds = longest(question.ask, question.prompt)
        await call.watch(seconds + SLACK)
        id, coming = self.door.expect()
        streaming = asyncio.ensure_future(call.execute("AudioSocket", f"{id},{self.door.address}", seconds))
        try:
            line = await _first(coming, streaming)
            if line is None:
                log.warning("%s: no stream of sound came; keys are taken", call.header["agi_channel"])
                return None
            try:
                async with asyncio.timeout(seconds):
                    return await Listening(line, self.ears, question).answer()
            except TimeoutError:
                return None
            finally:
                line.close()
        finally:
            coming.cancel()
            await streaming


async def _first(coming: "asyncio.Future[AudioLine]", streaming: "asyncio.Future[None]") -> AudioLine | None:
    """Return the stream, unless the application ends before there is one."""
    waits: set[asyncio.Future[AudioLine] | asyncio.Future[None]] = {coming, streaming}
    await asyncio.wait(waits, timeout=PATIENCE, return_when=asyncio.FIRST_COMPLETED)
    return coming.result() if coming.done() else None


def _read(folder: Path, files: Sequence[tuple[str, Language]]) -> bytes | None:
    sounds = []
    for file, language in files:
        try:
            with wave.open(str(folder / language / f"{file}.wav")) as sound:
                shape = (sound.getnchannels(), sound.getsampwidth(), sound.getframerate())
                sounds.append(sound.readframes(sound.getnframes()))
        except (OSError, EOFError, wave.Error):
            return None
        if shape != _SHAPE:
            return None
    return b"".join(sounds)
