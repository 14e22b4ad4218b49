"""Gives every event its two numbers: its place among all, and its place within its interaction.

Both count on without a gap from what the database holds. The events that a killed process had numbered and
not yet made durable were seen by nobody (see `store.writer`), so the next run gives their numbers to others.

The counter of an interaction must outlive it: what came of a call is said after it is over, and "logged"
after that. So counters are kept for as long as the centre may still speak of the interaction or its "logged"
is owed; of the others the latest `KEPT` stay, and the longest-untouched one goes.
"""

from collections import OrderedDict
from collections.abc import Callable, Mapping

from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import InteractionId
from ctid.store.store import Store

KEPT = 20_000  # counters
LATEST = 50_000  # events whose interactions' counters are taken over at the start


class Numbering:
    """The next number of everything. `knows` says whether the centre may still speak of an interaction."""

    def __init__(
        self,
        last_seq: int,
        call_seqs: Mapping[InteractionId, int],
        knows: Callable[[InteractionId], bool] = lambda _: False,
    ) -> None:
        self._seq = last_seq
        self._call_seqs = OrderedDict(call_seqs)
        self._knows = knows
        self._owed: set[InteractionId] = set()  # closed, and not yet logged

    def number(self, event: Event) -> Published:
        """Give the event the next numbers."""
        self._seq += 1
        if event.interaction is None:
            return Published(self._seq, None, event)
        call_seq = self._call_seqs.get(event.interaction, 0) + 1
        self._call_seqs[event.interaction] = call_seq
        self._call_seqs.move_to_end(event.interaction)
        if event.kind is EventKind.INTERACTION_CLOSED:
            self._owed.add(event.interaction)
        elif event.kind is EventKind.INTERACTION_LOGGED:
            self._owed.discard(event.interaction)
        self._forget_one()
        return Published(self._seq, call_seq, event)

    def _forget_one(self) -> None:
        """Look at the longest-untouched counter when there are too many: one goes for each that comes."""
        if len(self._call_seqs) > KEPT:
            oldest, number = self._call_seqs.popitem(last=False)
            if oldest in self._owed or self._knows(oldest):
                self._call_seqs[oldest] = number


async def numbering_of(store: Store, knows: Callable[[InteractionId], bool]) -> Numbering:
    """Return the numbering that goes on where the database ends."""
    return Numbering(await store.last_seq(), await store.call_seqs(LATEST), knows)
