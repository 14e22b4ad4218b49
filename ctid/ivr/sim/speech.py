"""How long it takes to say something: reckoned from its text, as a brisk voice would say it; and the text."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from ctid.ivr.steps import Form, Prompt, Said, Sound
from ctid.ivr.values import written
from ctid.model.languages import Language

Texts = Mapping[Language, Mapping[str, str]]
Speech = Callable[[Sound], timedelta]

_LETTERS_A_SECOND = {Language.EN: 14.0, Language.ZH: 4.5}
_ONE_BY_ONE = 2.5  # digits, dates and sums: letters a second
_PAUSE = 0.3  # seconds round every prompt
_UNKNOWN = timedelta(seconds=2)
_A_RECORDING = timedelta(seconds=5)


def reckoned(texts: Texts) -> Speech:
    """Return a reckoning for prompts with these texts; one without a text takes two seconds."""

    def span(sound: Sound) -> timedelta:
        if isinstance(sound, Said):
            return _of_value(sound)
        text = texts.get(sound.language, {}).get(sound.key)
        if text is None:
            return _UNKNOWN
        return timedelta(seconds=_PAUSE + len(text) / _LETTERS_A_SECOND[sound.language])

    return span


def _of_value(said: Said) -> timedelta:
    if said.form is Form.RECORDING:
        return _A_RECORDING
    pace = _LETTERS_A_SECOND[said.language] if said.form is Form.TEXT else _ONE_BY_ONE
    return timedelta(seconds=_PAUSE + len(written(said.value)) / pace)


def text_of(sound: Sound, texts: Texts) -> str:
    """Return what is said, "" for a prompt without a text; a value as it is written."""
    if isinstance(sound, Prompt):
        return texts.get(sound.language, {}).get(sound.key, "")
    return written(sound.value)


def key_of(sound: Sound) -> str:
    """Return a prompt's key, or in which form a value is said."""
    return sound.key if isinstance(sound, Prompt) else f"= {sound.form}"
