"""Taking turns by weight: stride scheduling (Waldspurger and Weihl, 1995).

Whoever has weight 3 is chosen three times as often as who has 1, evenly mixed. Who had nothing to give for a
while (a zone where it is night) does not catch up afterwards: they join at the place of those who went on.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Generic, Protocol, TypeVar


class Ordered(Protocol):
    """What can be put in an order, so that ties are settled the same way every time."""

    def __lt__(self, other: Any, /) -> bool: ...


K = TypeVar("K", bound=Ordered)


class Turns(Generic[K]):
    """Whose turn it is. Keys without a weight have weight 1."""

    def __init__(self, weights: Mapping[K, int]) -> None:
        self._weights = weights
        self._waits: dict[K, float] = {}  # since when, of those who could have had the last turn
        self._rests: dict[K, float] = {}  # until when, of those who had one
        self._now = 0.0  # it goes on by the turns that are taken

    def take(self, among: Iterable[K]) -> K:
        """Give somebody of these their turn (`ValueError` if there is nobody)."""
        self._waits = {key: self._waits.get(key, self._comes(key)) for key in among}
        chosen = min(self._waits, key=lambda key: (self._end(key), key))
        self._rests[chosen] = self._end(chosen)
        self._now = self._waits.pop(chosen)
        return chosen

    def _comes(self, key: K) -> float:
        return max(self._rests.get(key, 0.0), self._now)

    def _end(self, key: K) -> float:
        return self._waits[key] + 1 / max(1, self._weights.get(key, 1))
