"""How long the recordings last that Asterisk has, for whoever checks what callers must listen to."""

import wave
from collections.abc import Mapping
from pathlib import Path

from ctid.model.languages import Language
from ctid.prompts.shelf import FOLDER


def lengths(sounds: Path) -> Mapping[tuple[Language, str], float]:
    """Return the seconds of each prompt's recording; of one that cannot be read, none."""
    measured = (
        ((language, file.stem), _seconds(file))
        for language in Language
        for file in (sounds / language / FOLDER).glob("*.wav")
    )
    return {prompt: seconds for prompt, seconds in measured if seconds is not None}


def _seconds(file: Path) -> float | None:
    try:
        with wave.open(str(file)) as sound:
            return float(sound.getnframes() / sound.getframerate())
    except (OSError, EOFError, wave.Error):  # whoever plays it tells what is wrong with it
        return None
