"""The virtual clock of a floor: a heap of turns (when, number, what to do, with whom), in seconds."""

from collections.abc import Callable
from heapq import heappop, heappush
from typing import Any

Act = Callable[[Any], None]


class Clock:
    """What is to come. Whoever changes what a dialer sees says so in `changed`."""

    def __init__(self) -> None:
        self.now = 0.0
        self.changed = False
        self._put = 0
        self._heap: list[tuple[float, int, Act, object]] = []

    def at(self, due: float, act: Act, whom: object = None) -> None:
        """Put down a turn; those of one instant come in the order in which they were put down."""
        self._put += 1
        heappush(self._heap, (due, self._put, act, whom))

    def run(self, until: float, changed: Callable[[], None]) -> None:
        """Take all turns up to `until`; `changed` is called after each that changed what is seen."""
        heap = self._heap
        while heap and heap[0][0] <= until:
            self.now, _, act, whom = heappop(heap)
            act(whom)
            if self.changed:
                self.changed = False
                changed()
