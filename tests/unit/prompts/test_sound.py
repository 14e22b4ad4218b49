import math
import wave
from array import array
from io import BytesIO

import pytest

from ctid.prompts.sound import (
    PEAK_DBFS,
    RATE,
    TARGET_DBFS,
    Samples,
    dbfs,
    from_little_endian,
    level,
    peak,
    rms,
    to_ulaw,
    to_wav,
)


def tone(amplitude: float) -> Samples:
    return array("h", [round(amplitude * math.sin(step / 5)) for step in range(RATE)])


@pytest.mark.parametrize("amplitude", [100, 3000, 32767])
def test_whatever_was_loud_or_soft_becomes_equally_loud(amplitude):
    assert dbfs(rms(level(tone(amplitude)))) == pytest.approx(TARGET_DBFS, abs=0.2)


def test_a_recording_with_sharp_peaks_stays_quieter_rather_than_clip():
    clicks = array("h", [3000 if step % 400 == 0 else 1 for step in range(RATE)])
    levelled = level(clicks)
    assert dbfs(peak(levelled)) == pytest.approx(PEAK_DBFS, abs=0.1)
    assert dbfs(rms(levelled)) < TARGET_DBFS


def test_silence_stays_silence():
    assert level(array("h", [0] * 80)) == array("h", [0] * 80)
    assert level(array("h")) == array("h")


def test_a_recording_is_8_khz_mono_16_bit_pcm():
    with wave.open(BytesIO(to_wav(array("h", [1, -2, 3])))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 1, 2)
        assert from_little_endian(sound.readframes(3)) == array("h", [1, -2, 3])


def test_mu_law_says_silence_and_full_scale_as_the_standard_does():
    assert to_ulaw(array("h", [0, 32_767, -32_768])) == bytes([0xFF, 0x80, 0x00])


def test_mu_law_keeps_a_sample_within_its_step():
    def back(code: int) -> int:
        code = ~code & 0xFF
        value = ((((code & 0x0F) << 3) + 132) << ((code >> 4) & 7)) - 132
        return -value if code & 0x80 else value

    samples = tone(30_000)
    for sample, code in zip(samples, to_ulaw(samples), strict=True):
        assert abs(back(code) - sample) <= 4 + abs(sample) / 30
