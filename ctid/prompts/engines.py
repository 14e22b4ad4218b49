"""The engines that speak: espeak-ng, which is everywhere and sounds like a machine, and better ones.

A better engine needs a voice of its own for each language (`prompts.voice_en`, `prompts.voice_zh`). Whatever
speaks, what it made is a draft: a person's recording (`recorded.py`) is played instead of it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Literal

from ctid.model.languages import Language
from ctid.prompts import espeak, piper, sherpa
from ctid.prompts.voice import Tools, Voice

Engine = Literal["espeak", "piper", "sherpa"]
FindVoice = Callable[[Language], Voice]


def voices(engine: Engine, models: Mapping[Language, Path | None], tools: Tools) -> FindVoice:
    """Return how a language's voice is found; that raises `Mistaken` (R241–R243) if there is none."""
    finds = {"piper": piper.find_voice, "sherpa": sherpa.find_voice}
    if engine == "espeak":
        return lambda language: espeak.find_voice(tools, language)
    return lambda language: finds[engine](tools, models.get(language), f"prompts.voice_{language}")
