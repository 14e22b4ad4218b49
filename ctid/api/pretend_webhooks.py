"""Webhooks made of plain memory, for tests of the api: nothing is ever sent."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, field

from ctid.model.mistakes import Text
from ctid.model.webhooks import Delivery, DeliveryId, DeliveryState, Endpoint, EndpointId


def _set() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


@dataclass(slots=True)
class PretendWebhooks:
    """Fits `ctid.api.webhooks_port.Webhooks`. Changes wait while `writing` is cleared."""

    known: dict[EndpointId, Endpoint] = field(default_factory=dict)
    objections: dict[str, Text] = field(default_factory=dict)
    log: list[Delivery] = field(default_factory=list)
    again: list[Delivery | tuple[EndpointId, int]] = field(default_factory=list)
    writing: asyncio.Event = field(default_factory=_set)
    keys_made: int = 0

    def endpoints(self) -> Sequence[Endpoint]:
        """Return what was added."""
        return list(self.known.values())

    def endpoint(self, id: EndpointId) -> Endpoint | None:
        """Return one endpoint."""
        return self.known.get(id)

    def backlog(self, id: EndpointId) -> int:
        """Count what the log says is waiting."""
        return sum(each.state is DeliveryState.WAITING for each in self.log if each.endpoint == id)

    def objection(self, url: str) -> Text | None:
        """Return what was put into `objections`."""
        return self.objections.get(url)

    def new_secret(self) -> str:
        """Make a key that tells which one it is."""
        self.keys_made += 1
        return f"whsec_{self.keys_made:032d}"

    async def add(self, endpoint: Endpoint) -> None:
        """Keep an endpoint."""
        await self.change(endpoint)

    async def change(self, endpoint: Endpoint) -> None:
        """Keep an endpoint as given."""
        await self.writing.wait()
        self.known[endpoint.id] = endpoint

    async def remove(self, id: EndpointId) -> None:
        """Forget an endpoint."""
        del self.known[id]

    async def deliveries(
        self, endpoint: EndpointId, limit: int, before: int | None, state: DeliveryState | None
    ) -> Sequence[Delivery]:
        """Return the newest of `log` first."""
        own = sorted((each for each in self.log if each.endpoint == endpoint), key=lambda each: -each.seq)
        asked = [
            each for each in own if state in (None, each.state) and (before is None or each.seq < before)
        ]
        return asked[:limit]

    async def delivery(self, id: DeliveryId) -> Delivery | None:
        """Return one of `log`."""
        return next((each for each in self.log if each.id == id), None)

    async def send_again(self, delivery: Delivery) -> None:
        """Note the wish."""
        self.again.append(delivery)

    async def send_again_since(self, endpoint: EndpointId, seq: int) -> None:
        """Note the wish."""
        self.again.append((endpoint, seq))
