"""Tones that parties say, and how loud one of them is in a recording (Goertzel's algorithm)."""

import math
import wave
from array import array
from pathlib import Path

from ctid.lab.voice import Voice
from ctid.prompts.sound import RATE, to_ulaw


def tone(folder: Path, hertz: int) -> Voice:
    """Return a voice that is one tone without a seam: ten seconds hold whole periods of it."""
    samples = array("h", (round(8000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(RATE * 10)))
    file = folder / f"{hertz}.ulaw"
    file.write_bytes(to_ulaw(samples))
    return Voice(speech=file)


def strength(samples: "array[int]", hertz: int) -> float:
    """Return the amplitude of a tone in samples at 8 kHz (0 to 32767)."""
    turn = 2 * math.cos(2 * math.pi * hertz / RATE)
    before = last = 0.0
    for sample in samples:
        before, last = last, sample + turn * last - before
    power = last * last + before * before - turn * last * before
    return 2 * math.sqrt(max(0.0, power)) / max(1, len(samples))


def two_sides(file: Path) -> "tuple[array[int], array[int]]":
    """Return the left and the right samples of a stereo WAV file."""
    with wave.open(str(file)) as sound:
        assert (sound.getnchannels(), sound.getframerate(), sound.getsampwidth()) == (2, RATE, 2)
        both = array("h", sound.readframes(sound.getnframes()))
    return both[0::2], both[1::2]


def slices(samples: "array[int]", hertz: int, ms: int = 100) -> list[float]:
    """Return how loud the tone is in each slice of time."""
    step = RATE * ms // 1000
    return [strength(samples[at : at + step], hertz) for at in range(0, len(samples) - step + 1, step)]
