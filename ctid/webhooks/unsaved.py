"""What the mailroom wants kept and is not written yet: the newest of each, to be written as one."""

import asyncio
from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from ctid.model.webhooks import Delivery, DeliveryId, Endpoint, EndpointId
from ctid.webhooks.mail import Forget, Keep, KeepEndpoint


class Records(Protocol):
    """The store, as far as webhooks are remembered there."""

    async def webhooks(self) -> Sequence[tuple[Endpoint, int, Sequence[Delivery]]]:
        """Return every endpoint with its cursor and what waits to be delivered to it."""
        ...

    async def keep_webhooks(
        self,
        changed: Sequence[tuple[Endpoint, int]],
        done: Sequence[Delivery],
        removed: Sequence[EndpointId],
    ) -> None:
        """Write endpoints, deliveries and removals as one transaction."""
        ...

    async def forget_delivered(self, before: datetime) -> None:
        """Strike out what was delivered before an instant."""
        ...


class Unsaved:
    """Gathers between two writes. A write that fails leaves everything as unsaved as it was."""

    def __init__(self, records: Records) -> None:
        self._records = records
        self._endpoints: dict[EndpointId, tuple[Endpoint, int]] = {}
        self._deliveries: dict[DeliveryId, Delivery] = {}
        self._removed: dict[EndpointId, None] = {}
        self._something = asyncio.Event()
        self._waiters: list[asyncio.Future[None]] = []

    def add(self, action: Keep | KeepEndpoint | Forget) -> None:
        """Take in what is to be kept."""
        match action:
            case Keep(delivery):
                self._deliveries[delivery.id] = delivery
            case KeepEndpoint(endpoint, cursor):
                self._endpoints[endpoint.id] = (endpoint, cursor)
            case Forget(id):
                self._endpoints.pop(id, None)
                self._deliveries = {d.id: d for d in self._deliveries.values() if d.endpoint != id}
                self._removed[id] = None
        self._something.set()

    async def wait(self) -> None:
        """Return when there is something to write."""
        await self._something.wait()

    async def saved(self) -> None:
        """Return when everything that is to be kept by now is written."""
        if self._something.is_set():
            written = asyncio.get_running_loop().create_future()
            self._waiters.append(written)
            await written

    async def save(self) -> None:
        """Write all of it. Raises what the database raises."""
        endpoints, deliveries, removed = self._endpoints, self._deliveries, self._removed
        waiters, self._waiters = self._waiters, []
        self._endpoints, self._deliveries, self._removed = {}, {}, {}
        self._something.clear()
        if not (endpoints or deliveries or removed):
            return
        try:
            await self._records.keep_webhooks([*endpoints.values()], [*deliveries.values()], [*removed])
        except BaseException:
            self._endpoints = {**endpoints, **self._endpoints}
            self._deliveries = {**deliveries, **self._deliveries}
            self._removed = {**removed, **self._removed}
            self._waiters = waiters + self._waiters
            self._something.set()
            raise
        for waiter in waiters:
            if not waiter.done():
                waiter.set_result(None)
