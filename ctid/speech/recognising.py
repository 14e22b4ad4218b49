"""The recognisers there are, and which of them is used."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Protocol, cast

from ctid.ivr.speech import Heard
from ctid.model.languages import Language


class Recogniser(Protocol):
    """Hears one utterance at a time."""

    def hear(self, utterance: bytes, words: Collection[str]) -> Heard:
        """Say which of the words was said: 8 kHz, 16 bit, little-endian, one channel, cut to the words."""
        ...


@dataclass(frozen=True, slots=True)
class Known:
    """A recogniser: the Python package it needs, our module with its `recogniser()`, and what it knows."""

    package: str
    module: str
    words: Mapping[Language, Collection[str]]

    @property
    def installed(self) -> bool:
        """Say whether its package is here."""
        return find_spec(self.package) is not None

    def make(self) -> Recogniser:
        """Load it; takes some seconds."""
        make = cast(Callable[[], Recogniser], import_module(self.module).recogniser)
        return make()


_DIGITS = ("zero", "oh", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")

RECOGNISERS: Mapping[str, Known] = {
    "pocketsphinx": Known("pocketsphinx", "ctid.speech.sphinx", {Language.EN: (*_DIGITS, "yes", "no")}),
}


def choose(wanted: str) -> str:
    """Return the recogniser to use: the one wanted, or for `auto` the first that is installed; "" is none."""
    names = [name for name in RECOGNISERS if wanted in (name, "auto") and RECOGNISERS[name].installed]
    return names[0] if names else ""
