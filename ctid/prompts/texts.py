"""The texts of all prompts, every language with the same keys: what one caller hears, each may hear.

A text with `{n}` stands for one prompt a number, from `KEY-1` to `KEY-30`; each may be written by itself.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from ctid.ivr.mistakes import no_such_prompt
from ctid.ivr.spoken.vocabulary import WORDS
from ctid.ivr.texts import parse_texts
from ctid.model.document import read_document
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place
from ctid.model.routing_policy import MOST_SAID

NUMBER = "{n}"

Texts = Mapping[Language, Mapping[str, str]]


def _read(file: Path) -> str:
    return file.read_text("utf-8")


def read_texts(folder: Path, read: Callable[[Path], str] = _read) -> dict[Language, dict[str, str]]:
    """Read `folder`/*.en.yaml and *.zh.yaml; raise `Mistaken` with every mistake, each with line and column.

    `read` reads a file; what it raises as `Mistaken` is told with the rest.
    Besides what `parse_texts` refuses (I121, I126), a prompt that one language lacks is a mistake (I107).
    """
    found: list[Mistake] = []
    texts: dict[Language, dict[str, str]] = {language: {} for language in Language}
    places: dict[str, Place] = {}
    for language in Language:
        for file in sorted(folder.glob(f"*.{language}.yaml")):
            try:
                written = read(file)
                texts[language] |= parse_texts(written, str(file))
            except Mistaken as mistaken:
                found += mistaken.mistakes
            else:
                keys = (key for key, _ in read_document(written, str(file)).items())
                places |= {str(key.value): key.place for key in keys}
    if found:
        raise Mistaken(found)  # what could not be read would seem to be missing
    counted = {language: _counted(said) for language, said in texts.items()}
    missing = [
        (language, key)
        for language in Language
        for key in places
        if key not in texts[language] and key not in counted[language]
    ]
    if missing:
        raise Mistaken(
            no_such_prompt(places[key], key, language, texts[language]) for language, key in missing
        )
    return counted


def with_words(texts: Texts) -> Texts:
    """Add the words that values are spoken with; a site may say any of them otherwise."""
    return {language: {**WORDS[language], **said} for language, said in texts.items()}


def _counted(texts: Mapping[str, str]) -> dict[str, str]:
    """Write those with a number out."""
    counting = {key: text for key, text in texts.items() if NUMBER in text}
    counted = {
        f"{key}-{n}": text.replace(NUMBER, str(n))
        for key, text in counting.items()
        for n in range(1, MOST_SAID + 1)
    }
    return counted | {key: text for key, text in texts.items() if key not in counting}
