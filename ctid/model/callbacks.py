"""Callers who keep their place and are called back (virtual hold): the record of one wish.

The interaction goes on meanwhile, with its id and its time of entry; only the leg is gone. What is written
here outlives every restart, because no leg on the switch remembers the place.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from ctid.model.ids import InteractionId, LegId, QueueName, SkillName
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial


class CallbackState(StrEnum):
    """Where a wish to be called back is."""

    WAITING = "waiting"  # holds its place in the line
    DIALLING = "dialling"  # the number is called: written down before it is
    RESTING = "resting"  # not reached; called again after a while
    UNKNOWN = "unknown"  # nobody knows whether the number was called: never again by itself
    REACHED = "reached"
    FAILED = "failed"  # not reached, and not called again
    EXPIRED = "expired"
    CANCELLED = "cancelled"


ENDED = frozenset(
    {CallbackState.REACHED, CallbackState.FAILED, CallbackState.EXPIRED, CallbackState.CANCELLED}
)


@dataclass(frozen=True, slots=True)
class Callback:
    """The place that is kept, the number (E.164) to call, and what came of it so far.

    `leg` is that of the last attempt. `again_at` is when a resting one takes its place again.
    """

    id: InteractionId
    number: str
    queue: QueueName
    dial: Dial
    asked_at: datetime
    expires_at: datetime
    entered_at: datetime
    priority: int = 0
    asked: Mapping[SkillName, int] = field(default_factory=dict)
    state: CallbackState = CallbackState.WAITING
    attempts: int = 0
    leg: LegId | None = None
    dialled_at: datetime | None = None
    again_at: datetime | None = None
    ended_at: datetime | None = None
    reason: Reason | None = None  # why the last attempt failed, or it ended
