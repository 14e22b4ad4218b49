"""sherpa-onnx as a voice: its program `sherpa-onnx-offline-tts` with a VITS model.

Beside the model lie its `tokens.txt` and, for Chinese, its `lexicon.txt`; a text is an argument of the
program, after everything that could be taken for an option.
"""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from ctid.prompts.sound import Samples
from ctid.prompts.voice import TRIM, Tools, Voice, as_asterisk_plays, model_file, run, short_enough


@dataclass(frozen=True, slots=True)
class SherpaVoice:
    """A model that sherpa-onnx speaks with."""

    tools: Tools
    model: Path
    identity: str

    def speak(self, text: str) -> "Samples":
        """Speak `text`; raise `Mistaken` (R240 too long, R242 a program failed)."""
        said = short_enough(text).decode()
        with tempfile.TemporaryDirectory() as folder:
            wav = Path(folder, "spoken.wav")
            run(self.tools, "sherpa-onnx-offline-tts", *self._options(wav), "--", said, said=b"")
            return as_asterisk_plays(self.tools, wav.read_bytes())

    def _options(self, wav: Path) -> list[str]:
        beside = {"tokens": "tokens.txt", "lexicon": "lexicon.txt"}
        files = {name: self.model.parent / file for name, file in beside.items()}
        there = [f"--vits-{name}={file}" for name, file in files.items() if file.exists()]
        return [f"--vits-model={self.model}", *there, f"--output-filename={wav}"]


def find_voice(tools: Tools, model: Path | None, setting: str) -> Voice:
    """Find a voice; raise `Mistaken` (R243) if there is no such model."""
    file = model_file(model, "sherpa-onnx", setting)
    return SherpaVoice(tools, file, "|".join(("sherpa", file.name, str(file.stat().st_size), *TRIM)))
