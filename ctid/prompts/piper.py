"""Piper as a voice: neural, offline, much nearer to a person. A program of its own (GPL), never linked.

A voice is a model file (`zh_CN-….onnx`, with its `.onnx.json` beside it); each speaks one language.
"""

from dataclasses import dataclass
from pathlib import Path

from ctid.prompts.sound import Samples
from ctid.prompts.voice import TRIM, Tools, Voice, as_asterisk_plays, model_file, run, short_enough


@dataclass(frozen=True, slots=True)
class PiperVoice:
    """A model that Piper speaks with."""

    tools: Tools
    model: Path
    identity: str

    def speak(self, text: str) -> "Samples":
        """Speak `text`; raise `Mistaken` (R240 too long, R242 a program failed)."""
        said = short_enough(text)
        return as_asterisk_plays(
            self.tools, run(self.tools, "piper", "--model", str(self.model), "--output_file", "-", said=said)
        )


def find_voice(tools: Tools, model: Path | None, setting: str) -> Voice:
    """Find a voice; raise `Mistaken` (R243) if there is no such model."""
    file = model_file(model, "piper", setting)
    return PiperVoice(tools, file, "|".join(("piper", file.name, str(file.stat().st_size), *TRIM)))
