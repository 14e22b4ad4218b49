"""The shapes of events, as the OpenAPI document tells them."""

from datetime import datetime
from typing import Literal

from pydantic import BaseModel

from ctid.api.answers import Why
from ctid.model.events import EventKind


class EventAnswer(BaseModel):
    """Something that happened. `seq` orders all events, `call_seq` those of an interaction (from 1)."""

    kind: Literal["event"]
    seq: int
    call_seq: int | None
    id: str
    type: EventKind
    at: datetime
    interaction: str | None
    agent: str | None
    offer: str | None
    reason: Why | None
    facts: dict[str, str | int | float]


class EventPage(BaseModel):
    """A page of the event stream; `next` is the `since` of the next page, `head` the newest number."""

    events: list[EventAnswer]
    next: int
    head: int


class EventMessage(BaseModel):
    """The `data` of an event sent to a webhook. `seq` orders all events, `call_seq` those of a call."""

    seq: int
    call_seq: int | None
    interaction: str | None
    agent: str | None
    offer: str | None
    reason: Why | None
    facts: dict[str, str | int | float]


class Events(BaseModel):
    """What happened to an interaction, oldest first."""

    events: list[EventAnswer]
