"""Files in a folder that another program writes to: opened as what they are, or not at all.

Whoever can write there could leave a link to a file of ours, a pipe that never ends, or more than fits. So a
file is opened without following a link and without waiting, and looked at through what was opened.
"""

import os
import stat
import struct
import wave
from datetime import timedelta
from pathlib import Path
from typing import BinaryIO

_HEADER = 44  # bytes before the sound, as Asterisk writes them


class StrangeFileError(ValueError):
    """It is no plain file, or too large."""


def open_plain(file: Path, largest: int) -> BinaryIO:
    """Open a plain file of at most `largest` bytes. Raises `StrangeFileError` or OSError."""
    try:
        descriptor = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        if file.is_symlink():
            raise StrangeFileError("it is a link") from error
        raise
    found = os.fstat(descriptor)
    if stat.S_ISREG(found.st_mode) and found.st_size <= largest:
        return os.fdopen(descriptor, "rb")
    os.close(descriptor)
    raise StrangeFileError("it is too large" if stat.S_ISREG(found.st_mode) else "it is no file")


def sync_folder(folder: Path) -> None:
    """Have the names in a folder outlive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def mend_length(wav: BinaryIO) -> None:
    """Write into a WAV file's header how much it holds, where that was never done.

    Asterisk writes it when the recording ends: of one that died with Asterisk it says that nothing follows.
    """
    size = wav.seek(0, os.SEEK_END)
    wav.seek(0)
    header = wav.read(_HEADER)
    unsaid = header[:4] == b"RIFF" and header[36:] == b"data" + bytes(4)
    if unsaid and size > _HEADER:
        for place, length in ((4, size - 8), (40, size - _HEADER)):
            wav.seek(place)
            wav.write(struct.pack("<I", length))


def length_of(sound: Path) -> timedelta:
    """Return how long a WAV file plays, by its header and no longer than it is; zero for what is none."""
    try:
        with wave.open(str(sound), "rb") as wav:
            frame = max(1, wav.getsampwidth() * wav.getnchannels())
            frames = min(wav.getnframes(), sound.stat().st_size // frame)
            return timedelta(seconds=frames / wav.getframerate())
    except (wave.Error, EOFError, ZeroDivisionError, RuntimeError):
        return timedelta()
