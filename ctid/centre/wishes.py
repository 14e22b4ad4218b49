"""Who is to be called back: the part of the live state that only these rules change."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctid.model.callbacks import Callback
from ctid.model.ids import InteractionId, LegId
from ctid.model.routing_policy import Dial

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Wishes:
    """`open` are those not ended, as they were asked for; `due` those of them whose turn may come.

    `legs` are those of callers who are, or were, called back; `listening` those who hear the promise still.
    """

    open: dict[InteractionId, Callback] = field(default_factory=dict)
    due: dict[InteractionId, Dial] = field(default_factory=dict)
    legs: dict[LegId, InteractionId] = field(default_factory=dict)
    listening: set[LegId] = field(default_factory=set)
    looked_at: datetime = LONG_AGO
