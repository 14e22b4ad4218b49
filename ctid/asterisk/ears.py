"""Who hears what a caller says, as a session uses them."""

from collections.abc import Collection, Mapping
from typing import Protocol

from ctid.ivr.speech import Heard
from ctid.model.languages import Language


class Ears(Protocol):
    """A recogniser, wherever it works."""

    @property
    def words(self) -> Mapping[Language, Collection[str]]:
        """The words that it knows of each language."""
        ...

    def prepare(self) -> None:
        """Get ready to hear, if that takes time; somebody is about to be listened to."""
        ...

    async def hear(self, utterance: bytes, words: Collection[str]) -> Heard:
        """Say which of the words was said: 8 kHz, 16 bit, little-endian, one channel. Never raises."""
        ...

    def close(self) -> None:
        """Hear no more."""
        ...
