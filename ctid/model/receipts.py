"""What is told to whoever asks for something that nobody but the database remembers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GiveReceipt:
    """Tell who asked that it was done: once it is written down, and not before."""

    command: str
