"""Recordings as Asterisk's format_wav wants them: 8 kHz, mono, 16-bit PCM, all about equally loud.

Loudness is the RMS of the whole recording: −19 dBFS, what a person speaking near a handset reaches, with the
peaks kept 1 dB below full scale. Where a text's peaks do not allow that, it stays a little quieter.
"""

import io
import math
import os
import sys
import tempfile
import wave
from array import array
from pathlib import Path
from typing import TypeAlias

Samples: TypeAlias = "array[int]"  # 16-bit; quoted, because Python 3.11 cannot subscript array

RATE = 8000
TARGET_DBFS, PEAK_DBFS = -19.0, -1.0
_FULL_SCALE = 32768.0


def dbfs(amplitude: float) -> float:
    """Say how far below full scale an amplitude (0–32768) is; silence is −inf."""
    return 20 * math.log10(amplitude / _FULL_SCALE) if amplitude else -math.inf


def rms(samples: "Samples") -> float:
    """Return the root mean square of 16-bit samples, 0–32768."""
    return math.sqrt(sum(sample * sample for sample in samples) / len(samples)) if samples else 0.0


def peak(samples: "Samples") -> int:
    """Return the largest amplitude."""
    return max(abs(sample) for sample in samples) if samples else 0


def level(samples: "Samples") -> "Samples":
    """Bring samples to the target loudness without clipping; silence stays as it is."""
    loudest = peak(samples)
    if not loudest:
        return samples
    gain_db = min(TARGET_DBFS - dbfs(rms(samples)), PEAK_DBFS - dbfs(loudest))
    gain = 10 ** (gain_db / 20)
    return array("h", [round(sample * gain) for sample in samples])


def from_little_endian(raw: bytes) -> "Samples":
    """Read 16-bit samples as files hold them."""
    samples = array("h", raw)
    if sys.byteorder == "big":
        samples.byteswap()
    return samples


def to_wav(samples: "Samples") -> bytes:
    """Write a WAV file."""
    little = array("h", samples)
    if sys.byteorder == "big":
        little.byteswap()
    file = io.BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(RATE)
        sound.writeframes(little.tobytes())
    return file.getvalue()


def silence(seconds: float) -> "Samples":
    """Return so much silence."""
    return array("h", [0]) * round(RATE * seconds)


def write_whole(file: Path, content: bytes) -> None:
    """Write a file that appears whole or not at all, for every user to read. Raises OSError."""
    handle, name = tempfile.mkstemp(dir=file.parent, suffix=".part")
    try:
        with os.fdopen(handle, "wb") as part:
            part.write(content)
        Path(name).chmod(0o644)
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def to_ulaw(samples: "Samples") -> bytes:
    """Write samples as G.711 µ-law: one byte each, the logarithm of the amplitude (ITU-T G.711, table 2)."""
    return bytes(_ulaw(sample) for sample in samples)


_BIAS, _CLIP = 132, 32_635


def _ulaw(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    amplitude = min(abs(sample), _CLIP) + _BIAS
    segment = amplitude.bit_length() - 8
    step = (amplitude >> (segment + 3)) & 0x0F
    return ~(sign | segment << 4 | step) & 0xFF
