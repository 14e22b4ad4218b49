"""Speak every prompt once: a text that did not change is not spoken again.

    <folder>/spoken/<digest>.wav             one recording; the digest covers text, voice, engine and format
    <folder>/sets/<digest>/<lang>/<key>.wav  what a switch is given: a set of prompts that never changes

Both are named by what they hold. So two programs may render at once, and a switch never sees half a set.
"""

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ctid.model.languages import Language
from ctid.prompts.sound import to_wav
from ctid.prompts.texts import Texts
from ctid.prompts.voice import Tools, Voice, find_voice

_AT_ONCE = 2

Progress = Callable[[int, int], None]  # how many are done, of how many


def render_prompts(
    tools: Tools, texts: Texts, folder: Path, progress: Progress = lambda done, of: None
) -> Path:
    """Speak `texts` and return the directory of their recordings, `<lang>/<key>.wav`.

    Further texts, such as names of queues, may simply be among them. `folder` keeps what was spoken.
    Raises `Mistaken` (R24x) if a voice cannot speak, OSError if the folder cannot be written.
    """
    spoken = folder / "spoken"
    spoken.mkdir(parents=True, exist_ok=True)
    voices = {language: find_voice(tools, language) for language, said in texts.items() if said}
    wanted = {
        Path(language, f"{key}.wav"): _Recording(voices[language], text, spoken)
        for language, said in texts.items()
        for key, text in said.items()
    }
    missing = {recording.file: recording for recording in wanted.values() if not recording.file.exists()}
    with ThreadPoolExecutor(_AT_ONCE) as speakers:
        for done, _ in enumerate(speakers.map(_Recording.make, missing.values()), start=1):
            progress(done, len(missing))
    return _gather(folder / "sets", {name: recording.file for name, recording in wanted.items()})


class _Recording:
    """One text as it is spoken, in the file that is named by all that makes it sound as it does."""

    def __init__(self, voice: Voice, text: str, folder: Path) -> None:
        self._voice = voice
        self._text = text
        self.file = folder / f"{_digest(voice.identity, text)}.wav"

    def make(self) -> None:
        """Speak it. The file appears whole or not at all."""
        wav = to_wav(self._voice.speak(self._text))
        handle, name = tempfile.mkstemp(dir=self.file.parent, suffix=".part")
        with os.fdopen(handle, "wb") as file:
            file.write(wav)
        Path(name).replace(self.file)


def _gather(sets: Path, files: Mapping[Path, Path]) -> Path:
    """Put recordings under the names they are played by; a set that is there already is taken as it is."""
    whole = sets / _digest(*(f"{name}={file.name}" for name, file in sorted(files.items())))
    if whole.exists():
        return whole
    sets.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(dir=sets, suffix=".part"))
    for language in Language:
        (part / language).mkdir()
    for name, file in files.items():
        shutil.copyfile(file, part / name)
    part.chmod(0o755)  # mkdtemp made it ours alone; Asterisk's user reads it
    try:
        part.rename(whole)
    except OSError:  # another program was faster, with the very same set
        shutil.rmtree(part)
    return whole


def _digest(*words: str) -> str:
    return hashlib.sha256("\0".join(words).encode()).hexdigest()[:40]
