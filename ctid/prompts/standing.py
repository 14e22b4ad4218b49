"""How each prompt stands in each language: what a caller hears now, and whose voice it is. Pure."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from enum import StrEnum

from ctid.model.languages import Language
from ctid.prompts.recorded import Recorded, is_of
from ctid.prompts.texts import Texts


class Standing(StrEnum):
    """Of a prompt in a language. `OUTDATED`: recorded, but the text changed since; the draft is played."""

    RECORDED = "recorded"
    OUTDATED = "outdated"
    DRAFT = "draft"
    MISSING = "missing"


@dataclass(frozen=True, slots=True)
class PromptRow:
    """A prompt with its standing in each language."""

    key: str
    standing: dict[Language, Standing]


def standings(
    texts: Texts, recorded: Recorded, heard: Collection[tuple[Language, str]] | None
) -> Iterator[PromptRow]:
    """Yield each prompt. `heard` are those that Asterisk has; None where nobody can look."""
    for key in dict.fromkeys(key for said in texts.values() for key in said):
        yield PromptRow(
            key,
            {
                language: _standing(said[key], (language, key), recorded, heard)
                for language, said in texts.items()
                if key in said
            },
        )


def _standing(
    text: str,
    prompt: tuple[Language, str],
    recorded: Recorded,
    heard: Collection[tuple[Language, str]] | None,
) -> Standing:
    if heard is not None and prompt not in heard:
        return Standing.MISSING
    if prompt not in recorded:
        return Standing.DRAFT
    return Standing.RECORDED if is_of(text, recorded[prompt]) else Standing.OUTDATED
