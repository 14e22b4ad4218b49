"""What the api asks of webhooks. `ctid.webhooks.desk.Desk` fits it."""

from collections.abc import Sequence
from typing import Protocol

from aiohttp import web

from ctid.model.mistakes import Text
from ctid.model.webhooks import Delivery, DeliveryId, DeliveryState, Endpoint, EndpointId


class Webhooks(Protocol):
    """Endpoints and deliveries. Looks are answered at once; a change returns when it is written down."""

    def endpoints(self) -> Sequence[Endpoint]:
        """Return every endpoint, oldest first."""
        ...

    def endpoint(self, id: EndpointId) -> Endpoint | None:
        """Return one endpoint."""
        ...

    def backlog(self, id: EndpointId) -> int:
        """Return how many deliveries of an endpoint are not done."""
        ...

    def objection(self, url: str) -> Text | None:
        """Say what is wrong with a URL; None if nothing is."""
        ...

    def new_secret(self) -> str:
        """Make a signing key."""
        ...

    async def add(self, endpoint: Endpoint) -> None:
        """Add an endpoint that hears what happens from now on."""
        ...

    async def change(self, endpoint: Endpoint) -> None:
        """Have an endpoint be as given."""
        ...

    async def remove(self, id: EndpointId) -> None:
        """Remove an endpoint with its log."""
        ...

    async def deliveries(
        self, endpoint: EndpointId, limit: int, before: int | None, state: DeliveryState | None
    ) -> Sequence[Delivery]:
        """Return an endpoint's deliveries, newest event first; `before` is the last seq already read."""
        ...

    async def delivery(self, id: DeliveryId) -> Delivery | None:
        """Return one delivery."""
        ...

    async def send_again(self, delivery: Delivery) -> None:
        """Begin a delivery's schedule anew."""
        ...

    async def send_again_since(self, endpoint: EndpointId, seq: int) -> None:
        """Send everything after an event again."""
        ...


WEBHOOKS = web.AppKey("webhooks", Webhooks)
