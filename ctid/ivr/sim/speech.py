"""How long a prompt takes to say: reckoned from its text, as a brisk voice would say it."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from ctid.ivr.steps import Prompt
from ctid.model.languages import Language

Texts = Mapping[Language, Mapping[str, str]]
Speech = Callable[[Prompt], timedelta]

_LETTERS_A_SECOND = {Language.EN: 14.0, Language.ZH: 4.5}
_PAUSE = 0.3  # seconds round every prompt
_UNKNOWN = timedelta(seconds=2)


def reckoned(texts: Texts) -> Speech:
    """Return a reckoning for prompts with these texts; one without a text takes two seconds."""

    def span(prompt: Prompt) -> timedelta:
        text = texts.get(prompt.language, {}).get(prompt.key)
        if text is None:
            return _UNKNOWN
        return timedelta(seconds=_PAUSE + len(text) / _LETTERS_A_SECOND[prompt.language])

    return span
