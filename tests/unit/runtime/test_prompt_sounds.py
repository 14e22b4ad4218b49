"""Prompts that a flow names and Asterisk lacks are told; putting them out holds nothing up."""

from pathlib import Path
from types import SimpleNamespace

import pytest

from ctid.config.sections import SiteFiles
from ctid.config.settings import Settings
from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime import prompt_sounds
from ctid.runtime.prompt_sounds import put_out_if_possible, without_sound
from ctid.runtime.sources import Sources, read_sources


@pytest.fixture(scope="module")
def sources() -> Sources:
    return read_sources(SiteFiles())


def lay(sounds: Path, sources: Sources) -> None:
    """Give Asterisk a sound of every prompt."""
    for language, texts in sources.texts.items():
        (sounds / language / "ctid").mkdir(parents=True)
        for key in texts:
            (sounds / language / "ctid" / f"{key}.wav").touch()


def test_a_prompt_without_sound_is_told_once_where_it_is_named(tmp_path: Path, sources: Sources) -> None:
    lay(tmp_path, sources)
    assert without_sound(sources.flows, tmp_path) == []
    (tmp_path / "zh/ctid/main-menu.wav").unlink()
    [remark] = without_sound(sources.flows, tmp_path)
    line = Path(remark.place.file).read_text("utf-8").splitlines()[remark.place.line - 1]
    assert (remark.code, line.strip()) == ("R248", "prompt: main-menu")
    assert "(zh)" in remark.what.en


def test_where_there_is_no_sound_at_all_that_is_said_once(tmp_path: Path, sources: Sources) -> None:
    assert [remark.place.file for remark in without_sound(sources.flows, tmp_path)] == [str(tmp_path)]


@pytest.mark.parametrize("sounds", [None, Path("/nowhere")])
def test_where_nobody_can_look_nothing_is_told(sounds: Path | None, sources: Sources) -> None:
    assert without_sound(sources.flows, sounds) == []


def settings(sounds: Path | None) -> Settings:
    return Settings.model_validate({"switch": {"sounds": sounds}})


def test_sounds_out_of_reach_are_told_and_none_are_wanted_without_the_setting(sources: Sources) -> None:
    assert put_out_if_possible(settings(None), sources, Language.EN) == (0, [])
    changed, [told] = put_out_if_possible(settings(Path("/nowhere")), sources, Language.EN)
    assert (changed, told.code) == (0, "R249")


def test_a_voice_that_fails_is_told_with_what_is_silent_now(
    tmp_path: Path, sources: Sources, monkeypatch: pytest.MonkeyPatch
) -> None:
    no = Text("no voice", "没有语音")

    def speechless(*_: object) -> None:
        raise Mistaken([Mistake("R242", Place("espeak-ng"), no, no, no)])

    lay(tmp_path, sources)
    (tmp_path / "en/ctid/welcome-back.wav").unlink()
    monkeypatch.setattr(prompt_sounds, "voices", lambda *_: speechless)
    monkeypatch.setattr(prompt_sounds, "tools", SimpleNamespace)
    changed, amiss = put_out_if_possible(settings(tmp_path), sources, Language.EN)
    assert (changed, [each.code for each in amiss]) == (0, ["R242", "R248"])
