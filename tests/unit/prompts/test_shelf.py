"""What callers hear: a person's recording of the present text, else a draft; and who can tell which."""

import wave
from array import array
from pathlib import Path

import pytest

from ctid.model.languages import Language
from ctid.model.mistakes import Mistaken
from ctid.prompts.recorded import read_recorded, take_in
from ctid.prompts.shelf import Shelf
from ctid.prompts.sound import RATE, to_wav
from ctid.prompts.standing import Standing

EN, ZH = Language.EN, Language.ZH
SOUND = array("h", [4000, -4000] * 800)


class Voice:
    """Says every text in the same way; its drafts are told from recordings by their loudness."""

    identity = "pretended"

    def speak(self, text: str) -> array:
        return array("h", [100] * len(text))


def shelf(folder: Path, **said: str) -> Shelf:
    return Shelf({EN: said, ZH: dict.fromkeys(said, "一")}, folder / "recorded", folder / "sounds")


def put_out(it: Shelf, folder: Path) -> int:
    return it.put_out(lambda language: Voice(), folder / "drafts", lambda done, of: None)[1]


def heard(folder: Path, key: str, language: Language = EN) -> array:
    with wave.open(str(folder / "sounds" / language / "ctid" / f"{key}.wav")) as sound:
        return array("h", sound.readframes(sound.getnframes()))


def standing(it: Shelf, key: str) -> Standing:
    return next(row.standing[EN] for row in it.rows() if row.key == key)


def test_a_prompt_is_missing_until_asterisk_has_it_and_a_draft_until_a_person_has_read_it(tmp_path):
    it = shelf(tmp_path, hello="Hello")
    assert standing(it, "hello") is Standing.MISSING
    assert put_out(it, tmp_path) == 2
    assert standing(it, "hello") is Standing.DRAFT
    take_in(it.recorded, EN, "hello", "Hello", SOUND)
    assert standing(it, "hello") is Standing.RECORDED


def test_callers_hear_the_person_and_not_the_draft(tmp_path):
    it = shelf(tmp_path, hello="Hello")
    take_in(it.recorded, EN, "hello", "Hello", SOUND)
    put_out(it, tmp_path)
    assert heard(tmp_path, "hello") == SOUND
    assert heard(tmp_path, "hello", ZH) != SOUND


def test_a_recording_of_an_older_text_is_not_played(tmp_path):
    take_in(tmp_path / "recorded", EN, "hello", "Hello", SOUND)
    it = shelf(tmp_path, hello="Good day")
    put_out(it, tmp_path)
    assert heard(tmp_path, "hello") != SOUND
    assert standing(it, "hello") is Standing.OUTDATED


def test_a_new_recording_of_the_same_prompt_is_heard_at_once(tmp_path):
    it = shelf(tmp_path, hello="Hello")
    for sound in (SOUND, SOUND[:400]):
        take_in(it.recorded, EN, "hello", "Hello", sound)
        assert put_out(it, tmp_path) > 0
        assert heard(tmp_path, "hello") == sound
    assert put_out(it, tmp_path) == 0, "nothing changed"


def test_a_recording_whose_sound_was_lost_is_no_recording(tmp_path):
    take_in(tmp_path, EN, "hello", "Hello", SOUND).unlink()
    assert read_recorded(tmp_path) == {}


def test_the_index_of_recordings_is_for_people_to_read(tmp_path):
    take_in(tmp_path, ZH, "hello", "您好：欢迎", SOUND)
    take_in(tmp_path, EN, "b", "yes", SOUND)
    take_in(tmp_path, EN, "a", "no", SOUND)
    index = "en:\n  a: no\n  b: yes\nzh:\n  hello: 您好：欢迎\n"
    assert (tmp_path / "recorded.yaml").read_text("utf-8") == index


class Sox:
    """Passes the samples of a WAV file on."""

    def argv(self, program: str, *args: str) -> list[str]:
        return ["tail", "-c", "+45"]


def wav(folder: Path, samples: array) -> Path:
    file = folder / "mine.wav"
    file.write_bytes(to_wav(samples))
    return file


def test_a_recording_is_brought_to_the_loudness_of_all_prompts(tmp_path):
    it = shelf(tmp_path, hello="Hello")
    with wave.open(str(it.take(Sox(), EN, "hello", wav(tmp_path, SOUND)))) as kept:
        assert kept.getframerate() == RATE
        assert array("h", kept.readframes(1))[0] == 3677  # −19 dBFS
    assert read_recorded(it.recorded)[EN, "hello"].text == "Hello"


def test_sounds_that_cannot_be_written_are_told_with_their_folder(tmp_path):
    it = shelf(tmp_path, hello="Hello")
    (tmp_path / "sounds").write_text("no folder")
    with pytest.raises(Mistaken, match=r"sounds.*R247"):
        put_out(it, tmp_path)


@pytest.mark.parametrize(
    ("key", "samples", "code"), [("helo", SOUND, "I107"), ("hello", array("h", [0] * 800), "R244")]
)
def test_what_no_caller_could_hear_is_refused_and_nothing_is_kept(tmp_path, key, samples, code):
    it = shelf(tmp_path, hello="Hello")
    with pytest.raises(Mistaken, match=code):
        it.take(Sox(), EN, key, wav(tmp_path, samples))
    assert not it.recorded.exists()
