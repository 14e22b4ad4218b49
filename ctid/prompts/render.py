"""Speak every prompt once: a text that did not change is not spoken again.

    <folder>/spoken/<digest>.wav             one recording; the digest covers text, voice, engine and format
    <folder>/sets/<digest>/<lang>/<key>.wav  what a switch is given: a set of prompts that never changes

Both are named by what they hold. So two programs may render at once, and a switch never sees half a set.
"""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType

from ctid.ivr.spoken import PAUSE
from ctid.model.languages import Language
from ctid.prompts.engines import FindVoice, voices
from ctid.prompts.recorded import Recorded, Recording, is_of
from ctid.prompts.sound import silence, to_wav, write_whole
from ctid.prompts.texts import Texts
from ctid.prompts.voice import Tools, Voice

_AT_ONCE = 2
_PAUSE_S = 0.3

Progress = Callable[[int, int], None]  # how many are done, of how many


def render_prompts(
    tools: Tools, texts: Texts, folder: Path, progress: Progress = lambda done, of: None
) -> Path:
    """Have espeak-ng speak `texts`: drafts, as the demonstration and the tests need them. See `speak_all`."""
    return speak_all(voices("espeak", {}, tools), texts, folder, progress)


def speak_all(
    find_voice: FindVoice,
    texts: Texts,
    folder: Path,
    progress: Progress = lambda done, of: None,
    recorded: Recorded = MappingProxyType({}),
) -> Path:
    """Speak `texts` and return the directory of their recordings, `<lang>/<key>.wav`.

    Further texts, such as names of queues, may simply be among them. `folder` keeps what was spoken. What a
    person has `recorded` of the present text is taken as it is.
    Raises `Mistaken` (R24x) if a voice cannot speak, OSError if the folder cannot be written.
    """
    spoken = folder / "spoken"
    spoken.mkdir(parents=True, exist_ok=True)
    drafts: dict[Path, _Draft] = {}
    files: dict[Path, Path] = {}
    for language, said in texts.items():
        read_out = {key for key, text in said.items() if is_of(text, recorded.get((language, key)))}
        files |= {_name(language, key): _kept(recorded[language, key], spoken) for key in read_out}
        to_speak = {key: text for key, text in said.items() if key not in read_out}
        if to_speak:
            voice = find_voice(language)
            drafts |= {_name(language, key): _Draft(voice, text, spoken) for key, text in to_speak.items()}
    missing = {draft.file: draft for draft in drafts.values() if not draft.file.exists()}
    with ThreadPoolExecutor(_AT_ONCE) as speakers:
        for done, _ in enumerate(speakers.map(_Draft.make, missing.values()), start=1):
            progress(done, len(missing))
    return _gather(folder / "sets", files | {name: draft.file for name, draft in drafts.items()})


def _name(language: Language, key: str) -> Path:
    return Path(language, f"{key}.wav")


def _kept(recording: Recording, folder: Path) -> Path:
    """Keep a copy of a person's recording under the name of what it holds, as drafts are."""
    sound = recording.file.read_bytes()
    file = folder / f"{hashlib.sha256(sound).hexdigest()[:40]}.wav"
    if not file.exists():
        write_whole(file, sound)
    return file


class _Draft:
    """One text as it is spoken, in the file that is named by all that makes it sound as it does."""

    def __init__(self, voice: Voice, text: str, folder: Path) -> None:
        self._voice = voice
        self._text = text
        self.file = folder / f"{_digest(voice.identity, text)}.wav"

    def make(self) -> None:
        """Speak it. The file appears whole or not at all."""
        said = silence(_PAUSE_S) if self._text == PAUSE else self._voice.speak(self._text)
        write_whole(self.file, to_wav(said))


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
