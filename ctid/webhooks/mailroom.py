"""Decides what is sent to whom and when: `handle(input, now) -> actions`, and never waits itself.

Each endpoint has a tray of its own and reads the outbox by its own cursor, so no receiver can hold up
another. A cursor moves on when its events are in the tray; both are written in one transaction, and what
was sent since the last one is sent again after a crash: at least once, never lost. Memory is bounded by
the tray's window: when it is full the events wait where they are, in the outbox.

When a receiver that seemed away answers again, the heads that wait out a long pause are hastened, so that
healing takes seconds and not the rest of a day.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import singledispatchmethod

from ctid.model.events import Published
from ctid.model.reasons import Reason
from ctid.model.webhooks import Delivery, DeliveryState, Endpoint, EndpointId, EndpointState
from ctid.webhooks.mail import (
    Action,
    Again,
    AgainSince,
    Attempted,
    Changed,
    Fetch,
    Fetched,
    Forget,
    Input,
    Keep,
    KeepEndpoint,
    News,
    Opened,
    Removed,
    Send,
    Time,
)
from ctid.webhooks.message import delivery_of
from ctid.webhooks.schedule import PATIENCE, wait_after
from ctid.webhooks.tray import WINDOW, Tray

BATCH = 200  # events read at a time
ATTEMPTS_KEPT = 12
HEALED_WITHIN = timedelta(seconds=30)  # what waited out a long pause is spread over this

GONE = 410
THROTTLED = frozenset({429, 502, 503, 504})


class Mailroom:
    """The one writer of all that concerns webhooks. `chance` gives numbers from 0 to 1."""

    def __init__(self, chance: Callable[[], float], *, window: int = WINDOW) -> None:
        self._chance = chance
        self._window = window
        self._trays: dict[EndpointId, Tray] = {}
        self._fetching: dict[int, int] = {}  # cursor → the news it was asked after
        self._news = 0

    def handle(self, input: Input, now: datetime) -> list[Action]:
        """Take one input in; return all that is to be done about it, in order."""
        decided = list(self._take(input, now))
        return [*decided, *self._sends(now), *self._fetches()]

    def next_deadline(self) -> datetime | None:
        """Return when `Time` is to be handled next; None while nothing waits for time to pass."""
        return min((at for tray in self._trays.values() if (at := tray.deadline())), default=None)

    def endpoints(self) -> list[Endpoint]:
        """Return every endpoint as it is now, oldest first."""
        return sorted(
            (tray.endpoint for tray in self._trays.values()), key=lambda each: (each.made_at, each.id)
        )

    def endpoint(self, id: EndpointId) -> Endpoint | None:
        """Return one endpoint."""
        tray = self._trays.get(id)
        return tray.endpoint if tray is not None else None

    def backlog(self, id: EndpointId) -> int:
        """Return how many deliveries of an endpoint wait or are in flight."""
        tray = self._trays.get(id)
        return len(tray) if tray is not None else 0

    @singledispatchmethod
    def _take(self, input: Input, now: datetime) -> Iterator[Action]:
        raise TypeError(f"the mailroom knows no {type(input).__name__}")

    @_take.register
    def _(self, input: Opened, now: datetime) -> Iterator[Action]:
        tray = self._trays[input.endpoint.id] = Tray(input.endpoint, input.cursor)
        for delivery in input.waiting:
            tray.put(delivery)
        yield KeepEndpoint(tray.endpoint, tray.cursor)

    @_take.register
    def _(self, input: Changed, now: datetime) -> Iterator[Action]:
        tray = self._trays.get(input.endpoint.id)
        if tray is None:
            return
        resumes = not tray.active
        tray.endpoint = input.endpoint
        yield KeepEndpoint(tray.endpoint, tray.cursor)
        if resumes and tray.active:
            tray.quiet_until, tray.failures = None, 0
            yield from map(Keep, tray.renew(lambda each: _taken_up(each, now)))

    @_take.register
    def _(self, input: Removed, now: datetime) -> Iterator[Action]:
        if self._trays.pop(input.endpoint, None) is not None:
            yield Forget(input.endpoint)

    @_take.register
    def _(self, input: News, now: datetime) -> Iterator[Action]:
        self._news += 1
        return iter(())

    @_take.register
    def _(self, input: Time, now: datetime) -> Iterator[Action]:
        return iter(())

    @_take.register
    def _(self, input: Fetched, now: datetime) -> Iterator[Action]:
        asked_after = self._fetching.pop(input.after)
        for tray in self._trays.values():
            if tray.cursor == input.after and self._has_room(tray):
                if len(input.events) < BATCH:
                    tray.caught_up = asked_after
                yield from self._sort_into(tray, input.events, now)

    @_take.register
    def _(self, input: Again, now: datetime) -> Iterator[Action]:
        tray = self._trays.get(input.delivery.endpoint)
        if tray is not None and input.delivery.id not in tray:
            yield self._put(tray, _taken_up(input.delivery, now))

    @_take.register
    def _(self, input: AgainSince, now: datetime) -> Iterator[Action]:
        tray = self._trays.get(input.endpoint)
        if tray is not None and input.seq < tray.cursor:
            tray.cursor, tray.caught_up = input.seq, -1
            yield KeepEndpoint(tray.endpoint, tray.cursor)

    @_take.register
    def _(self, input: Attempted, now: datetime) -> Iterator[Action]:
        tray = self._trays.get(input.endpoint)
        landed = tray.land(input.delivery) if tray is not None else None
        if tray is None or landed is None:
            return
        attempts = (*landed.attempts, input.attempt)[-ATTEMPTS_KEPT:]
        tried = replace(landed, tries=landed.tries + 1, attempts=attempts)
        if input.attempt.status is not None and 200 <= input.attempt.status < 300:
            yield Keep(replace(tried, state=DeliveryState.DELIVERED, next_at=None, ended_at=now))
            yield from self._heard_from(tray, now)
        else:
            tray.failures += 1
            yield from self._refused(tray, tried, input, now)

    def _heard_from(self, tray: Tray, now: datetime) -> Iterator[Action]:
        was_down, tray.failures, tray.quiet_until = tray.down, 0, None
        if was_down:
            yield from map(Keep, tray.hasten(lambda each: self._sooner(each, now)))

    def _sooner(self, delivery: Delivery, now: datetime) -> Delivery:
        soon = now + HEALED_WITHIN * self._chance()
        return replace(delivery, next_at=min(delivery.next_at or soon, soon))

    def _refused(self, tray: Tray, tried: Delivery, input: Attempted, now: datetime) -> Iterator[Action]:
        status = input.attempt.status
        if status in THROTTLED and input.asked:
            until = now + input.asked
            tray.quiet_until = max(until, tray.quiet_until or until)
        if status == GONE:
            yield self._put(tray, replace(tried, next_at=now))  # waits for somebody to enable the endpoint
            if tray.active:
                why = Reason("receiver_gone", {"status": status})
                tray.endpoint = replace(tray.endpoint, state=EndpointState.DISABLED, disabled_because=why)
                yield KeepEndpoint(tray.endpoint, tray.cursor)
            return
        wait = wait_after(tried.tries, input.asked if status in THROTTLED else None, self._chance())
        if wait is None or now - tried.taken_at > PATIENCE:
            yield Keep(replace(tried, state=DeliveryState.DEAD, next_at=None, ended_at=now))
        else:
            yield self._put(tray, replace(tried, next_at=now + wait))

    def _sort_into(self, tray: Tray, events: Sequence[Published], now: datetime) -> Iterator[Action]:
        for published in events:
            tray.cursor = published.seq
            if tray.endpoint.wants(published.event.kind.value):
                delivery = delivery_of(tray.endpoint.id, published, now)
                if delivery.id not in tray:
                    yield self._put(tray, delivery)
        if events:
            yield KeepEndpoint(tray.endpoint, tray.cursor)

    def _put(self, tray: Tray, delivery: Delivery) -> Keep:
        tray.put(delivery)
        return Keep(delivery)

    def _sends(self, now: datetime) -> Iterator[Action]:
        for tray in self._trays.values():
            for delivery in tray.start(now):
                yield Send(tray.endpoint, delivery)

    def _fetches(self) -> Iterator[Action]:
        """Ask for the events after every cursor that is behind; endpoints that are level share a reading."""
        for tray in self._trays.values():
            if tray.caught_up < self._news and self._has_room(tray) and tray.cursor not in self._fetching:
                self._fetching[tray.cursor] = self._news
                yield Fetch(tray.cursor, BATCH)

    def _has_room(self, tray: Tray) -> bool:
        return tray.active and len(tray) + BATCH <= self._window


def _taken_up(delivery: Delivery, now: datetime) -> Delivery:
    """Begin the schedule anew."""
    return replace(delivery, state=DeliveryState.WAITING, taken_at=now, next_at=now, tries=0, ended_at=None)
