"""Recordings by people, and of which text each was made.

    <folder>/<language>/<key>.wav    what is played instead of a voice's draft
    <folder>/recorded.yaml           language → key → the text that was read out

A text may change after it was recorded. Then callers would hear the old one, and nobody would know: so such a
recording counts as outdated, and the draft of the new text is played until somebody reads that out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from ruamel.yaml import YAML

from ctid.model.languages import Language
from ctid.prompts.sound import Samples, to_wav, write_whole

INDEX = "recorded.yaml"


@dataclass(frozen=True, slots=True)
class Recording:
    """A person's recording in `file`, and the `text` that was read out."""

    file: Path
    text: str


Recorded = Mapping[tuple[Language, str], Recording]


def is_of(text: str, recording: Recording | None) -> bool:
    """Say whether there is a recording, of the present text."""
    return recording is not None and recording.text == text


def read_recorded(folder: Path) -> dict[tuple[Language, str], Recording]:
    """Read what was recorded; a sound that is named in the index but missing was not."""
    return {
        (language, key): Recording(file, text)
        for language in Language
        for key, text in _index(folder).get(str(language), {}).items()
        if (file := _file(folder, language, key)).exists()
    }


def take_in(folder: Path, language: Language, key: str, text: str, samples: "Samples") -> Path:
    """Keep a recording of `text`. The sound stands before the index names it: half is nothing."""
    file = _file(folder, language, key)
    file.parent.mkdir(parents=True, exist_ok=True)
    write_whole(file, to_wav(samples))
    index = _index(folder)
    index.setdefault(str(language), {})[key] = text
    write_whole(folder / INDEX, _written(index))
    return file


def _file(folder: Path, language: Language, key: str) -> Path:
    return folder / language / f"{key}.wav"


def _index(folder: Path) -> dict[str, dict[str, str]]:
    file = folder / INDEX
    return (YAML(typ="safe").load(file.read_text("utf-8")) or {}) if file.exists() else {}


def _written(index: Mapping[str, Mapping[str, str]]) -> bytes:
    yaml = YAML()
    yaml.allow_unicode = True
    out = BytesIO()
    yaml.dump({language: dict(sorted(said.items())) for language, said in sorted(index.items())}, out)
    return out.getvalue()
