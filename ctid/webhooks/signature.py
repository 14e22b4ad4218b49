"""Signatures of Standard Webhooks 1.0.0 (https://www.standardwebhooks.com), both ways.

The library `standardwebhooks` computes every signature; two of its edges are kept from callers. Its `sign`
takes any instant for UTC, so only UTC is handed to it. Its `verify` reads the machine's clock and lets a
malformed header out as a bare ValueError, so the header is taken apart here and `now` is an input.

A signature alone does not stop somebody from sending the same message again. What verifies is therefore
remembered for as long as its timestamp would pass; a memory that is full refuses rather than forgets.
"""

import hmac
import re
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from standardwebhooks import Webhook

from ctid.model.webhooks import LONGEST_SECRET, SECRET_PREFIX, SHORTEST_SECRET

ID, TIMESTAMP, SIGNATURE = "webhook-id", "webhook-timestamp", "webhook-signature"
TOLERANCE = timedelta(minutes=5)
MOST_REMEMBERED = 100_000
MOST_SIGNATURES = 8

_ID = re.compile(r"[A-Za-z0-9_.:-]{1,128}")
_SECONDS = re.compile(r"[1-9][0-9]{0,10}")


class Fault(StrEnum):
    """Why a message is not believed. `full` says that we, not the sender, are at the limit."""

    MISSING = "signature_missing"
    MALFORMED = "signature_malformed"
    TOO_OLD = "timestamp_too_old"
    TOO_NEW = "timestamp_too_new"
    WRONG = "signature_wrong"
    REPLAYED = "message_replayed"
    FULL = "replay_memory_full"


class Unverified(Exception):
    """Raised when a message is not believed; `fault` says why."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.value)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Verified:
    """A message that is believed: its id, the instant it was signed, and until when a copy would pass too."""

    id: str
    at: datetime
    until: datetime


class Seen:
    """The ids of messages that verified, each until a copy would be too old anyway; bounded."""

    def __init__(self, most: int = MOST_REMEMBERED) -> None:
        self._most = most
        self._until: dict[str, datetime] = {}

    def __len__(self) -> int:
        return len(self._until)

    def remember(self, message: Verified, now: datetime) -> None:
        """Remember a message. Raises Unverified when it is known already, or when there is no room."""
        if self._until.get(message.id, now) > now:
            raise Unverified(Fault.REPLAYED)
        if len(self._until) >= self._most:
            self._until = {id: until for id, until in self._until.items() if until > now}
        if len(self._until) >= self._most:
            raise Unverified(Fault.FULL)
        self._until[message.id] = message.until

    def forget(self, id: str) -> None:
        """Let a message come again: nothing was done about it, and its sender retries under the same id."""
        self._until.pop(id, None)


def new_secret(entropy: Callable[[int], bytes], size: int = 32) -> str:
    """Make a key of `size` bytes (24–64) out of `entropy`, such as `secrets.token_bytes`."""
    if not SHORTEST_SECRET <= size <= LONGEST_SECRET:
        raise ValueError(f"a key has {SHORTEST_SECRET} to {LONGEST_SECRET} bytes, not {size}")
    return SECRET_PREFIX + b64encode(entropy(size)).decode("ascii")


def sign(id: str, at: datetime, body: str, keys: Sequence[str]) -> dict[str, str]:
    """Return the three headers for a message; each key signs, so that either of two verifies."""
    whole = at.astimezone(UTC).replace(microsecond=0)
    return {
        ID: id,
        TIMESTAMP: str(int(whole.timestamp())),
        SIGNATURE: " ".join(Webhook(key).sign(id, whole, body) for key in keys),
    }


def verify(
    headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime, seen: Seen
) -> Verified:
    """Believe a message once. Raises Unverified and nothing else, whatever was sent."""
    message = authentic(headers, body, secrets, now)
    seen.remember(message, now)
    return message


def authentic(headers: Mapping[str, str], body: bytes, secrets: Sequence[str], now: datetime) -> Verified:
    """Check signature and age only; whoever calls it must see to replays (`Verified.id`, `.until`).

    `headers` in any case; of `secrets` any may match. Raises Unverified and nothing else.
    """
    given = {name.lower(): value for name, value in headers.items()}
    id, seconds, signatures = (given.get(name, "") for name in (ID, TIMESTAMP, SIGNATURE))
    if not (id and seconds and signatures):
        raise Unverified(Fault.MISSING)
    text = _text(body)
    if text is None or not _ID.fullmatch(id) or not _SECONDS.fullmatch(seconds):
        raise Unverified(Fault.MALFORMED)
    at = datetime.fromtimestamp(int(seconds), UTC)
    expected = [Webhook(secret).sign(id, at, text).encode() for secret in secrets]
    if not _any_matches(expected, signatures):
        raise Unverified(Fault.WRONG)
    if at < now - TOLERANCE:
        raise Unverified(Fault.TOO_OLD)
    if at > now + TOLERANCE:
        raise Unverified(Fault.TOO_NEW)
    return Verified(id, at, at + TOLERANCE + timedelta(seconds=1))


def _text(body: bytes) -> str | None:
    try:
        return body.decode("utf-8")
    except UnicodeDecodeError:
        return None


def _any_matches(expected: Sequence[bytes], header: str) -> bool:
    """Compare in constant time; parts of other versions (`v1a,…`) are for others and match nothing."""
    sent = [part.encode("utf-8", "replace") for part in header.split(" ")]
    if len(sent) > MOST_SIGNATURES or not all(b"," in part for part in sent):
        raise Unverified(Fault.MALFORMED)
    matched = [hmac.compare_digest(ours, theirs) for ours in expected for theirs in sent]
    return any(matched)
