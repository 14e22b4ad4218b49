"""The ledger of consent: what owners of numbers say about being called. It is only ever added to."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Word:
    """What the owner of a number (E.164) said at `at`: they may be called (`given`), or not any more.

    `source` is how they said it ("form", "call", "letter"), `proof` where that can be seen; `who` wrote it
    down at `noted_at` (None: with the import that brought them).
    """

    number: str
    at: datetime
    given: bool
    source: str
    proof: str = ""
    who: str = ""
    noted_at: datetime | None = None
    id: str = ""
