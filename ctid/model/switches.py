"""What a supervisor decides on the spot: a queue is closed now, a number is not let in."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import QueueName


class LeadsTo(StrEnum):
    """What follows the announcement of a closed queue."""

    END = "end"
    VOICEMAIL = "voicemail"
    CALLBACK = "callback"


@dataclass(frozen=True, slots=True)
class QueueSwitch:
    """A queue is closed (or open again): by whom, since when and, if it reopens by itself, until when.

    `says` is the key of the announcement that callers hear.
    """

    queue: QueueName
    closed: bool
    who: str
    since: datetime
    says: str = "closed"
    leads_to: LeadsTo = LeadsTo.END
    until: datetime | None = None

    @property
    def id(self) -> str:
        """What is written over the last one of the same name."""
        return self.queue


@dataclass(frozen=True, slots=True)
class BlockedNumber:
    """A number (E.164) whose calls are ended at once, or no longer are: by whom, since when, why."""

    number: str
    blocked: bool
    who: str
    since: datetime
    reason: str
    until: datetime | None = None

    @property
    def id(self) -> str:
        """What is written over the last one of the same name."""
        return self.number
