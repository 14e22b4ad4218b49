"""The shapes of what is answered about webhooks, as the OpenAPI document tells them."""

from datetime import datetime

from pydantic import BaseModel, Field

from ctid.api.answers import Why
from ctid.model.webhooks import DeliveryState, EndpointState


class KeyAnswer(BaseModel):
    """A signing key, without the key: until when it signs beside a newer one; null for the present one."""

    until: datetime | None


class EndpointAnswer(BaseModel):
    """A receiver of events. `backlog` is how many deliveries wait for it."""

    id: str
    url: str
    types: list[str] = Field(description="Kinds of events; `call.*` is a family, `*` everything.")
    description: str
    state: EndpointState
    disabled_reason: Why | None
    in_file: bool
    made_at: datetime
    backlog: int
    keys: list[KeyAnswer]


class EndpointWithKey(EndpointAnswer):
    """An endpoint and the key that was just made; the key is shown this once."""

    secret: str


class Endpoints(BaseModel):
    """All endpoints, oldest first."""

    endpoints: list[EndpointAnswer]


class AttemptAnswer(BaseModel):
    """One try: the HTTP status (null if none came) and what was said, in words."""

    at: datetime
    status: int | None
    said: str
    took_ms: float


class DeliveryAnswer(BaseModel):
    """One event on its way to one endpoint, with its latest attempts."""

    id: str
    seq: int
    type: str
    interaction: str | None
    state: DeliveryState
    tries: int
    next_at: datetime | None
    ended_at: datetime | None
    attempts: list[AttemptAnswer]


class Deliveries(BaseModel):
    """Deliveries, newest event first; `next` is the `before` of the next page, null at the end."""

    deliveries: list[DeliveryAnswer]
    next: int | None
