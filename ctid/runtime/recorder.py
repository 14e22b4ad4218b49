"""Keeps what the centre is told, so that a day can be replayed: inputs, the ids drawn for them, the outcome.

A run begins with a line that says what it ran on. An instant that passed and led to nothing is not kept: it
changes nothing that the next input would not change in the same way, and there is one every second. Only
while campaigns dial it is: pacing was asked then, and has learnt.
"""

import secrets
from collections.abc import Callable, Sequence
from datetime import datetime

from ctid.centre.rules import Input, Tick
from ctid.model.effects import Effect
from ctid.model.events import Event
from ctid.model.ids import OFFER_PREFIX, OfferId
from ctid.store.encoding import Json, Line
from ctid.store.inputs import first_line, line_of


def random_offer_id() -> OfferId:
    """Draw an id that no other run draws (64 bits)."""
    return OfferId(OFFER_PREFIX + secrets.token_hex(8))


class Recorder:
    """Writes lines. `draw` is the centre's source of offers' ids; `ran_on` is told in the first line.

    `learns` says whether time alone teaches the centre something just now.
    """

    def __init__(
        self,
        ran_on: Json,
        draw: Callable[[], OfferId] = random_offer_id,
        learns: Callable[[], bool] = lambda: False,
    ) -> None:
        self._ran_on = ran_on
        self._draw = draw
        self._learns = learns
        self._drawn: list[OfferId] = []
        self._begun = False

    def draw(self) -> OfferId:
        """Draw the id of an offer, and remember for which input."""
        self._drawn.append(self._draw())
        return self._drawn[-1]

    def lines(self, item: Input, now: datetime, said: Sequence[Effect | Event]) -> tuple[Line, ...]:
        """Return what is to be kept of an input that has been handled at `now`."""
        ids, self._drawn = self._drawn, []
        if isinstance(item, Tick):
            kept = (line_of(now, None, ids, said),) if said or self._learns() else ()
        else:
            kept = (line_of(now, item, ids, said),)
        if self._begun or not kept:
            return kept
        self._begun = True
        return (first_line(now, self._ran_on), *kept)
