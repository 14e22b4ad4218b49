"""Who is to be called back: the part of the live state that only these rules change."""

from dataclasses import dataclass, field
from datetime import UTC, datetime

from ctid.model.callbacks import Callback
from ctid.model.do_not_call import DoNotCall
from ctid.model.ids import InteractionId, LegId
from ctid.model.reasons import Reason
from ctid.model.routing_policy import Dial

LONG_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class Wishes:
    """`open` are those not ended, as they were asked for; `due` those of them whose turn may come.

    `held` says why a place may not be served now; it may not be either while it is being called or rests.
    `do_not_call` is by number (E.164).
    `legs` are those of callers who are, or were, called back; `listening` those who hear the promise still.
    """

    open: dict[InteractionId, Callback] = field(default_factory=dict)
    due: dict[InteractionId, Dial] = field(default_factory=dict)
    held: dict[InteractionId, Reason] = field(default_factory=dict)
    do_not_call: dict[str, DoNotCall] = field(default_factory=dict)
    legs: dict[LegId, InteractionId] = field(default_factory=dict)
    listening: set[LegId] = field(default_factory=set)
    looked_at: datetime = LONG_AGO
