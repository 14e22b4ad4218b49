"""What may be sent about webhooks, and how endpoints and deliveries are written."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from ctid.api.bodies import Line, Name
from ctid.api.encode import Json, instant, milliseconds, reason
from ctid.model.webhooks import Delivery, DeliveryState, Endpoint, is_pattern

LONGEST_OVERLAP = 7 * 24 * 3600  # seconds


def _known_type(value: str) -> str:
    if not is_pattern(value):
        raise PydanticCustomError("unknown_event_type", "is no event type or pattern")
    return value


Types = Annotated[list[Annotated[Name, AfterValidator(_known_type)]], Field(min_length=1, max_length=50)]
Url = Annotated[str, Field(min_length=1, max_length=2000)]


class _Sent(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class NewEndpoint(_Sent):
    """A receiver: its URL and the event types it wants (`call.*` and `*` are patterns)."""

    url: Url
    types: Types = ["*"]
    description: Line = ""


class EndpointChange(_Sent):
    """What is to be different; what is left out stays. `state` disables or enables."""

    url: Url | None = None
    types: Types | None = None
    description: Line | None = None
    state: Literal["active", "disabled"] | None = None


class Rotation(_Sent):
    """How long, in seconds, the old key goes on signing beside the new one."""

    overlap_s: int = Field(24 * 3600, ge=0, le=LONGEST_OVERLAP)


class Replay(_Sent):
    """What to send again: one delivery, or every event after the number `since`."""

    delivery: Name | None = None
    since: Annotated[int, Field(ge=0)] | None = None

    @model_validator(mode="after")
    def _one_of_both(self) -> "Replay":
        if (self.delivery is None) == (self.since is None):
            raise PydanticCustomError("one_of_both", "needs either delivery or since")
        return self


class DeliveryListing(BaseModel):
    """Which deliveries to list: `before` is the `next` of an earlier answer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    limit: int = Field(50, ge=1, le=200)
    before: int | None = None
    state: DeliveryState | None = None


def endpoint(what: Endpoint, backlog: int) -> Json:
    """Write an endpoint; its keys are never among it."""
    return {
        "id": what.id,
        "url": what.url,
        "types": list(what.types),
        "description": what.description,
        "state": what.state,
        "disabled_reason": reason(what.disabled_because),
        "in_file": what.in_file,
        "made_at": instant(what.made_at),
        "backlog": backlog,
        "keys": [{"until": instant(key.until)} for key in what.secrets],
    }


def delivery(what: Delivery) -> Json:
    """Write a delivery with its latest attempts."""
    return {
        "id": what.id,
        "seq": what.seq,
        "type": what.type,
        "interaction": what.interaction,
        "state": what.state,
        "tries": what.tries,
        "next_at": instant(what.next_at),
        "ended_at": instant(what.ended_at),
        "attempts": [
            {
                "at": instant(each.at),
                "status": each.status,
                "said": each.said,
                "took_ms": milliseconds(each.took),
            }
            for each in what.attempts
        ],
    }
