"""What people may ask about webhooks, answered: fits `ctid.api.ports.Webhooks`."""

import secrets
from collections.abc import Sequence
from typing import Protocol

from ctid.model.mistakes import Text
from ctid.model.webhooks import Delivery, DeliveryId, DeliveryState, Endpoint, EndpointId
from ctid.webhooks.address import Allowance, Objection, read_url
from ctid.webhooks.courier import Courier
from ctid.webhooks.mail import Again, AgainSince, Changed, Removed
from ctid.webhooks.signature import new_secret


class DeliveryLog(Protocol):
    """The store, as far as deliveries are looked up in it."""

    async def webhook_deliveries(
        self, endpoint: EndpointId, limit: int, before: int | None, state: DeliveryState | None
    ) -> Sequence[Delivery]:
        """Return an endpoint's deliveries, newest event first."""
        ...

    async def webhook_delivery(self, id: DeliveryId) -> Delivery | None:
        """Return one delivery."""
        ...


class Desk:
    """Looks are answered at once; a change returns when it is written down."""

    def __init__(self, courier: Courier, log: DeliveryLog, allowance: Allowance) -> None:
        self._courier = courier
        self._log = log
        self._allowance = allowance

    def endpoints(self) -> Sequence[Endpoint]:
        """Return every endpoint, oldest first."""
        return self._courier.mailroom.endpoints()

    def endpoint(self, id: EndpointId) -> Endpoint | None:
        """Return one endpoint."""
        return self._courier.mailroom.endpoint(id)

    def backlog(self, id: EndpointId) -> int:
        """Return how many deliveries of an endpoint are not done."""
        return self._courier.mailroom.backlog(id)

    def objection(self, url: str) -> Text | None:
        """Say what is wrong with a URL; None if nothing is."""
        return objection_to(url, self._allowance)

    def new_secret(self) -> str:
        """Make a signing key."""
        return new_secret(secrets.token_bytes)

    async def add(self, endpoint: Endpoint) -> None:
        """Add an endpoint that hears what happens from now on."""
        await self._courier.open_new(endpoint)

    async def change(self, endpoint: Endpoint) -> None:
        """Have an endpoint be as given; one that is enabled hears what it missed."""
        await self._courier.told(Changed(endpoint))

    async def remove(self, id: EndpointId) -> None:
        """Remove an endpoint with its log."""
        await self._courier.told(Removed(id))

    async def deliveries(
        self, endpoint: EndpointId, limit: int, before: int | None, state: DeliveryState | None
    ) -> Sequence[Delivery]:
        """Return an endpoint's deliveries, newest event first."""
        return await self._log.webhook_deliveries(endpoint, limit, before, state)

    async def delivery(self, id: DeliveryId) -> Delivery | None:
        """Return one delivery."""
        return await self._log.webhook_delivery(id)

    async def send_again(self, delivery: Delivery) -> None:
        """Begin a delivery's schedule anew; one that still waits is left to its turn."""
        await self._courier.told(Again(delivery))

    async def send_again_since(self, endpoint: EndpointId, seq: int) -> None:
        """Send everything after an event again."""
        await self._courier.told(AgainSince(endpoint, seq))


def objection_to(url: str, allowance: Allowance) -> Text | None:
    """Say what is wrong with a URL; None if nothing is."""
    try:
        read_url(url, allowance)
    except Objection as objection:
        return objection.words
    return None
