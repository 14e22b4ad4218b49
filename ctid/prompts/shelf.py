"""The shelf of prompts: what is said, who said it, and what Asterisk has of it.

`put_out` gives Asterisk what callers are to hear: a person's recording of the present text where there is
one, a draft by the engine elsewhere. Each sound appears whole or not at all and under its old name, so it may
be changed while callers listen: who is hearing the old one hears it to its end.
"""

from dataclasses import dataclass
from pathlib import Path

from ctid.ivr.mistakes import no_such_prompt
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.prompts.engines import FindVoice
from ctid.prompts.recorded import read_recorded, take_in
from ctid.prompts.render import Progress, speak_all
from ctid.prompts.sound import write_whole
from ctid.prompts.standing import PromptRow, standings
from ctid.prompts.texts import Texts
from ctid.prompts.voice import Tools, as_asterisk_plays

FOLDER = "ctid"  # below the sounds of each language


@dataclass(frozen=True, slots=True)
class Shelf:
    """All `texts`, the folder of what was `recorded`, and Asterisk's of `sounds` (None: out of reach)."""

    texts: Texts
    recorded: Path
    sounds: Path | None

    def text(self, language: Language, key: str) -> str:
        """Return what a prompt says. Raises `Mistaken` (I107) if there is no such prompt."""
        if key not in self.texts[language]:
            raise Mistaken([no_such_prompt(Place(key), key, language, self.texts[language])])
        return self.texts[language][key]

    def rows(self) -> list[PromptRow]:
        """Say how each prompt stands."""
        return list(standings(self.texts, read_recorded(self.recorded), self._heard()))

    def put_out(self, find_voice: FindVoice, drafts: Path, progress: Progress) -> tuple[Path, int]:
        """Speak what is not recorded; return the folder of all, and how many sounds Asterisk had otherwise.

        Raises `Mistaken` (R24x).
        """
        try:
            whole = speak_all(find_voice, self.texts, drafts, progress, read_recorded(self.recorded))
            return whole, sum(self._put(file) for file in sorted(whole.glob("*/*.wav")))
        except OSError as error:
            raise Mistaken([_not_written(error, self.sounds or drafts)]) from error

    def take(self, tools: Tools, language: Language, key: str, file: Path) -> Path:
        """Take a person's recording of the present text of `key`, whatever its format.

        Raises `Mistaken` (I107 no such prompt, R242 no sound, R244 silence, R247 no place for it).
        """
        text = self.text(language, key)
        samples = as_asterisk_plays(tools, file.read_bytes())
        if not any(samples):
            raise Mistaken([_silent(file)])
        try:
            return take_in(self.recorded, language, key, text, samples)
        except OSError as error:
            raise Mistaken([_not_written(error, self.recorded)]) from error

    def _heard(self) -> set[tuple[Language, str]] | None:
        if self.sounds is None:
            return None
        return {
            (language, file.stem)
            for language in Language
            for file in (self.sounds / language / FOLDER).glob("*.wav")
        }

    def _put(self, file: Path) -> bool:
        if self.sounds is None:
            return False
        there = self.sounds / file.parent.name / FOLDER / file.name
        sound = file.read_bytes()
        if there.exists() and there.read_bytes() == sound:
            return False
        there.parent.mkdir(parents=True, exist_ok=True)
        write_whole(there, sound)
        return True


def _silent(file: Path) -> Mistake:
    return Mistake(
        "R244",
        Place(str(file)),
        Text("nothing is heard in this recording", "这段录音里没有声音"),
        Text("callers would wait for a prompt that never comes", "来电者会等待一段永远不会播放的提示音"),
        Text("record it again, nearer to the microphone", "请靠近话筒重新录音"),
    )


def _not_written(error: OSError, folder: Path) -> Mistake:
    why = error.strerror or str(error)
    return Mistake(
        "R247",
        Place(str(error.filename or folder)),
        Text(f"a sound cannot be written: {why}", f"无法写入声音文件：{why}"),
        Text("callers hear the old one, or nothing", "来电者会听到旧的声音，或什么也听不到"),
        Text(f"let this user write to {folder}", f"请让当前用户可以写入 {folder}"),
    )
