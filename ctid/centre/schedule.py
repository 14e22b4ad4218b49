"""When each of many things falls due: the soonest is at hand, and nothing else is looked at.

What is put off or taken back stays in the heap until it comes up. It is dropped then: an entry counts only
while the thing is due at that very instant.
"""

from collections.abc import Iterator
from datetime import datetime
from heapq import heappop, heappush
from typing import Generic, TypeVar

K = TypeVar("K", bound=str)


class Schedule(Generic[K]):
    """At most one instant for each thing; of those due together the lower name comes first."""

    __slots__ = ("_at", "_heap")

    def __init__(self) -> None:
        self._at: dict[K, datetime] = {}
        self._heap: list[tuple[datetime, K]] = []

    def put(self, thing: K, at: datetime | None) -> None:
        """Have a thing fall due then, and no other time; None: not at all."""
        if at is None:
            self._at.pop(thing, None)
        elif self._at.get(thing) != at:
            self._at[thing] = at
            heappush(self._heap, (at, thing))

    def put_off(self, soonest: datetime) -> None:
        """Let nothing fall due before."""
        for thing, at in list(self._at.items()):
            self.put(thing, max(at, soonest))

    def next(self) -> datetime | None:
        """Return when the soonest thing is due."""
        while self._heap and self._at.get(self._heap[0][1]) != self._heap[0][0]:
            heappop(self._heap)
        return self._heap[0][0] if self._heap else None

    def take(self, now: datetime) -> Iterator[K]:
        """Yield what is due by now, the soonest first; it is due no more."""
        while (at := self.next()) is not None and at <= now:
            _, thing = heappop(self._heap)
            del self._at[thing]
            yield thing
