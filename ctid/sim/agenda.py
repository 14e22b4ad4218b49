"""The virtual clock: what is due next, in order of time and, at one instant, of having been put down."""

from collections.abc import Callable
from datetime import datetime, timedelta
from heapq import heappop, heappush

Turn = Callable[[], None]


class Agenda:
    """What will happen. `now` moves only by `next`."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._put = 0
        self._heap: list[tuple[datetime, int, Turn]] = []

    def at(self, due: datetime, turn: Turn) -> None:
        """Put `turn` down for `due`, or for now if that is past."""
        self._put += 1
        heappush(self._heap, (max(due, self.now), self._put, turn))

    def after(self, span: timedelta, turn: Turn) -> None:
        """Put `turn` down for `span` from now."""
        self.at(self.now + span, turn)

    def due(self) -> datetime | None:
        """Return when the next turn comes; None when nothing is left."""
        return self._heap[0][0] if self._heap else None

    def next(self) -> Turn:
        """Move to the next turn and return it."""
        self.now, _, turn = heappop(self._heap)
        return turn
