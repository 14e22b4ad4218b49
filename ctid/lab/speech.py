"""What the demonstration's caller says, over and over, so that a person who answers hears somebody."""

import wave
from pathlib import Path

from ctid.lab.tree import Toolbox
from ctid.model.languages import Language
from ctid.prompts.render import render_prompts
from ctid.prompts.sound import RATE, from_little_endian, to_ulaw

_PAUSE_S = 2
_WORDS = {
    Language.EN: "Hello, this is the caller of the demonstration. I would like to know where my order is. "
    "Speak to me, press some keys, or hang up.",
    Language.ZH: "您好，我是演示来电。我想查询我的订单到哪里了。您可以和我说话，按几个键，或者挂断。",
}


def speech(tools: Toolbox, prompts: Path) -> dict[Language, Path]:
    """Speak each language's words and return them as raw µ-law; raise what `render_prompts` raises."""
    spoken = render_prompts(
        tools, {language: {"caller": words} for language, words in _WORDS.items()}, prompts
    )
    return {language: _as_ulaw(spoken / language / "caller.wav", prompts) for language in _WORDS}


def _as_ulaw(recording: Path, folder: Path) -> Path:
    with wave.open(str(recording)) as sound:
        samples = from_little_endian(sound.readframes(sound.getnframes()))
    file = folder / f"{recording.parent.parent.name}-{recording.parent.name}.ulaw"
    samples.extend([0] * (RATE * _PAUSE_S))
    file.write_bytes(to_ulaw(samples))
    return file
