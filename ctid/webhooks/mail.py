"""What the mailroom is told and what it wants done: two closed unions, plain values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from ctid.model.events import Published
from ctid.model.webhooks import Attempt, Delivery, DeliveryId, Endpoint, EndpointId


@dataclass(frozen=True, slots=True)
class Opened:
    """An endpoint, new or from before a restart: the last event it looked at, and what was not done."""

    endpoint: Endpoint
    cursor: int
    waiting: Sequence[Delivery] = ()


@dataclass(frozen=True, slots=True)
class Changed:
    """An endpoint as it is from now on."""

    endpoint: Endpoint


@dataclass(frozen=True, slots=True)
class Removed:
    """An endpoint is no more."""

    endpoint: EndpointId


@dataclass(frozen=True, slots=True)
class News:
    """Events were committed since the last time."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """The events that follow `after`, up to the limit that was asked for."""

    after: int
    events: Sequence[Published]


@dataclass(frozen=True, slots=True)
class Attempted:
    """How an attempt went; `asked` is the wait of the receiver's Retry-After."""

    endpoint: EndpointId
    delivery: DeliveryId
    attempt: Attempt
    asked: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Again:
    """A person wants one delivery sent again."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class AgainSince:
    """A person wants every event after `seq` sent again that the endpoint asks for."""

    endpoint: EndpointId
    seq: int


@dataclass(frozen=True, slots=True)
class Time:
    """Time has passed."""


@dataclass(frozen=True, slots=True)
class Fetch:
    """Read up to `limit` events after `after`; the answer is Fetched."""

    after: int
    limit: int


@dataclass(frozen=True, slots=True)
class Send:
    """Try a delivery; the answer is Attempted."""

    endpoint: Endpoint
    delivery: Delivery


@dataclass(frozen=True, slots=True)
class Keep:
    """Write a delivery down as it is now."""

    delivery: Delivery


@dataclass(frozen=True, slots=True)
class KeepEndpoint:
    """Write an endpoint down, and how far it has looked."""

    endpoint: Endpoint
    cursor: int


@dataclass(frozen=True, slots=True)
class Forget:
    """Strike an endpoint and its deliveries out."""

    endpoint: EndpointId


Input = Opened | Changed | Removed | News | Fetched | Attempted | Again | AgainSince | Time
Action = Fetch | Send | Keep | KeepEndpoint | Forget
