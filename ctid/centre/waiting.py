"""What is remembered of a caller's waiting: what the overflow rules came to, and what the caller was told."""

from dataclasses import dataclass, field
from datetime import datetime

from ctid.model.ids import QueueName
from ctid.model.overflow import Overflow
from ctid.routing.estimate import Announcement, Standing


@dataclass(slots=True)
class Waiting:
    """Of one call. A stay is in one line since an instant; `ask_at` and what was told are about that one."""

    stay: tuple[QueueName, datetime] | None = None
    ask_at: datetime | None = None  # when the overflow rules are asked next; None: no time is awaited
    followed: set[tuple[QueueName, Overflow]] = field(default_factory=set)  # each once in a call
    sent_at: datetime | None = None  # when a rule sent them out of the line
    told_at: datetime | None = None
    at: Standing | None = None  # as it was when they were told last
    position: int = 0  # as told last
    wait: Announcement | None = None  # as told last
