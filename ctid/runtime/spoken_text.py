"""Text that no recording holds, such as a customer's name, spoken by a voice while the call goes on.

It is spoken once and kept by what it says, in a folder that Asterisk must be able to read. Whatever keeps it
from being spoken in time, the caller hears the sentence without it.
"""

import asyncio
import hashlib
import logging
from collections.abc import Callable
from pathlib import Path

from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.prompts.espeak import find_voice
from ctid.prompts.sound import to_wav, write_whole
from ctid.prompts.voice import OwnPrograms

PATIENCE = 1.5  # seconds; a name is not worth a longer silence
LONGEST = 80  # characters

_log = logging.getLogger(__name__)

Speak = Callable[[str, Language], bytes]


def espeak(text: str, language: Language) -> bytes:
    """Return a text as a recording. Raises Mistaken where the machine has no voice."""
    return to_wav(find_voice(OwnPrograms(), language).speak(text))


class SpokenText:
    """Finds the recording of a text, or has it spoken."""

    def __init__(self, folder: Path, speak: Speak = espeak) -> None:
        self._folder = folder.resolve()
        self._speak = speak
        self._mute = False  # the machine has no voice: told once, not tried at every call

    async def __call__(self, text: str, language: Language) -> str:
        """Return where Asterisk finds the recording, without its ending; "" where there is none."""
        digest = hashlib.sha256(f"{language}\n{text}".encode()).hexdigest()[:32]
        file = self._folder / f"{digest}.wav"
        if not file.exists() and not await self._make(text[:LONGEST], language, file):
            return ""
        return str(file.with_suffix(""))

    async def _make(self, text: str, language: Language, file: Path) -> bool:
        if self._mute:
            return False
        try:
            async with asyncio.timeout(PATIENCE):
                await asyncio.to_thread(self._write, text, language, file)
        except Mistaken as mistaken:
            self._mute = True
            _log.warning("names are not spoken: %s", mistaken.words())
            return False
        except (OSError, TimeoutError) as error:
            _log.warning("a text was not spoken in time: %s", type(error).__name__)
            return False
        return True

    def _write(self, text: str, language: Language, file: Path) -> None:
        self._folder.mkdir(parents=True, exist_ok=True)
        write_whole(file, self._speak(text, language))
