"""Names are spoken once, and whatever goes wrong leaves the caller with the rest of the sentence."""

import threading

from ctid.model.languages import Language
from ctid.model.mistakes import Mistake, Mistaken, Place, Text
from ctid.runtime import spoken_text
from ctid.runtime.spoken_text import SpokenText

EN, ZH = Language.EN, Language.ZH


async def test_a_name_is_spoken_once_a_language(tmp_path):
    spoken = []

    def speak(text, language):
        spoken.append((text, language))
        return b"wav"

    voice = SpokenText(tmp_path / "said", speak)
    first = await voice("Demo", EN)
    assert await voice("Demo", EN) == first != await voice("Demo", ZH)
    assert spoken == [("Demo", EN), ("Demo", ZH)]
    assert (tmp_path / f"{first}.wav").read_bytes() == b"wav" and "Demo" not in first
    assert not list(tmp_path.rglob("*.part"))


async def test_a_machine_without_a_voice_is_told_once_and_not_asked_again(tmp_path, caplog):
    none = Text("no voice", "没有语音")

    def speak(text, language):
        raise Mistaken([Mistake("R242", Place("espeak-ng"), none, none, none)])

    voice = SpokenText(tmp_path, speak)
    assert [await voice("Demo", EN), await voice("Other", EN)] == ["", ""]
    assert len(caplog.records) == 1


async def test_nobody_waits_long_for_a_name(tmp_path, monkeypatch):
    monkeypatch.setattr(spoken_text, "PATIENCE", 0.05)
    done = threading.Event()
    voice = SpokenText(tmp_path, lambda text, language: b"wav" if done.wait(10) else b"")
    assert await voice("Demo", EN) == ""
    done.set()
