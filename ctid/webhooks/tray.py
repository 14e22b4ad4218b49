"""The deliveries of one endpoint that are not done, in lines: one line a call, each in the order of events.

Only the head of a line may go out, one at a time, so a receiver sees a call's events in order; the other
lines do not wait for it. The heads that may go are kept in a heap by their due time. An entry of the heap
that no longer describes the head of an idle line is stale and skipped.
"""

from bisect import insort
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from heapq import heappop, heappush

from ctid.model.webhooks import Delivery, DeliveryId, Endpoint, EndpointState

CONCURRENCY = 8  # attempts at one endpoint at the same time
WINDOW = 10_000  # deliveries of one endpoint in memory; more events wait in the outbox
DOWN_AFTER = 5  # failures in a row


@dataclass(slots=True)
class _Line:
    waiting: list[Delivery] = field(default_factory=list)
    busy: DeliveryId | None = None


class Tray:
    """One endpoint's state. `cursor` is the last event looked at; `caught_up` the news it was read after."""

    def __init__(self, endpoint: Endpoint, cursor: int) -> None:
        self.endpoint = endpoint
        self.cursor = cursor
        self.caught_up = -1
        self.quiet_until: datetime | None = None
        self.failures = 0
        self._lines: dict[str, _Line] = {}
        self._held: dict[DeliveryId, str] = {}
        self._heads: list[tuple[datetime, int, str]] = []
        self._flying = 0

    def __len__(self) -> int:
        return len(self._held)

    def __contains__(self, id: DeliveryId) -> bool:
        return id in self._held

    @property
    def active(self) -> bool:
        """Say whether the endpoint is to be told anything."""
        return self.endpoint.state is EndpointState.ACTIVE

    @property
    def down(self) -> bool:
        """Say whether the receiver failed so often in a row that it seems to be away."""
        return self.failures >= DOWN_AFTER

    def put(self, delivery: Delivery) -> None:
        """Take a delivery into its line, at the place of its event."""
        line = self._lines.setdefault(delivery.line, _Line())
        insort(line.waiting, delivery, key=lambda each: each.seq)
        self._held[delivery.id] = delivery.line
        self._offer(delivery.line)

    def start(self, now: datetime) -> Iterator[Delivery]:
        """Yield the deliveries to send now; each is in flight until `land`."""
        if not self.active or (self.quiet_until is not None and self.quiet_until > now):
            return
        while self._flying < CONCURRENCY and self._due_at() is not None and self._heads[0][0] <= now:
            line = self._lines[heappop(self._heads)[2]]
            line.busy = line.waiting[0].id
            self._flying += 1
            yield line.waiting[0]

    def land(self, id: DeliveryId) -> Delivery | None:
        """Take a delivery out after its attempt; `put` it in again if there will be another."""
        name = self._held.get(id)
        if name is None or self._lines[name].busy != id:
            return None
        line = self._lines[name]
        place = next(n for n, each in enumerate(line.waiting) if each.id == id)
        landed = line.waiting.pop(place)
        line.busy = None
        self._flying -= 1
        del self._held[id]
        if line.waiting:
            self._offer(name)
        else:
            del self._lines[name]
        return landed

    def renew(self, change: Callable[[Delivery], Delivery]) -> list[Delivery]:
        """Change all that waits and is not in flight (never its line or its event); return it."""
        return [each for name in self._lines for each in self._renew(name, change, len(self._held))]

    def hasten(self, change: Callable[[Delivery], Delivery]) -> list[Delivery]:
        """Change only the heads of idle lines that have failed before; return them."""
        failed = [name for name, line in self._lines.items() if line.busy is None and line.waiting[0].tries]
        return [each for name in failed for each in self._renew(name, change, 1)]

    def _renew(self, name: str, change: Callable[[Delivery], Delivery], most: int) -> list[Delivery]:
        line = self._lines[name]
        places = [n for n, each in enumerate(line.waiting[:most]) if each.id != line.busy]
        for n in places:
            line.waiting[n] = change(line.waiting[n])
        self._offer(name)
        return [line.waiting[n] for n in places]

    def deadline(self) -> datetime | None:
        """Return when something may next be sent."""
        due = self._due_at()
        if not self.active or due is None or self._flying >= CONCURRENCY:
            return None
        return due if self.quiet_until is None else max(due, self.quiet_until)

    def _offer(self, name: str) -> None:
        line = self._lines[name]
        head = line.waiting[0]
        if line.busy is None and head.next_at is not None:
            heappush(self._heads, (head.next_at, head.seq, name))

    def _due_at(self) -> datetime | None:
        while self._heads and self._is_stale(*self._heads[0]):
            heappop(self._heads)
        return self._heads[0][0] if self._heads else None

    def _is_stale(self, at: datetime, seq: int, name: str) -> bool:
        line = self._lines.get(name)
        if line is None or line.busy is not None:
            return True
        return line.waiting[0].seq != seq or line.waiting[0].next_at != at
