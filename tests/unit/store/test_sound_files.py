"""A recording is handed over whole or not at all, however often and wherever it is interrupted."""

import os
import wave
from pathlib import Path

import pytest

from ctid.store import sound_files
from ctid.store.sound_files import FRAME, hand_over, kept_file, raw_file, read_back

SECOND = bytes(range(256)) * 125  # 32,000 bytes: 8,000 frames of two 16-bit samples


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    spool = tmp_path / "spool"
    spool.mkdir()
    return spool, tmp_path / "kept"


def test_the_samples_become_a_wav_file_of_the_same_length(folders: tuple[Path, Path]) -> None:
    spool, kept = folders
    raw_file(spool, "off_1").write_bytes(SECOND * 3 + b"x")  # killed in the middle of a frame
    sound = hand_over(spool, kept, "off_1")
    assert sound is not None
    assert (sound.duration_ms, sound.channels) == (3000, 2)
    file = kept_file(kept, "off_1")
    assert file.stat().st_size == sound.bytes
    assert file.stat().st_mode & 0o077 == 0
    with wave.open(str(file)) as wav:
        assert wav.readframes(wav.getnframes()) == SECOND * 3
    assert hand_over(spool, kept, "off_1") == sound


@pytest.mark.parametrize("step", ["_write", "read_back", "sync_folder"])
def test_whatever_fails_leaves_nothing_that_looks_complete_and_the_next_time_it_is(
    folders: tuple[Path, Path], step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, kept = folders
    raw_file(spool, "off_1").write_bytes(SECOND)

    def no_room(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(sound_files, step, no_room)
        with pytest.raises(OSError, match="No space"):
            hand_over(spool, kept, "off_1")
    assert list(kept.glob("*.part")) == []
    assert kept_file(kept, "off_1").exists() is (step == "sync_folder")
    assert raw_file(spool, "off_1").exists()
    assert hand_over(spool, kept, "off_1") is not None


def test_a_file_that_still_grows_is_left_alone(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    spool, kept = folders
    raw = raw_file(spool, "off_1")
    raw.write_bytes(SECOND)
    write = sound_files._write

    def and_grow(*how: object) -> None:
        write(*how)  # type: ignore[arg-type]
        with raw.open("ab") as file:
            file.write(SECOND)

    monkeypatch.setattr(sound_files, "_write", and_grow)
    with pytest.raises(sound_files.StillGrowing):
        hand_over(spool, kept, "off_1")
    assert not kept_file(kept, "off_1").exists()


def test_no_sound_is_no_recording(folders: tuple[Path, Path]) -> None:
    spool, kept = folders
    assert hand_over(spool, kept, "off_1") is None
    raw_file(spool, "off_1").write_bytes(b"xyz")
    assert hand_over(spool, kept, "off_1") is None


def test_a_torn_file_is_known_for_one(folders: tuple[Path, Path]) -> None:
    spool, kept = folders
    raw_file(spool, "off_1").write_bytes(SECOND)
    hand_over(spool, kept, "off_1")
    file = kept_file(kept, "off_1")
    os.truncate(file, file.stat().st_size - FRAME)
    with pytest.raises(OSError, match="torn"):
        read_back(file)
