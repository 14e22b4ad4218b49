"""A mailroom on a virtual clock: an outbox, receivers that behave as told, and the time jumping ahead."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from heapq import heappop, heappush
from itertools import count

from ctid.model.events import Event, EventKind, Published
from ctid.model.ids import InteractionId
from ctid.model.webhooks import Attempt, Delivery, DeliveryState, Endpoint, EndpointId, Secret
from ctid.webhooks.mail import (
    Attempted,
    Fetch,
    Fetched,
    Forget,
    Input,
    Keep,
    KeepEndpoint,
    News,
    Opened,
    Send,
    Time,
)
from ctid.webhooks.mailroom import Mailroom

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
KEY = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
NO_TIME = timedelta(0)


def endpoint(id: str = "a", types: tuple[str, ...] = ("*",)) -> Endpoint:
    return Endpoint(EndpointId(id), f"https://{id}.example.com/", types, (Secret(KEY),), START)


def event(call: str | None, kind: EventKind = EventKind.CALL_QUEUED, at: datetime = START) -> Event:
    return Event(kind, at, InteractionId(call) if call else None)


@dataclass(frozen=True)
class Answer:
    """What a receiver does: its status after `took` (None: no answer), and its Retry-After."""

    status: int | None = 200
    took: timedelta = timedelta(milliseconds=5)
    asked: timedelta | None = None


Receiver = Callable[[datetime, Delivery], Answer]


@dataclass
class MailWorld:
    """Carries out what the mailroom decides, on a clock that jumps from one happening to the next."""

    receivers: dict[str, Receiver] = field(default_factory=dict)
    seed: int = 1
    window: int = 10_000
    now: datetime = START
    outbox: list[Published] = field(default_factory=list)
    sent: list[tuple[datetime, Delivery]] = field(default_factory=list)
    got: dict[str, list[Delivery]] = field(default_factory=dict)  # answered with 2xx, in order
    kept: dict[str, Delivery] = field(default_factory=dict)
    cursors: dict[str, int] = field(default_factory=dict)
    endpoints: dict[str, Endpoint] = field(default_factory=dict)
    most_flying: int = 0

    def __post_init__(self) -> None:
        self._tie = count()
        self._calls: dict[InteractionId | None, int] = {}
        self.start()

    def start(self) -> None:
        """Begin with a fresh mailroom; what was in flight is never answered."""
        self.room = Mailroom(random.Random(self.seed).random, window=self.window)
        self._ahead: list[tuple[datetime, int, Input]] = []
        self._flying: dict[str, int] = {}

    def restart(self) -> None:
        """Crash and come back with what was kept."""
        self.start()
        for each in self.endpoints.values():
            waiting = [
                delivery
                for delivery in self.kept.values()
                if delivery.endpoint == each.id and delivery.state is DeliveryState.WAITING
            ]
            self.tell(Opened(each, self.cursors[each.id], waiting))

    def open(self, *endpoints: Endpoint, cursor: int = 0) -> None:
        for each in endpoints:
            self.receivers.setdefault(each.id, lambda now, delivery: Answer())
            self.tell(Opened(each, cursor))

    def publish(self, *events: Event) -> None:
        for each in events:
            call_seq = None
            if each.interaction is not None:
                call_seq = self._calls[each.interaction] = self._calls.get(each.interaction, 0) + 1
            self.outbox.append(Published(len(self.outbox) + 1, call_seq, each))
        self.tell(News())

    def run(self, until: timedelta | None = None) -> None:
        """Go on until nothing is left to happen, or for a while."""
        end = None if until is None else self.now + until
        while True:
            due = self.room.next_deadline()
            following = self._ahead[0][0] if self._ahead else None
            at = min((each for each in (due, following) if each), default=None)
            if at is None or (end is not None and at > end):
                break
            self.now = max(self.now, at)
            if following is not None and following <= self.now:
                self.tell(heappop(self._ahead)[2])
            else:
                self.tell(Time())
        self.now = end or self.now

    def tell(self, input: Input) -> None:
        if isinstance(input, Attempted):
            self._flying[input.endpoint] -= 1
        for action in self.room.handle(input, self.now):
            match action:
                case Send(to, delivery):
                    self._send(to, delivery)
                case Fetch(after, limit):
                    self._later(NO_TIME, Fetched(after, tuple(self.outbox[after : after + limit])))
                case Keep(delivery):
                    self.kept[delivery.id] = delivery
                case KeepEndpoint(each, cursor):
                    self.endpoints[each.id], self.cursors[each.id] = each, cursor
                case Forget(id):
                    del self.endpoints[id], self.cursors[id]

    def _send(self, to: Endpoint, delivery: Delivery) -> None:
        self.sent.append((self.now, delivery))
        answer = self.receivers[to.id](self.now, delivery)
        if answer.status is not None and 200 <= answer.status < 300:
            self.got.setdefault(to.id, []).append(delivery)
        self._flying[to.id] = self._flying.get(to.id, 0) + 1
        self.most_flying = max(self.most_flying, self._flying[to.id])
        attempt = Attempt(self.now, answer.status, str(answer.status), answer.took)
        self._later(answer.took, Attempted(to.id, delivery.id, attempt, answer.asked))

    def _later(self, wait: timedelta, input: Input) -> None:
        heappush(self._ahead, (self.now + wait, next(self._tie), input))

    def seqs(self, id: str = "a", line: str | None = None) -> list[int]:
        """The numbers of the events an endpoint took, in the order in which it took them."""
        return [each.seq for each in self.got.get(id, []) if line is None or each.line == line]
