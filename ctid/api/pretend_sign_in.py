"""Who is signed in, in plain memory."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class PretendSession:
    """A session of memory."""

    role: str
    subject: str
    until: datetime


@dataclass(frozen=True, slots=True)
class PretendToken:
    """A token of memory."""

    name: str
    scopes: tuple[str, ...]
