"""Webhooks in our words: who is told of what, and what became of telling them.

An endpoint is a receiver's address with the types of events it asked for. A delivery is one event for one
endpoint; its id never changes, however often it is tried, so that a receiver can tell a repetition.
"""

import re
from binascii import Error, a2b_base64
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NewType

from ctid.model.events import EventKind
from ctid.model.ids import InteractionId
from ctid.model.reasons import Reason

EndpointId = NewType("EndpointId", str)
DeliveryId = NewType("DeliveryId", str)

SECRET_PREFIX = "whsec_"
SHORTEST_SECRET, LONGEST_SECRET = 24, 64  # bytes (Standard Webhooks 1.0.0)
_PATTERN = re.compile(r"\*|[a-z0-9_]+(\.[a-z0-9_]+)*(\.\*)?")


class EndpointState(StrEnum):
    """Whether an endpoint is told anything."""

    ACTIVE = "active"
    DISABLED = "disabled"


class DeliveryState(StrEnum):
    """What became of a delivery; `dead` means given up: only a person's replay tries it again."""

    WAITING = "waiting"
    DELIVERED = "delivered"
    DEAD = "dead"


@dataclass(frozen=True, slots=True)
class Secret:
    """A signing key, `whsec_` and base64; one that was replaced still signs `until` an instant."""

    value: str = field(repr=False)
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Endpoint:
    """A receiver. `types` are event types or patterns (`call.*`, `*`); the newest secret stands first.

    `in_file` marks one that the site's file defines: only there can it be changed.
    """

    id: EndpointId
    url: str
    types: tuple[str, ...]
    secrets: tuple[Secret, ...]
    made_at: datetime
    description: str = ""
    state: EndpointState = EndpointState.ACTIVE
    disabled_because: Reason | None = None
    in_file: bool = False

    def wants(self, type: str) -> bool:
        """Say whether the endpoint asked for events of this type."""
        return any(matches(pattern, type) for pattern in self.types)

    def keys(self, now: datetime) -> tuple[str, ...]:
        """Return the keys that sign at `now`, newest first."""
        return tuple(key.value for key in self.secrets if key.until is None or key.until > now)


@dataclass(frozen=True, slots=True)
class Attempt:
    """One try: the receiver's HTTP status (None: no answer), what happened, and how long it took."""

    at: datetime
    status: int | None
    said: str
    took: timedelta


@dataclass(frozen=True, slots=True)
class Delivery:
    """One event for one endpoint. `line` is whose order it keeps: deliveries of one line go one by one.

    `tries` counts the attempts since it was last taken up, at `taken_at`; `attempts` are the latest ones,
    oldest first.
    """

    id: DeliveryId
    endpoint: EndpointId
    seq: int
    type: str
    line: str
    body: str
    taken_at: datetime
    next_at: datetime | None
    interaction: InteractionId | None = None
    state: DeliveryState = DeliveryState.WAITING
    tries: int = 0
    attempts: tuple[Attempt, ...] = ()
    ended_at: datetime | None = None


def matches(pattern: str, type: str) -> bool:
    """Say whether a pattern takes in a type: `*` all, `call.*` whatever begins with `call.`."""
    if pattern == "*":
        return True
    return type.startswith(pattern[:-1]) if pattern.endswith(".*") else type == pattern


def is_pattern(written: str) -> bool:
    """Say whether `written` is a pattern that takes in at least one type there is."""
    well_formed = _PATTERN.fullmatch(written) is not None
    return well_formed and any(matches(written, kind.value) for kind in EventKind)


def is_secret(written: str) -> bool:
    """Say whether `written` is a key as Standard Webhooks wants it: `whsec_` and 24–64 bytes in base64."""
    if not written.startswith(SECRET_PREFIX):
        return False
    try:
        key = a2b_base64(written.removeprefix(SECRET_PREFIX).encode(), strict_mode=True)
    except (Error, UnicodeEncodeError):
        return False
    return SHORTEST_SECRET <= len(key) <= LONGEST_SECRET
