"""The voices of the speech benchmarks: espeak-ng's, over a telephone's µ-law. Nobody who is learnt from is
examined.
"""

import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from ctid.lab.tree import Toolbox, cache_directory

WORDS = ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "yes", "no")
OTHERS = (
    *("hello", "agent", "orders", "please", "what", "help", "billing", "wait", "sorry", "monday", "operator"),
    *("account", "thanks", "repeat", "ten", "twelve", "today", "ex", "you", "see", "are", "hour", "half"),
)
UNKNOWN = ("maybe", "number", "later", "goodbye")
"""Words of nobody's vocabulary: OTHERS are learnt from, UNKNOWN are examined."""


@dataclass(frozen=True, slots=True)
class Voice:
    """An accent with a variant ("" is its plain one), a speed (words a minute) and a pitch (0–99)."""

    accent: str
    variant: str
    speed: int
    pitch: int

    def __str__(self) -> str:
        return f"{self.accent}{self.variant and '+'}{self.variant}-{self.speed}-{self.pitch}"


_LEARNT = (("en-us", "en-gb", "en-gb-x-gbcwmd"), ("m1", "m2", "m4", "m5", "m6", "m8", "f1", "f5"))
_PACES = ((115, 40), (145, 55), (175, 62))
_EXAMINED = (
    *(("en-us", ""), ("en-gb", ""), ("en-gb-x-rp", ""), ("en-gb-scotland", ""), ("en-029", "")),
    *(("en-us", "f3"), ("en-us", "m3"), ("en-us", "m7"), ("en-gb", "f2"), ("en-gb-x-gbclan", "f4")),
)
EXAMINED = tuple(Voice(*name, speed, 50) for name in _EXAMINED for speed in (130, 160))


def learnt(words: Sequence[str], takes: int) -> Iterator[tuple[Voice, str]]:
    """Yield every voice with every word, `takes` times, at changing paces."""
    for one, (accent, variant) in enumerate(product(*_LEARNT)):
        for other, word in enumerate(words):
            for take in range(takes):
                yield Voice(accent, variant, *_PACES[(one + other + take) % len(_PACES)]), word


def spoken(tools: Toolbox, voice: Voice, word: str) -> Path:
    """Return a file of a voice that says a word: raw µ-law, 8 kHz, some quiet before and after."""
    file = cache_directory() / "speech" / f"{voice}-{word}.ulaw"
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        name = f"{voice.accent}{voice.variant and '+'}{voice.variant}"
        how = ("-v", name, "-s", str(voice.speed), "-p", str(voice.pitch), "--stdout", word)
        said = subprocess.run(tools.argv("espeak-ng", *how), capture_output=True, check=True).stdout
        thin = ("-r", "8000", "-c", "1", "-t", "raw", "-e", "u-law", str(file), "pad", "0.3", "0.8")
        sox = tools.argv("sox", "-V1", "-t", "wav", "--ignore-length", "-", *thin)
        subprocess.run(sox, input=said, check=True)
    return file


def linear(tools: Toolbox, file: Path) -> bytes:
    """Return a file of µ-law as Asterisk would hand it to us: 8 kHz, 16 bit."""
    sox = ("-V1", "-t", "raw", "-r", "8000", "-e", "u-law", "-c", "1", str(file), "-t", "raw")
    wanted = ("-e", "signed", "-b", "16", "-L", "-")
    return subprocess.run(tools.argv("sox", *sox, *wanted), capture_output=True, check=True).stdout
