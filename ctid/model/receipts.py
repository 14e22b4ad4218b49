"""What is told to whoever hands something over for keeps."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class GiveReceipt:
    """Tell who brought work that it is taken over: once it is written down, and not before."""

    command: str
