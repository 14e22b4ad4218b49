"""The sound of a recording on its way from the switch's folder to where it is kept.

Asterisk writes raw samples (16 bit, 8 kHz, left and right in turn): a file without a header is whole at any
length, whoever is killed. Here it becomes a WAV file: written beside its place under another name, forced
to the disk, read back, and only then given its name. A crash before that leaves nothing that could be
taken for a recording, a crash after it is mended by doing all of it again: the raw file stays until the
record of the recording is committed.
"""

import hashlib
import os
import wave
from dataclasses import dataclass
from pathlib import Path

from ctid.store.durable import sync_folder

RATE, CHANNELS, WIDTH = 8000, 2, 2  # Hz, left and right, bytes a sample
FRAME = CHANNELS * WIDTH
CHUNK = 64 * 1024 * FRAME


@dataclass(frozen=True, slots=True)
class Sound:
    """A complete file."""

    duration_ms: int
    bytes: int
    sha256: str
    channels: int = CHANNELS


class StillGrowing(Exception):
    """The switch was still writing it."""


def raw_file(spool: Path, id: str) -> Path:
    """Name the switch's file of a recording."""
    return spool / f"{id}.raw"


def kept_file(folder: Path, id: str) -> Path:
    """Name the kept file of a recording."""
    return folder / f"{id}.wav"


def hand_over(spool: Path, folder: Path, id: str) -> Sound | None:
    """Make the kept file of a recording; return None where no sound is.

    Raises `StillGrowing`, and OSError (no room, no right): then nothing has changed.
    """
    raw = raw_file(spool, id)
    size = raw.stat().st_size if raw.exists() else 0
    frames = size // FRAME
    if not frames:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    part = folder / f"{id}.wav.part"
    try:
        _write(raw, part, frames)
        if raw.stat().st_size != size:
            raise StillGrowing(str(raw))
        sound = read_back(part)
        if sound.duration_ms != frames * 1000 // RATE:
            raise OSError(f"{part} is not as long as {raw}")
        part.rename(kept_file(folder, id))
        sync_folder(folder)
    finally:
        part.unlink(missing_ok=True)
    return sound


def read_back(file: Path) -> Sound:
    """Tell what a WAV file is; raise OSError if its header does not fit its length."""
    with file.open("rb") as sound:
        digest = hashlib.file_digest(sound, "sha256").hexdigest()
    size = file.stat().st_size
    with wave.open(str(file), "rb") as wav:
        frames, shape = wav.getnframes(), (wav.getnchannels(), wav.getsampwidth(), wav.getframerate())
    if shape != (CHANNELS, WIDTH, RATE) or size != 44 + frames * FRAME:
        raise OSError(f"{file} is torn")
    return Sound(frames * 1000 // RATE, size, digest)


def _write(raw: Path, part: Path, frames: int) -> None:
    with raw.open("rb") as samples, part.open("wb") as file:
        os.fchmod(file.fileno(), 0o600)
        with wave.open(file, "wb") as wav:
            wav.setnchannels(CHANNELS)
            wav.setsampwidth(WIDTH)
            wav.setframerate(RATE)
            wav.setnframes(frames)
            left = frames * FRAME
            while left and (chunk := samples.read(min(CHUNK, left))):
                wav.writeframesraw(chunk)
                left -= len(chunk)
        file.flush()
        os.fsync(file.fileno())
