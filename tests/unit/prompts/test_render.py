"""Rendering against a pretended engine: a small Python program that says what espeak-ng and sox would."""

import sys
from pathlib import Path

import pytest

from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.prompts.espeak import find_voice
from ctid.prompts.render import render_prompts
from ctid.prompts.voice import LONGEST_TEXT

ENGINE = """
import os, pathlib, sys
program, *args = sys.argv[1:]
said = sys.stdin.buffer.read()
if "--version" in args:
    print("pretended " + os.environ["PRETENDED_VERSION"] + "  Data at: /somewhere")
elif "-x" in args:
    print({"您好": os.environ["PRETENDED_GREETING"], "good day": "g'Ud d'eI"}[said.decode()])
elif program == "espeak-ng":
    with pathlib.Path(os.environ["PRETENDED_LOG"]).open("ab") as log:
        log.write(said + b"\\n")
    if b"cough" in said:
        sys.exit("out of breath")
    sys.stdout.buffer.write(said)
else:
    sys.stdout.buffer.write(bytes([0, 16, 0, 240]) * len(said))
"""


class Pretend:
    def argv(self, program: str, *args: str) -> list[str]:
        return [sys.executable, "-c", ENGINE, program, *args]


@pytest.fixture
def spoken(tmp_path, monkeypatch):
    """What was spoken so far."""
    log = tmp_path / "spoken.log"
    log.touch()
    monkeypatch.setenv("PRETENDED_LOG", str(log))
    monkeypatch.setenv("PRETENDED_VERSION", "1.0")
    monkeypatch.setenv("PRETENDED_GREETING", "ni35nX'Au214")
    return lambda: sorted(log.read_text("utf-8").split("\n")[:-1])


TEXTS = {Language.EN: {"hello": "Hello."}, Language.ZH: {"hello": "您好。"}}


def test_each_text_is_spoken_into_the_file_of_its_language_and_key(tmp_path, spoken):
    folder = render_prompts(Pretend(), TEXTS, tmp_path)
    assert sorted(str(path.relative_to(folder)) for path in folder.rglob("*.wav")) == [
        "en/hello.wav",
        "zh/hello.wav",
    ]
    assert spoken() == ["Hello.", "您好。"]


def test_a_text_that_did_not_change_is_not_spoken_again(tmp_path, spoken):
    first = render_prompts(Pretend(), TEXTS, tmp_path)
    assert render_prompts(Pretend(), TEXTS, tmp_path) == first
    assert spoken() == ["Hello.", "您好。"]
    changed = {**TEXTS, Language.EN: {"hello": "Good day.", "again": "Hello."}}
    second = render_prompts(Pretend(), changed, tmp_path)
    assert spoken() == ["Good day.", "Hello.", "您好。"]
    assert second != first and (first / "en/hello.wav").exists(), "a switch may still play the first set"


def test_another_engine_speaks_everything_again(tmp_path, spoken, monkeypatch):
    render_prompts(Pretend(), TEXTS, tmp_path)
    monkeypatch.setenv("PRETENDED_VERSION", "2.0")
    render_prompts(Pretend(), TEXTS, tmp_path)
    assert len(spoken()) == 4


def test_progress_is_told_and_nothing_half_made_is_left(tmp_path, spoken):
    told = []
    render_prompts(Pretend(), TEXTS, tmp_path, lambda done, of: told.append((done, of)))
    assert told == [(1, 2), (2, 2)]
    assert list(tmp_path.rglob("*.part")) == []


def test_recordings_may_be_read_by_asterisks_own_user(tmp_path, spoken):
    folder = render_prompts(Pretend(), TEXTS, tmp_path)
    assert all(path.stat().st_mode & 0o044 == 0o044 for path in [folder, *folder.rglob("*")])


def test_text_is_never_a_command_nor_an_option(tmp_path, spoken):
    hostile = "--version; $(touch x) `y` -w z"
    render_prompts(Pretend(), {Language.EN: {"hello": hostile}}, tmp_path)
    assert spoken() == [hostile]
    assert not Path("x").exists()


def test_an_engine_that_marks_its_syllables_otherwise_is_a_voice_too(tmp_path, spoken, monkeypatch):
    monkeypatch.setenv("PRETENDED_GREETING", "n'i35n_| X'Au214_|")
    render_prompts(Pretend(), TEXTS, tmp_path)
    assert len(spoken()) == 2


def test_a_voice_that_speaks_gibberish_is_refused_before_anything_is_spoken(tmp_path, spoken, monkeypatch):
    monkeypatch.setenv("PRETENDED_GREETING", 'qn_| Q"Z;R_|')
    with pytest.raises(Mistaken, match="R241"):
        render_prompts(Pretend(), TEXTS, tmp_path)
    assert spoken() == []


def test_a_text_that_is_too_long_is_refused(tmp_path, spoken):
    with pytest.raises(Mistaken, match="R240"):
        find_voice(Pretend(), Language.EN).speak("a" * (LONGEST_TEXT + 1))


def test_an_engine_that_fails_tells_what_it_said_and_leaves_no_recording(tmp_path, spoken):
    with pytest.raises(Mistaken, match=r"R242.*out of breath"):
        render_prompts(Pretend(), {Language.EN: {"cough": "cough"}}, tmp_path)
    assert list((tmp_path / "spoken").iterdir()) == []


def test_an_engine_that_is_not_there_is_told_in_words():
    class Missing:
        def argv(self, program: str, *args: str) -> list[str]:
            return ["/nonexistent/espeak-ng", *args]

    with pytest.raises(Mistaken, match="R242"):
        find_voice(Missing(), Language.EN)
