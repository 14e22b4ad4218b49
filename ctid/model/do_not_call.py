"""Numbers that are not to be called back: the centre's own do-not-call list."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class DoNotCall:
    """A number (E.164) that is not called back, or may be again: by whose word, since when, why."""

    number: str
    listed: bool
    who: str
    since: datetime
    why: str

    @property
    def id(self) -> str:
        """What is written over the last one of the same name."""
        return self.number
